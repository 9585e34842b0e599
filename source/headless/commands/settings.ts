import {settingsSentence} from '../../format/topic-settings.ts';
import {readTopicSettings} from '../../queries/topic-settings.ts';
import {topicSettingTable} from '../../tables/topic-settings.ts';
import type {TargetContext} from '../command.ts';
import {isSet} from '../flag.ts';
import {jsonObject, printJson, printMissing, printTable, writeLine} from '../print.ts';
import {topicAnswer} from '../topic-answer.ts';

/** Every setting of a topic. */
export const run = (context: TargetContext): Promise<number> =>
  topicAnswer(context, async (client, topic) => {
    const {flags, io, clock, target} = context;
    const settings = await readTopicSettings(client, topic);
    const fields = {topic, settings: settings.map(each => ({...each}))};
    const {json, missing} = jsonObject({at: clock.now(), target, fields});
    if (isSet(flags, 'json')) await printJson(io.out, json);
    else {
      await printTable(context, topicSettingTable, settings);
      await writeLine(io.out, `${topic}: ${settingsSentence(settings)}.`);
      await printMissing(io.err, missing);
    }
    return {isWhole: missing.length === 0};
  });

import {settingsSentence} from '../../format/topic-settings.ts';
import {readTopicSettings} from '../../queries/topic-settings.ts';
import {topicSettingTable} from '../../tables/topic-settings.ts';
import type {TargetContext} from '../command.ts';
import {isSet} from '../flag.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';
import {topicAnswer} from '../topic-answer.ts';

/** Every setting of a topic. */
export const run = (context: TargetContext): Promise<number> =>
  topicAnswer(context, async (client, topic) => {
    const {flags, io, clock, target} = context;
    const settings = await readTopicSettings(client, topic);
    if (isSet(flags, 'json')) {
      const fields = {topic, settings: settings.map(each => ({...each}))};
      await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
    } else {
      await printTable(context, topicSettingTable, settings);
      await writeLine(io.out, `${topic}: ${settingsSentence(settings)}.`);
    }
  });

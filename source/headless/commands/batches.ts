import {batchSentence} from '../../format/batches.ts';
import {readTopicBatches} from '../../queries/topic-batches.ts';
import {batchTable} from '../../tables/batches.ts';
import type {TargetContext} from '../command.ts';
import {isSet, numberOf} from '../flag.ts';
import {noteAction} from '../note-action.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';
import {topicAnswer} from '../topic-answer.ts';

const lastOffsets = 10_000;

/** How the records of a topic lie in its log. */
export const run = (context: TargetContext): Promise<number> =>
  topicAnswer(context, async (client, topic) => {
    const {flags, io, clock, target} = context;
    const partitions = await readTopicBatches(client, topic, numberOf(flags, 'last') ?? lastOffsets);
    noteAction(context, `count the batches of ${topic}`, `${batchSentence(partitions)}.`);
    if (isSet(flags, 'json')) {
      const fields = {topic, partitions: partitions.map(each => ({...each}))};
      await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
    } else {
      await printTable(context, batchTable, partitions);
      await writeLine(io.out, `${topic}: ${batchSentence(partitions)}.`);
    }
    return {isWhole: true};
  });

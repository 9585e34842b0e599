import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import {UserError} from '../../errors.ts';
import {batchSentence} from '../../format/batches.ts';
import {readTopicBatches} from '../../queries/topic-batches.ts';
import {batchTable} from '../../tables/batches.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, unreachable} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {needTopics, openKafka} from '../kafka.ts';
import {noteAction} from '../note-action.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';

const lastOffsets = 10_000;

/** How the records of a topic lie in its log. */
export const run = async (context: TargetContext): Promise<number> => {
  const {names, flags, io, clock, target} = context;
  const [topic = ''] = names;
  const client = openKafka(context);
  try {
    await needTopics(client, [topic]);
    const partitions = await readTopicBatches(client, topic, numberOf(flags, 'last') ?? lastOffsets);
    noteAction(context, `count the batches of ${topic}`, `${batchSentence(partitions)}.`);
    if (isSet(flags, 'json'))
      await printJson(
        io.out,
        jsonObject({
          at: clock.now(),
          target,
          fields: {topic, partitions: partitions.map(each => ({...each}))},
        }).json,
      );
    else {
      await printTable(context, batchTable, partitions);
      await writeLine(io.out, `${topic}: ${batchSentence(partitions)}.`);
    }
    return exitCodes.fine;
  } catch (error) {
    if (error instanceof KafkaError) throw unreachable(error.message, 'kafka-lab brokers says more.');
    if (error instanceof UserError) throw unmet(error.message, error.next);
    throw error;
  } finally {
    client.close();
  }
};

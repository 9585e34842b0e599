import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import {UserError} from '../../errors.ts';
import {latestSentence} from '../../format/latest.ts';
import {readLatest} from '../../queries/topic-latest.ts';
import {latestRecordTable, latestTable} from '../../tables/latest.ts';
import type {TargetContext} from '../command.ts';
import {exitCodes, unmet, unreachable} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {needTopics, openKafka} from '../kafka.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';
import {createRecordWriter} from '../shapes/record.ts';

const lastOffsets = 100_000;

/** The last record of each key of a topic. */
export const run = async (context: TargetContext): Promise<number> => {
  const {names, flags, io, clock, target} = context;
  const [topic = ''] = names;
  const client = openKafka(context);
  try {
    await needTopics(client, [topic]);
    const partitions = await readLatest(client, topic, numberOf(flags, 'last') ?? lastOffsets);
    if (isSet(flags, 'json')) {
      const write = createRecordWriter();
      const fields = {
        topic,
        partitions: partitions.map(({latest, ...figures}) => ({
          ...figures,
          latest: latest.map(({record, older}) => ({...JSON.parse(write(record)), older})),
        })),
      };
      await printJson(io.out, jsonObject({at: clock.now(), target, fields}).json);
    } else {
      await printTable(
        context,
        latestRecordTable,
        partitions.flatMap(({latest}) => latest),
      );
      await writeLine(io.out, '');
      await printTable(context, latestTable, partitions);
      await writeLine(io.out, `${topic}: ${latestSentence(partitions)}.`);
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

import type {KafkaClient} from '../clients/kafka/client.ts';
import type {CallOptions} from '../clients/kafka/link.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import {type BatchTotals, batchTotals} from '../model/batch.ts';
import {isUnknown} from '../model/reading.ts';
import {askMetadata} from './any-metadata.ts';
import {readBatches} from './batches.ts';
import {readOffsets} from './offsets.ts';

/** Whole logs may be long in coming. */
const deadline = 10_000;
const leaderNotAvailable = 5;

/**
 * What the batches of a topic amount to, partition by partition, over the last offsets of each. Throws a UserError where
 * there is no such topic or a partition cannot be read, a KafkaError where no broker answers.
 */
export const readTopicBatches = async (
  client: KafkaClient,
  topic: string,
  last: number,
): Promise<readonly BatchTotals[]> => {
  const {metadata} = await askMetadata(client, {known: [], topics: [topic]});
  const partitions = metadata.topics.find(({name}) => name === topic)?.partitions;
  if (partitions === undefined) throw new UserError(`There is no topic ${topic}.`);
  if (isUnknown(partitions)) throw new UserError(partitions.sentence);
  // A connection of its own, so that nothing waits for it.
  const channel = client.channel('batches');
  const calls: CallOptions = {channel, deadline};
  const totalsOf = async (partition: number, leader: number | null): Promise<BatchTotals> => {
    const broker = metadata.brokers.find(({id}) => id === leader);
    if (!broker)
      throw new UserError(kafkaFailure(leaderNotAvailable, `${topic}-${partition}`).sentence, 'w says why.');
    const link = client.link(broker);
    const place = {topic, partition};
    const [start, end] = await Promise.all([
      readOffsets(link, [place], 'earliest', calls),
      readOffsets(link, [place], 'latest', calls),
    ]);
    const offsetIn = (answers: typeof start): number => {
      const offset = answers[0]?.offset ?? 0;
      if (isUnknown(offset)) throw new UserError(offset.sentence);
      return offset ?? 0;
    };
    const [first, after] = [offsetIn(start), offsetIn(end)];
    const from = Math.max(first, after - last);
    const batches = await readBatches(link, {...place, from, end: after}, calls);
    return {partition, from, isPart: from > first, ...batchTotals(batches)};
  };
  try {
    return await Promise.all(partitions.map(({id, leader}) => totalsOf(id, leader)));
  } finally {
    client.close(channel);
  }
};

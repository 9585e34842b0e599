import type {KafkaClient} from '../clients/kafka/client.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import {isUnknown} from '../model/reading.ts';
import {askMetadata} from './any-metadata.ts';
import {readOffsets} from './offsets.ts';

/** A part of a partition's log, and the leader to read it from. */
export interface LogPart {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is wanted, and the one after the last. */
  readonly from: number;
  readonly end: number;
  /** Whether the log has older offsets. */
  readonly isPart: boolean;
  readonly link: Link;
}

/** Whole logs may be long in coming. */
const deadline = 10_000;
const leaderNotAvailable = 5;

/**
 * Reads the last offsets of every partition of a topic, over a connection of its own (`channel`), so that nothing waits
 * for it. Throws a UserError where there is no such topic or a partition cannot be read, a KafkaError where no broker
 * answers.
 */
export const eachPartition = async <T>(
  client: KafkaClient,
  {topic, last, channel: name}: {readonly topic: string; readonly last: number; readonly channel: string},
  read: (part: LogPart, calls: CallOptions) => Promise<T>,
): Promise<readonly T[]> => {
  const {metadata} = await askMetadata(client, {known: [], topics: [topic]});
  const partitions = metadata.topics.find(each => each.name === topic)?.partitions;
  if (partitions === undefined) throw new UserError(`There is no topic ${topic}.`);
  if (isUnknown(partitions)) throw new UserError(partitions.sentence);
  const channel = client.channel(name);
  const calls: CallOptions = {channel, deadline};
  const readOne = async (partition: number, leader: number | null): Promise<T> => {
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
    return read({...place, from, end: after, isPart: from > first, link}, calls);
  };
  try {
    return await Promise.all(partitions.map(({id, leader}) => readOne(id, leader)));
  } finally {
    client.close(channel);
  }
};

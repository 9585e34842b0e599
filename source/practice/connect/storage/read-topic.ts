import {type Connection, fetchV12, listOffsetsV7} from '@platformatic/kafka';
import type {Admin} from '../admin.ts';
import {answer} from '../answer.ts';

/** A record of one of the worker's own topics: a value of null takes away what the key named. */
export interface StateRecord {
  readonly key: string;
  readonly value: unknown;
}

const [latest, earliest] = [-1n, -2n];
const bytesPerFetch = 1024 * 1024;
const longestWait = 500;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const boundsOf = async (connection: Connection, topic: string, partition: number, timestamp: bigint) => {
  const {topics} = await answer(
    listOffsetsV7.api.async(connection, -1, 0, [
      {name: topic, partitions: [{partitionIndex: partition, currentLeaderEpoch: -1, timestamp}]},
    ]),
  );
  const found = topics[0]?.partitions[0];
  if (found?.errorCode !== 0) throw new Error(`${topic}-${partition} has no leader.`);
  return found.offset;
};

const readPartition = async (
  connection: Connection,
  topic: string,
  partition: number,
): Promise<readonly StateRecord[]> => {
  const end = await boundsOf(connection, topic, partition, latest);
  let at = await boundsOf(connection, topic, partition, earliest);
  const read: StateRecord[] = [];
  while (at < end) {
    const {responses} = await answer(
      fetchV12.api.async(
        connection,
        longestWait,
        1,
        bytesPerFetch,
        0,
        0,
        -1,
        [
          {
            topicId: topic,
            partitions: [
              {
                partition,
                currentLeaderEpoch: -1,
                fetchOffset: at,
                lastFetchedEpoch: -1,
                partitionMaxBytes: bytesPerFetch,
              },
            ],
          },
        ],
        [],
        '',
      ),
    );
    const fetched = responses[0]?.partitions[0];
    if (fetched?.errorCode !== 0) throw new Error(`${topic}-${partition} cannot be read.`);
    const from = at;
    for (const batch of fetched.records ?? []) {
      for (const {key, value, offsetDelta} of batch.records)
        if (key && batch.firstOffset + BigInt(offsetDelta) >= from)
          read.push({
            key: key.toString('utf8'),
            value: value === null ? null : parse(value.toString('utf8')),
          });
      at = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    }
    if (at === from) throw new Error(`${topic}-${partition} gave nothing at ${from}.`);
  }
  return read;
};

/** All that is in a topic, each partition in its order. Rejects where a partition cannot be read. */
export const readTopic = async (admin: Admin, topic: string): Promise<readonly StateRecord[]> => {
  const {topics, brokers} = await admin.describe([topic]);
  const leaders = topics.get(topic);
  if (!leaders) throw new Error(`There is no topic ${topic}.`);
  const all: StateRecord[] = [];
  for (const [leader, of] of Map.groupBy(leaders.entries(), ([, id]) => id)) {
    const broker = brokers.find(({id}) => id === leader);
    if (!broker) throw new Error(`Partitions of ${topic} have no leader.`);
    await admin.ask(broker, async connection => {
      for (const [partition] of of) all.push(...(await readPartition(connection, topic, partition)));
    });
  }
  return all;
};

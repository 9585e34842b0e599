import {listOffsets} from '../clients/kafka/apis.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {kafkaFailure} from '../errors.ts';
import {type Known, unknown} from '../model/reading.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/**
 * Which offset: next to be written, first kept, of the record with the highest timestamp (Kafka 3.0 on), or of the
 * first record at or after a time (ms since the epoch).
 */
export type OffsetOf = 'latest' | 'earliest' | 'newest-record' | {readonly time: number};

export interface OffsetAnswer extends TopicPartition {
  /** null where there is no such record. */
  readonly offset: Known<number | null>;
  /** Milliseconds since the epoch, where one record is meant; else null. */
  readonly timestamp: number | null;
}

const timestampOf = (of: OffsetOf): bigint => {
  if (of === 'latest') return -1n;
  if (of === 'earliest') return -2n;
  return of === 'newest-record' ? -3n : BigInt(of.time);
};

/** Puts partitions together by topic, as every Kafka request wants them. */
export const byTopic = <T extends TopicPartition>(partitions: Iterable<T>): Map<string, T[]> => {
  const topics = new Map<string, T[]>();
  for (const each of partitions) {
    const there = topics.get(each.topic);
    if (there) there.push(each);
    else topics.set(each.topic, [each]);
  }
  return topics;
};

/**
 * Offsets of partitions that this broker leads, in one request. A partition that the broker refuses is unknown with
 * the reason; the others keep their values. They come in any order. Throws a KafkaError where no answer came.
 */
export const readOffsets = async (
  link: Link,
  partitions: readonly TopicPartition[],
  of: OffsetOf,
  options?: CallOptions,
): Promise<readonly OffsetAnswer[]> => {
  if (partitions.length === 0) return [];
  const timestamp = timestampOf(of);
  const asked = [...byTopic(partitions)].map(([name, each]) => ({
    name,
    partitions: each.map(({partition}) => ({partitionIndex: partition, currentLeaderEpoch: -1, timestamp})),
  }));
  const answer = await link.call(listOffsets, [-1, 0, asked], options);
  return answer.topics.flatMap(topic =>
    topic.partitions.map(({partitionIndex: partition, errorCode, offset, timestamp: time}): OffsetAnswer => {
      const place = {topic: topic.name, partition};
      if (errorCode !== 0) {
        const {why, sentence} = kafkaFailure(errorCode, `${topic.name}-${partition}`);
        return {...place, offset: unknown(why, sentence), timestamp: null};
      }
      return {
        ...place,
        offset: offset < 0n ? null : Number(offset),
        timestamp: time < 0n ? null : Number(time),
      };
    }),
  );
};

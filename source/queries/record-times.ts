import {fetchFrom} from '../clients/kafka/fetch.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {batchesIn, decodeBatch} from '../clients/kafka/record-batch.ts';
import type {TopicPartition} from './offsets.ts';

export interface RecordTime extends TopicPartition {
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** A broker gives a batch that is larger only to the first partition of a request: the others are asked again. */
const partitionBytes = 16_384;
/** What a partition that was passed over may bring: most batches fit, and several partitions in one answer. */
const largePartitionBytes = 131_072;
const totalBytes = 1_048_576;
const rounds = 8;

const timeIn = (bytes: Buffer, place: TopicPartition & {readonly offset: number}): number | undefined => {
  for (const head of batchesIn(bytes)) {
    if (head.nextOffset <= place.offset || head.isCutOff) continue;
    try {
      const record = decodeBatch(head, place.topic, place.partition).find(
        ({offset}) => offset >= place.offset,
      );
      if (record) return record.timestamp;
    } catch {
      return head.baseTimestamp;
    }
  }
  return undefined;
};

type Place = TopicPartition & {readonly offset: number};

const askOnce = async (
  link: Link,
  places: readonly Place[],
  maxBytes: number,
  options: CallOptions,
): Promise<readonly RecordTime[]> => {
  const offsets = new Map(places.map(place => [`${place.topic}/${place.partition}`, place.offset]));
  const answer = await fetchFrom(
    link,
    places.map(place => ({...place, maxBytes})),
    {maxWait: 0, minBytes: 0, maxBytes: totalBytes, isCommittedOnly: false},
    options,
  );
  return answer.partitions.flatMap(({topic, partition, records}) => {
    const offset = offsets.get(`${topic}/${partition}`) ?? 0;
    const timestamp = timeIn(records, {topic, partition, offset});
    return timestamp === undefined ? [] : [{topic, partition, offset, timestamp}];
  });
};

/**
 * When the next record at or after each offset was written, from one leader. Of a batch that is damaged the time of its
 * first record is taken. What cannot be read is left out; throws a KafkaError where no answer came.
 */
export const readRecordTimes = async (
  link: Link,
  places: readonly Place[],
  options: CallOptions,
): Promise<readonly RecordTime[]> => {
  const times: RecordTime[] = [];
  let left = places;
  for (let round = 0; round < rounds && left.length > 0; round += 1) {
    const found = await askOnce(link, left, round === 0 ? partitionBytes : largePartitionBytes, options);
    if (found.length === 0) break;
    times.push(...found);
    left = left.filter(
      place => !found.some(time => time.topic === place.topic && time.partition === place.partition),
    );
  }
  return times;
};

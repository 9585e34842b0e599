import {fetchFrom} from '../clients/kafka/fetch.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {batchesIn, decodeBatch} from '../clients/kafka/record-batch.ts';
import type {TopicPartition} from './offsets.ts';

export interface RecordTime extends TopicPartition {
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Enough for a record or for the head of a batch that is cut off, which dates its first record. */
const partitionBytes = 16_384;
const totalBytes = 1_048_576;

const timeIn = (bytes: Buffer, place: TopicPartition & {readonly offset: number}): number | undefined => {
  for (const head of batchesIn(bytes)) {
    if (head.nextOffset <= place.offset || head.baseTimestamp < 0) continue;
    if (head.isCutOff) return head.baseTimestamp;
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

/**
 * When the next record at or after each offset was written, from one leader in one request. Of a batch that is too
 * large to be fetched whole the time of its first record is taken, so that an age may be too high, never too low.
 * What cannot be read is left out; throws a KafkaError where no answer came.
 */
export const readRecordTimes = async (
  link: Link,
  places: readonly (TopicPartition & {readonly offset: number})[],
  options: CallOptions,
): Promise<readonly RecordTime[]> => {
  if (places.length === 0) return [];
  const offsets = new Map(places.map(place => [`${place.topic}/${place.partition}`, place.offset]));
  const asked = places.map(place => ({...place, maxBytes: partitionBytes}));
  const answer = await fetchFrom(
    link,
    asked,
    {maxWait: 0, minBytes: 0, maxBytes: totalBytes, isCommittedOnly: false},
    options,
  );
  return answer.partitions.flatMap(({topic, partition, records}) => {
    const offset = offsets.get(`${topic}/${partition}`) ?? 0;
    const timestamp = timeIn(records, {topic, partition, offset});
    return timestamp === undefined ? [] : [{topic, partition, offset, timestamp}];
  });
};

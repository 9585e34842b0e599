import {
  createAPI,
  fetchV10,
  fetchV11,
  fetchV12,
  type Reader,
  readKnownTaggedFields,
} from '@platformatic/kafka';
import type {Api, Version} from './apis.ts';
import type {CallOptions, Link} from './link.ts';

/*
  Fetch Response (Version: 10-12) => throttle_time_ms error_code session_id [responses]
    throttle_time_ms => INT32
    error_code => INT16
    session_id => INT32
    responses => topic [partitions]
      topic => STRING
      partitions => partition_index error_code high_watermark last_stable_offset log_start_offset
                    [aborted_transactions] preferred_read_replica (11 on) records
        partition_index => INT32
        error_code => INT16
        high_watermark => INT64
        last_stable_offset => INT64
        log_start_offset => INT64
        aborted_transactions => producer_id first_offset
          producer_id => INT64
          first_offset => INT64
        preferred_read_replica => INT32
        records => RECORDS
  Version 12 is flexible: compact strings, arrays and bytes, and tagged fields at the end of each part.
*/

/** A transaction that was rolled back: records of its producer from that offset on are to be left out. */
export interface Aborted {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  /** -1 where the partition was refused. */
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly aborted: readonly Aborted[];
  /** Whole record batches, the last perhaps cut off, as the log holds them. */
  readonly records: Buffer;
}

export interface Fetched {
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

const empty = Buffer.alloc(0);

const readPartition = (reader: Reader, topic: string, version: number): FetchedPartition => {
  const isFlexible = version >= 12;
  const partition = reader.readInt32();
  const errorCode = reader.readInt16();
  const highWatermark = Number(reader.readInt64());
  const lastStableOffset = Number(reader.readInt64());
  const logStartOffset = Number(reader.readInt64());
  const aborted = reader.readArray(
    each => ({producerId: each.readInt64(), firstOffset: Number(each.readInt64())}),
    isFlexible,
    isFlexible,
  );
  if (version >= 11) reader.readInt32();
  const records = reader.readNullableBytes(isFlexible) ?? empty;
  if (isFlexible) readKnownTaggedFields(reader, {});
  return {topic, partition, errorCode, highWatermark, lastStableOffset, logStartOffset, aborted, records};
};

/**
 * Reads the answer, but leaves the records as bytes: the library's own reader gives up the whole answer for one batch
 * that is damaged or of an old format.
 */
const parseResponse = (_id: number, _key: number, version: number, reader: Reader): Fetched => {
  const isFlexible = version >= 12;
  reader.readInt32();
  const errorCode = reader.readInt16();
  reader.readInt32();
  const topics = reader.readArray(
    each => {
      const topic = each.readString(isFlexible);
      return each.readArray(part => readPartition(part, topic, version), isFlexible, false);
    },
    isFlexible,
    isFlexible,
  );
  return {errorCode, partitions: topics.flat()};
};

const fetchKey = 1;

const version = (number: number, {createRequest}: typeof fetchV12): Version<FetchArguments, Fetched> =>
  createAPI(fetchKey, number, createRequest, parseResponse, number >= 12, number >= 12);

type FetchArguments = Parameters<typeof fetchV12.createRequest>;

/** Fetch by topic name; from version 13 on it goes by topic id, which every broker still takes as a choice only. */
const fetchApi: Api<FetchArguments, Fetched> = {
  name: 'Fetch',
  key: fetchKey,
  versions: [version(12, fetchV12), version(11, fetchV11), version(10, fetchV10)],
};

export interface FetchFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
}

export interface FetchOptions {
  /** Milliseconds that the broker may wait for `minBytes`. */
  readonly maxWait: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Whether records of transactions that are still open are kept back. */
  readonly isCommittedOnly: boolean;
}

/**
 * Fetches from one leader, outside of any fetch session. Throws a KafkaError where no answer came; errors of single
 * partitions are in the answer.
 */
export const fetchFrom = (
  link: Link,
  partitions: readonly FetchFrom[],
  {maxWait, minBytes, maxBytes, isCommittedOnly}: FetchOptions,
  options: CallOptions,
): Promise<Fetched> => {
  const topics = new Map<string, FetchFrom[]>();
  for (const each of partitions) topics.set(each.topic, [...(topics.get(each.topic) ?? []), each]);
  const asked = [...topics].map(([topicId, each]) => ({
    topicId,
    partitions: each.map(({partition, offset, maxBytes: partitionMaxBytes}) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(offset),
      lastFetchedEpoch: -1,
      partitionMaxBytes,
    })),
  }));
  const noSession = [0, -1] as const;
  return link.call(
    fetchApi,
    [maxWait, minBytes, maxBytes, isCommittedOnly ? 1 : 0, ...noSession, asked, [], ''],
    options,
  );
};

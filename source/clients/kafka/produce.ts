import {type MessageRecord, NumericMap} from '@platformatic/kafka';
import type {LogRecord} from '../../model/record.ts';
import {initProducerId, produce} from './apis.ts';
import type {CallOptions, Link} from './link.ts';

/** How many replicas have to store a batch before the leader answers; with 0 it never does. */
export type Acks = 'all' | 1 | 0;

export type Compression = LogRecord['compression'];

/** What makes a producer idempotent: brokers know its batches by id, epoch and sequence number. */
export interface ProducerIdentity {
  readonly id: bigint;
  readonly epoch: number;
}

export interface OutRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly {readonly key: string; readonly value: Uint8Array | null}[];
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** The records of one partition in one request. */
export interface OutBatch {
  readonly partition: number;
  /** Number of its first record among all that this producer writes to the partition; -1 without an identity. */
  readonly sequence: number;
  readonly records: readonly OutRecord[];
}

export interface ProduceRequest {
  readonly topic: string;
  readonly acks: Acks;
  /** Milliseconds that the leader may wait for its followers. */
  readonly timeout: number;
  readonly compression: Compression;
  readonly identity: ProducerIdentity | null;
  readonly batches: readonly OutBatch[];
}

export interface ProducedPartition {
  readonly partition: number;
  readonly errorCode: number;
  /** The broker's own words, where it has some. */
  readonly errorMessage: string | null;
  /** Offset of the first record; null where it was not stored now. */
  readonly baseOffset: number | null;
}

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nullable = (bytes: Uint8Array | null): Buffer | null => (bytes === null ? null : buffer(bytes));

// The library's types know no null value, its writer does: a tombstone is a value of length -1.
const messageOf = (topic: string, partition: number, record: OutRecord): MessageRecord =>
  ({
    topic,
    partition,
    key: nullable(record.key),
    value: nullable(record.value),
    headers: new Map(record.headers.map(({key, value}) => [Buffer.from(key), nullable(value)])),
    timestamp: BigInt(record.timestamp),
  }) as MessageRecord;

const acksOnWire = {all: -1, 1: 1, 0: 0} as const;

const sequencesOf = ({topic, batches}: ProduceRequest): NumericMap => {
  const sequences = new NumericMap();
  for (const {partition, sequence} of batches) sequences.set(`${topic}:${partition}`, sequence);
  return sequences;
};

/**
 * Writes batches to the partitions that one broker leads and gives what it said of each; nothing with acks 0. Throws a
 * KafkaError where no answer came: whether the batches are stored is not known then.
 */
export const produceTo = async (
  link: Link,
  request: ProduceRequest,
  options: CallOptions,
): Promise<readonly ProducedPartition[]> => {
  const {topic, acks, timeout, compression, identity, batches} = request;
  const messages = batches.flatMap(({partition, records}) =>
    records.map(record => messageOf(topic, partition, record)),
  );
  const answer = await link.call(
    produce,
    [
      acksOnWire[acks],
      timeout,
      messages,
      {
        compression,
        producerId: identity?.id ?? -1n,
        producerEpoch: identity?.epoch ?? -1,
        sequences: sequencesOf(request),
        partitionLeaderEpoch: -1,
      },
    ],
    options,
  );
  if (typeof answer === 'boolean' || acks === 0) return [];
  return answer.responses.flatMap(({partitionResponses}) =>
    partitionResponses.map(({index, errorCode, errorMessage, baseOffset}) => ({
      partition: index,
      errorCode,
      errorMessage: errorMessage ?? null,
      baseOffset: baseOffset < 0n ? null : Number(baseOffset),
    })),
  );
};

/** An identity of its own for a producer without transactions; any broker gives one. */
export const askIdentity = async (
  link: Link,
  options: CallOptions,
): Promise<{readonly errorCode: number; readonly identity: ProducerIdentity}> => {
  const {errorCode, producerId, producerEpoch} = await link.call(initProducerId, [null, 0, -1n, -1], options);
  return {errorCode, identity: {id: producerId, epoch: producerEpoch}};
};

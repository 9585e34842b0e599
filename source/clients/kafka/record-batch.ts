import {crc32c, Reader, type RecordsBatch, readRecordsBatch} from '@platformatic/kafka';
import type {LogRecord} from '../../model/record.ts';
import type {Aborted} from './fetch.ts';

/*
  RecordBatch => base_offset batch_length partition_leader_epoch magic crc attributes last_offset_delta base_timestamp
                 max_timestamp producer_id producer_epoch base_sequence [records]
    base_offset => INT64, batch_length => INT32, partition_leader_epoch => INT32, magic => INT8, crc => UINT32,
    attributes => INT16 (0-2 compression, 3 timestamp type, 4 transactional, 5 control), last_offset_delta => INT32,
    base_timestamp => INT64, max_timestamp => INT64, producer_id => INT64
*/
const lengthAt = 8;
const headLength = 12;
const magicAt = 16;
const crcAt = 17;
const crcEnd = 21;
const attributesAt = 21;
const lastDeltaAt = 23;
const baseTimestampAt = 27;
const producerAt = 43;
const countAt = 57;
/** Up to where a batch that is cut off tells about itself. */
const headerLength = 61;

const isAppendTime = 1 << 3;
const isTransactional = 1 << 4;
const isControl = 1 << 5;
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** One batch as the log holds it. */
export interface BatchHead {
  readonly baseOffset: number;
  /** The offset after its last record. */
  readonly nextOffset: number;
  readonly magic: number;
  readonly attributes: number;
  /** Milliseconds since the epoch. */
  readonly baseTimestamp: number;
  readonly producerId: bigint;
  /** Records that are in it: fewer than its offsets where compaction took some. */
  readonly count: number;
  /** The bytes of the batch; fewer than it has where it is cut off. */
  readonly bytes: Buffer;
  readonly isCutOff: boolean;
}

/** The batches in fetched bytes. The last may be cut off; one too short for its header is left out. */
export function* batchesIn(bytes: Buffer): Generator<BatchHead> {
  for (let from = 0; from + crcAt <= bytes.length; ) {
    const length = headLength + bytes.readInt32BE(from + lengthAt);
    // What follows a length that cannot be true cannot be found.
    if (length < crcAt) return;
    const batch = bytes.subarray(from, from + length);
    from += length;
    const magic = batch.readInt8(magicAt);
    const baseOffset = Number(batch.readBigInt64BE(0));
    const isCutOff = batch.length < length;
    if (magic < 2)
      yield {
        baseOffset,
        nextOffset: baseOffset + 1,
        magic,
        attributes: 0,
        baseTimestamp: -1,
        producerId: -1n,
        count: 1,
        bytes: batch,
        isCutOff,
      };
    else if (batch.length >= headerLength)
      yield {
        baseOffset,
        nextOffset: baseOffset + batch.readInt32BE(lastDeltaAt) + 1,
        magic,
        attributes: batch.readInt16BE(attributesAt),
        baseTimestamp: Number(batch.readBigInt64BE(baseTimestampAt)),
        producerId: batch.readBigInt64BE(producerAt),
        count: batch.readInt32BE(countAt),
        bytes: batch,
        isCutOff,
      };
  }
}

/** How the records of a batch are compressed. */
export const compressionOf = ({attributes}: Pick<BatchHead, 'attributes'>): LogRecord['compression'] =>
  compressions[attributes & 7] ?? 'none';

const asRecords = (batch: RecordsBatch, topic: string, partition: number): LogRecord[] => {
  const base = Number(batch.firstOffset);
  const first = Number(batch.firstTimestamp);
  const appended = (batch.attributes & isAppendTime) !== 0 ? Number(batch.maxTimestamp) : undefined;
  const shared = {
    topic,
    partition,
    timestampType: appended === undefined ? 'create' : 'append',
    compression: compressionOf(batch),
    isTransactional: (batch.attributes & isTransactional) !== 0,
  } as const;
  return batch.records.map((record): LogRecord => {
    let size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    const headers = record.headers.map(([key, value]) => {
      size += (key?.length ?? 0) + (value?.length ?? 0);
      return {key: key?.toString() ?? '', value};
    });
    return {
      ...shared,
      offset: base + record.offsetDelta,
      timestamp: appended ?? first + Number(record.timestampDelta),
      key: record.key,
      value: record.value,
      headers,
      size,
    };
  });
};

/** The records of a whole batch. Throws where it is damaged, of an old format, or of an unknown compression. */
export const decodeBatch = (head: BatchHead, topic: string, partition: number): LogRecord[] => {
  if (head.magic < 2) throw new Error(`it is in message format ${head.magic}, from before Kafka 0.11`);
  if (head.bytes.readUInt32BE(crcAt) !== crc32c(head.bytes.subarray(crcEnd)))
    throw new Error('its checksum is wrong');
  return asRecords(readRecordsBatch(Reader.from(head.bytes)), topic, partition);
};

export interface Decoded {
  /** In offset order, from the asked offset on. */
  readonly records: readonly LogRecord[];
  /** Where to go on: the offset after the last whole batch. */
  readonly nextOffset: number;
  /** Batches that could not be read, in sentences. */
  readonly problems: readonly string[];
}

const abortMarker = 0;

/** Control records have a key of a version and a type. */
const isAbort = (head: BatchHead): boolean => {
  try {
    const [marker] = readRecordsBatch(Reader.from(head.bytes)).records;
    return marker?.key?.readInt16BE(2) === abortMarker;
  } catch {
    return false;
  }
};

/**
 * The records in fetched bytes from `from` on. Control batches, and records of transactions that were rolled back, are
 * no records. The first batch may begin before the asked offset: what lies before it is left out.
 */
export const decodeRecords = (
  bytes: Buffer,
  {
    topic,
    partition,
    from,
    aborted,
  }: {
    readonly topic: string;
    readonly partition: number;
    readonly from: number;
    readonly aborted: readonly Aborted[];
  },
): Decoded => {
  const records: LogRecord[] = [];
  const problems: string[] = [];
  const waiting = [...aborted].sort((one, other) => one.firstOffset - other.firstOffset);
  const rolledBack = new Set<bigint>();
  let nextOffset = from;
  for (const head of batchesIn(bytes)) {
    if (head.isCutOff) break;
    nextOffset = Math.max(nextOffset, head.nextOffset);
    for (let next = waiting[0]; next && next.firstOffset < head.nextOffset; next = waiting[0]) {
      rolledBack.add(next.producerId);
      waiting.shift();
    }
    if ((head.attributes & isControl) !== 0) {
      if (isAbort(head)) rolledBack.delete(head.producerId);
      continue;
    }
    if ((head.attributes & isTransactional) !== 0 && rolledBack.has(head.producerId)) continue;
    try {
      const decoded = decodeBatch(head, topic, partition);
      for (const record of decoded) if (record.offset >= from) records.push(record);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const last = head.nextOffset - 1;
      const place = last === head.baseOffset ? `Offset ${last}` : `Offsets ${head.baseOffset} to ${last}`;
      problems.push(`${place} of ${topic}-${partition} cannot be read: ${reason}.`);
    }
  }
  return {records, nextOffset, problems};
};

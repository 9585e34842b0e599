import {
  crc32c,
  createRecordsBatch,
  type KafkaRecord,
  Reader,
  readRecordsBatch,
  Writer,
} from '@platformatic/kafka';
import {codes} from './codes.ts';

/**
 * A batch of records as the log keeps it: the bytes as they came, with the offset and leader epoch that the broker
 * gave them (neither is part of the checksum), and the fields of its head. Times are milliseconds since the epoch.
 *
 * RecordBatch => baseOffset INT64, batchLength INT32, partitionLeaderEpoch INT32, magic INT8, crc UINT32,
 *   attributes INT16 (0-2 compression, 3 timestamp type, 4 transactional, 5 control), lastOffsetDelta INT32,
 *   baseTimestamp INT64, maxTimestamp INT64, producerId INT64, producerEpoch INT16, baseSequence INT32, [records]
 */
export interface Batch {
  readonly bytes: Buffer;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isCompressed: boolean;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
}

const headBytes = 61;
const epochAt = 12;
const crcAt = 17;
const attributesAt = 21;
const maxTimestampAt = 35;
const producerAt = 43;
const compressionBits = 0x07;
const timestampTypeBit = 0x08;
const transactionalBit = 0x10;
const controlBit = 0x20;

/** Reads the head of a batch that `readBatch` has let pass. */
const headOf = (bytes: Buffer): Batch => {
  const reader = Reader.from(bytes);
  const baseOffset = Number(reader.readInt64());
  const attributes = reader.skip(attributesAt - 8).readInt16();
  const lastOffset = baseOffset + reader.readInt32();
  const maxTimestamp = Number(reader.skip(8).readInt64());
  return {
    bytes,
    baseOffset,
    lastOffset,
    maxTimestamp,
    producerId: Number(reader.readInt64()),
    producerEpoch: reader.readInt16(),
    baseSequence: reader.readInt32(),
    isCompressed: (attributes & compressionBits) !== 0,
    isTransactional: (attributes & transactionalBit) !== 0,
    isControl: (attributes & controlBit) !== 0,
  };
};

/** The one batch that a produce request may carry per partition, or the code of the error that it is refused with. */
export const readBatch = (bytes: Buffer): Batch | number => {
  if (bytes.length < headBytes) return codes.CORRUPT_MESSAGE;
  const reader = Reader.from(bytes);
  const length = reader.skip(8).readInt32() + 12;
  const magic = reader.skip(4).readInt8();
  const crc = reader.readUnsignedInt32();
  if (magic !== 2) return codes.UNSUPPORTED_FOR_MESSAGE_FORMAT;
  if (length > bytes.length) return codes.CORRUPT_MESSAGE;
  if (length < bytes.length) return codes.INVALID_RECORD;
  if (crc32c(bytes.subarray(attributesAt)) !== crc) return codes.CORRUPT_MESSAGE;
  const lastOffsetDelta = reader.skip(2).readInt32();
  const count = reader.skip(producerAt - 27 + 14).readInt32();
  if (count < 1 || lastOffsetDelta !== count - 1) return codes.INVALID_RECORD;
  return headOf(bytes);
};

/**
 * The batch at its place in the log, in memory of its own: a small piece of Node's pool would keep a whole page of that,
 * with what was in it for a moment only.
 */
export const placed = (batch: Batch, baseOffset: number, leaderEpoch: number): Batch => {
  const bytes = Buffer.allocUnsafeSlow(batch.bytes.length);
  batch.bytes.copy(bytes);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  bytes.writeInt32BE(leaderEpoch, epochAt);
  return {...batch, bytes, baseOffset, lastOffset: baseOffset + batch.lastOffset - batch.baseOffset};
};

/** Changes bytes below the checksum, and the checksum. */
const changed = (bytes: Buffer, change: (copy: Buffer) => void): Batch => {
  const copy = Buffer.from(bytes);
  change(copy);
  copy.writeUInt32BE(crc32c(copy.subarray(attributesAt)), crcAt);
  return headOf(copy);
};

/** The batch with the broker's time, for topics with message.timestamp.type=LogAppendTime. */
export const stamped = (batch: Batch, now: number): Batch =>
  changed(batch.bytes, bytes => {
    bytes.writeInt16BE(bytes.readInt16BE(attributesAt) | timestampTypeBit, attributesAt);
    bytes.writeBigInt64BE(BigInt(now), maxTimestampAt);
  });

/** The records of a batch, decompressed. Throws where they are not what the head says. */
export const recordsOf = (batch: Batch): readonly (KafkaRecord & {offset: number; timestamp: number})[] => {
  const {records, firstTimestamp, attributes} = readRecordsBatch(Reader.from(batch.bytes));
  return records.map(record => ({
    ...record,
    offset: batch.baseOffset + record.offsetDelta,
    timestamp:
      (attributes & timestampTypeBit) === 0
        ? Number(firstTimestamp + record.timestampDelta)
        : batch.maxTimestamp,
  }));
};

/** A record of a batch, with its offset and time. */
export type StoredRecord = ReturnType<typeof recordsOf>[number];

const lengthAt = 8;
const countAt = 57;

/** The batch with some of its records only, at their old offsets; they are no longer compressed. */
export const withRecords = (batch: Batch, records: readonly StoredRecord[]): Batch => {
  const body = Writer.create();
  for (const {timestampDelta, offsetDelta, key, value, headers} of records) {
    const record = Writer.create().appendInt8(0).appendVarInt64(timestampDelta).appendVarInt(offsetDelta);
    record.appendVarIntBytes(key).appendVarIntBytes(value);
    record.appendVarIntArray([...headers], (w, [name, text]) =>
      w.appendVarIntBytes(name).appendVarIntBytes(text),
    );
    body.appendFrom(record.prependVarIntLength());
  }
  const bytes = Buffer.concat([batch.bytes.subarray(0, headBytes), body.buffer]);
  return changed(bytes, copy => {
    copy.writeInt32BE(copy.length - lengthAt - 4, lengthAt);
    copy.writeInt16BE(copy.readInt16BE(attributesAt) & ~compressionBits, attributesAt);
    copy.writeBigInt64BE(BigInt(Math.max(...records.map(({timestamp}) => timestamp))), maxTimestampAt);
    copy.writeInt32BE(records.length, countAt);
  });
};

/** A record to be stored by the lab itself. `timestamp` in milliseconds since the epoch. */
export interface NewRecord {
  readonly key?: string | Buffer | null;
  readonly value?: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestamp?: number;
}

export interface BatchOptions {
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Makes the batch a part of this producer's transaction. */
  readonly transaction?: {readonly producerId: number; readonly producerEpoch?: number};
}

const bytesOf = (value: string | Buffer | null | undefined): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : (value ?? null);

/** Makes a batch of records; `now` dates those without a time. */
export const batchOf = (records: readonly NewRecord[], now: number, options: BatchOptions = {}): Batch => {
  const {transaction} = options;
  const writer = createRecordsBatch(
    records.map(({key, value, headers, timestamp}) => {
      const keyBytes = bytesOf(key);
      return {
        topic: '',
        ...(keyBytes === null ? {} : {key: keyBytes}),
        // The library types a tombstone's value as bytes and writes null as null.
        value: bytesOf(value) as Buffer,
        headers: new Map(
          Object.entries(headers ?? {}).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
        ),
        timestamp: BigInt(timestamp ?? now),
      };
    }),
    {
      compression: options.compression ?? 'none',
      ...(transaction && {
        transactionalId: 'lab',
        producerId: BigInt(transaction.producerId),
        producerEpoch: transaction.producerEpoch ?? 0,
      }),
    },
  );
  return headOf(writer.buffer);
};

const markers = {abort: 0, commit: 1} as const;

/** The control batch that ends a transaction: one record with key (version INT16, type INT16). */
export const markerOf = (
  type: keyof typeof markers,
  transaction: {readonly producerId: number; readonly producerEpoch?: number},
  now: number,
): Batch => {
  const key = Buffer.from([0, 0, 0, markers[type]]);
  const value = Buffer.alloc(6);
  const {bytes} = batchOf([{key, value}], now, {transaction});
  return changed(bytes, copy => {
    copy.writeInt16BE(copy.readInt16BE(attributesAt) | controlBit, attributesAt);
  });
};

/** Whether a control batch says that the transaction was aborted. */
export const isAbort = (batch: Batch): boolean => recordsOf(batch)[0]?.key?.readInt16BE(2) === markers.abort;

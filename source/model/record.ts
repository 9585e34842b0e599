/** A record as the broker stores it, decompressed. `key` and `value` are raw bytes; null is Kafka's null. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly timestampType: 'create' | 'append';
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly {readonly key: string; readonly value: Uint8Array | null}[];
  /** Bytes of key, value and headers together. */
  readonly size: number;
  readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly isTransactional: boolean;
}

/** Where a tail starts: at the newest end (then `last` records back), the oldest, a time or an offset. */
export type TailStart =
  | {readonly from: 'newest'; readonly last: number}
  | {readonly from: 'oldest'}
  | {readonly from: 'time'; readonly at: number}
  | {readonly from: 'offset'; readonly offset: number};

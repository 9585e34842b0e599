import type {LogRecord} from './record.ts';

/** The last record of a key in the log. */
export interface LatestRecord {
  readonly key: Uint8Array;
  readonly record: LogRecord;
  /** How many older records of the key are in the log still: what compaction may take away. */
  readonly older: number;
}

/** A partition that was read from its start to its end. */
export interface LatestOfPartition {
  readonly partition: number;
  /** The first offset that was read, and the one after the last. */
  readonly from: number;
  readonly end: number;
  readonly records: number;
  readonly keys: number;
  /** Records of which there is a newer one with the same key. */
  readonly older: number;
  /** Keys whose last record has no value: they count as deleted. */
  readonly tombstones: number;
  /** Offsets that have no record any more, or never had one that is a user's: a transaction's end has an offset, too. */
  readonly gaps: number;
  /** Whether older offsets are there that were not read. */
  readonly isPart: boolean;
  /** The last record of each key, in the order of their offsets. */
  readonly latest: readonly LatestRecord[];
}

/** Takes records of one partition in the order of their offsets, and keeps of each key the last. */
export const createFold = () => {
  const latest = new Map<string, LatestRecord>();
  let records = 0;
  let withoutKey = 0;
  return {
    add(record: LogRecord): void {
      records += 1;
      const {key} = record;
      if (key === null) {
        withoutKey += 1;
        return;
      }
      const name = Buffer.from(key).toString('latin1');
      const before = latest.get(name);
      // The last one goes behind all others.
      latest.delete(name);
      latest.set(name, {key, record, older: before ? before.older + 1 : 0});
    },
    result(): Pick<LatestOfPartition, 'records' | 'keys' | 'older' | 'tombstones' | 'latest'> {
      const all = [...latest.values()];
      return {
        records,
        keys: all.length,
        older: records - withoutKey - all.length,
        tombstones: all.filter(({record}) => record.value === null).length,
        latest: all,
      };
    },
  };
};

import type {PendingRecord} from './lane.ts';

/** How a produce job stands. Counts are of events. */
export interface ProduceProgress {
  /** Left for a broker at least once. */
  readonly sent: number;
  /** Stored, as the leader said: by as many replicas as `acks` asks for. */
  readonly acknowledged: number;
  /** Given up, by Kafka's name of the last error. */
  readonly failed: readonly {readonly error: string; readonly count: number}[];
  /** Accepted and not settled yet. */
  readonly waiting: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly acknowledged: number;
    readonly failed: number;
    readonly waiting: number;
    /** Why the partition takes nothing now, in a sentence; null while it does. */
    readonly refusal: string | null;
  }[];
}

/** How many of a job's events failed without having left for a broker: they stood behind others that were refused. */
export const failedUnsent = ({sent, acknowledged, failed, waiting}: ProduceProgress): number =>
  waiting > 0 ? 0 : Math.max(0, acknowledged + failed.reduce((sum, {count}) => sum + count, 0) - sent);

interface Count {
  acknowledged: number;
  failed: number;
  waiting: number;
}

/** Keeps the counts of a job. */
export interface Tally {
  accepted(partition: number, record: PendingRecord): void;
  sent(records: readonly PendingRecord[]): void;
  stored(partition: number, records: readonly PendingRecord[]): void;
  failed(partition: number, records: readonly PendingRecord[], error: string): void;
  /** Neither stored nor failed, and no longer waited for: sent with acks 0, or never sent. */
  released(partition: number, records: readonly PendingRecord[]): void;
  readonly waiting: number;
  readonly waitingBytes: number;
  progress(refusals: ReadonlyMap<number, string | null>): ProduceProgress;
}

export const createTally = (): Tally => {
  const partitions = new Map<number, Count>();
  const errors = new Map<string, number>();
  let sent = 0;
  let acknowledged = 0;
  let waiting = 0;
  let waitingBytes = 0;

  const of = (partition: number): Count => {
    const there = partitions.get(partition) ?? {acknowledged: 0, failed: 0, waiting: 0};
    partitions.set(partition, there);
    return there;
  };
  const released = (partition: number, records: readonly PendingRecord[]): void => {
    of(partition).waiting -= records.length;
    waiting -= records.length;
    for (const {bytes} of records) waitingBytes -= bytes;
  };

  return {
    accepted(partition, {bytes}) {
      of(partition).waiting += 1;
      waiting += 1;
      waitingBytes += bytes;
    },
    sent(records) {
      sent += records.length;
    },
    stored(partition, records) {
      released(partition, records);
      of(partition).acknowledged += records.length;
      acknowledged += records.length;
    },
    failed(partition, records, error) {
      released(partition, records);
      of(partition).failed += records.length;
      errors.set(error, (errors.get(error) ?? 0) + records.length);
    },
    released,
    get waiting() {
      return waiting;
    },
    get waitingBytes() {
      return waitingBytes;
    },
    progress: refusals => ({
      sent,
      acknowledged,
      failed: [...errors].map(([error, count]) => ({error, count})),
      waiting,
      partitions: [...refusals].map(([partition, refusal]) => ({partition, ...of(partition), refusal})),
    }),
  };
};

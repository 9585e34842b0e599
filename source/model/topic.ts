import type {Known, Sum, Unknown} from './reading.ts';

/** A partition with its offsets. `start` is the first kept offset, `end` the next to be written. */
export interface Partition {
  readonly id: number;
  readonly leader: Known<number | null>;
  /** False where the named leader does not answer: it is drawn as `1?`. */
  readonly isLeaderAnswering: boolean;
  readonly leaderEpoch: number | null;
  /** The first of the replica list. */
  readonly preferredLeader: number | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offline: readonly number[];
  readonly start: Known<number>;
  readonly end: Known<number>;
  /** Records per second at the log end, from the history. */
  readonly rate: Known<number | null>;
}

export interface Topic {
  readonly name: string;
  readonly isInternal: boolean;
  readonly replicationFactor: Known<number>;
  readonly minInsync: Known<number>;
  readonly cleanupPolicy: Known<string>;
  /** End minus start over all partitions: more than the records there are where compaction or transactions leave gaps. */
  readonly messages: Known<Sum | null>;
  readonly rate: Known<Sum | null>;
  /** Bytes of all replicas that could be asked. */
  readonly bytes: Known<Sum | null>;
  readonly lastRecordAt: Known<number | null>;
  readonly partitions: Known<readonly Partition[]>;
  /** Partitions with fewer in-sync replicas than replicas. */
  readonly underReplicated: Known<number>;
  readonly leaderless: Known<number>;
  /** Partitions with fewer in-sync replicas than min.insync.replicas: acks=all fails there. */
  readonly belowMinInsync: Known<number>;
  /** The groups that have committed offsets for it or read it now, with their lag on it. */
  readonly groups: readonly {readonly id: string; readonly lag: Known<Sum | null>}[];
  /** Why there may be more groups than these; null where every group was seen. */
  readonly unseenGroups: Unknown | null;
}

import type {PartitionLog} from './log.ts';
import type {Segments} from './segments.ts';
import type {Sequences} from './sequences.ts';

/** A broker of the cluster. `isRegistered` is what the controller thinks, `run` what is so. */
export interface BrokerState {
  readonly id: number;
  readonly rack: string | null;
  /** The address that Metadata names. */
  host: string;
  port: number;
  run: 'up' | 'paused' | 'stopped';
  isRegistered: boolean;
}

/** What compaction remembers of a partition. */
export interface Cleaned {
  /** Below it every key is there once. */
  end: number;
  /** When the tombstones that it has met may go, by their offsets (ms since the epoch). */
  readonly tombstones: Map<number, number>;
}

export interface PartitionState {
  readonly topic: string;
  readonly id: number;
  /** The first is the preferred leader. */
  replicas: readonly number[];
  /** In the order of the replica list. It keeps its last member when that goes away. */
  isr: readonly number[];
  /** How far the replicas that left the ISR had come, by broker. */
  readonly leftAt: Map<number, number>;
  /** -1 while there is none. */
  leader: number;
  epoch: number;
  readonly log: PartitionLog;
  readonly segments: Segments;
  readonly cleaned: Cleaned;
  readonly sequences: Sequences;
  /** Called when something was appended, seen by all replicas, or changed hands. */
  readonly watchers: Set<() => void>;
}

export interface TopicState {
  readonly name: string;
  readonly id: string;
  readonly isInternal: boolean;
  /** More may come. */
  partitions: readonly PartitionState[];
  /** Settings that differ from the broker's. */
  readonly configs: Map<string, string>;
}

export const wake = (partition: PartitionState): void => {
  for (const watcher of [...partition.watchers]) watcher();
};

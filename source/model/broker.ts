import type {Known} from './reading.ts';

/** The first that fits of the three facts: registered in Metadata, answering us, state of its container. */
export type BrokerState = 'paused' | 'stopped' | 'up' | 'hung' | 'unreachable' | 'unregistered' | 'gone';

/** An expected broker: in Metadata, in a replica list, a broker container of the lab, or seen before. */
export interface Broker {
  readonly id: number;
  readonly host: string | null;
  readonly port: number | null;
  readonly rack: string | null;
  /** Unknown until it was tried. */
  readonly state: Known<BrokerState>;
  /** Whether Metadata names it as a live broker: after a kill it does so until the session ends. */
  readonly isRegistered: Known<boolean>;
  readonly isController: Known<boolean>;
  /** Partitions that it leads, as Metadata says. */
  readonly leaders: Known<number>;
  readonly replicas: Known<number>;
  /** Replicas on it that are not in the in-sync set. */
  readonly outOfSync: Known<number>;
  /** Partitions whose preferred leader it is. */
  readonly preferred: Known<number>;
  /** Bytes in its log directories; unknown where it does not answer. */
  readonly logBytes: Known<number>;
  /** The name of its container; null where it runs in none of the lab's. */
  readonly container: string | null;
  /** Why it is in that state, in one sentence. */
  readonly sentence: string;
}

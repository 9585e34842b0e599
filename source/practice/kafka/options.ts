import type {Clock} from '../../clock.ts';

export interface ClusterOptions {
  readonly mode: 'zookeeper' | 'kraft';
  readonly clusterId: string;
  readonly clock: Clock;
  /** After this time without a sign of life a broker is no longer registered (ms). */
  readonly sessionTimeoutMs: number;
  /** How long the first members of an empty group wait for others (ms). */
  readonly initialRebalanceDelayMs: number;
  /** All logs together take at most this much memory; the oldest records go first. */
  readonly maxLogBytes: number;
  /** A longer request closes its connection. */
  readonly maxRequestBytes: number;
  /** How many of the last requests are kept to be looked at; 5000 without it. */
  readonly requestsKept?: number;
  /** Settings of all brokers that differ from Kafka's defaults. */
  readonly configs: Readonly<Record<string, string>>;
}

/** The listener of one broker. */
export interface Door {
  /** Listens on the port, on any free one for 0, and returns it. */
  open(port: number): Promise<number>;
  /** Ends listening and every connection. */
  close(): Promise<void>;
  /** Connections are accepted, nothing is answered. */
  pause(): void;
  resume(): void;
}

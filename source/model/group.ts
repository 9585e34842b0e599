import type {Known, Sum} from './reading.ts';

export type GroupType = 'classic' | 'consumer' | 'share' | 'streams';

/** Burrow's words, adapted to a reader that polls and does not see commits. */
export type GroupStatus =
  | 'ok'
  | 'catching-up'
  | 'falling-behind'
  | 'stalled'
  | 'stopped'
  | 'rebalancing'
  | 'rewound'
  | 'empty'
  | 'data-lost'
  | 'needs-history';

export interface Assignment {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface Member {
  readonly id: string;
  readonly clientId: string;
  readonly host: string;
  readonly assignment: Known<readonly Assignment[]>;
}

/** One committed offset; null where the group has none for that partition. */
export interface Committed {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
}

/** A group as its coordinator describes it. */
export interface GroupReading {
  readonly id: string;
  readonly type: GroupType;
  /** Kafka's own word, e.g. `Stable`, `Empty`, `PreparingRebalance`, `Dead`. */
  readonly state: Known<string>;
  /** `consumer` for consumer groups; other words are other users of the group protocol (Connect: `connect`). */
  readonly protocolType: string;
  readonly coordinator: number;
  readonly members: Known<readonly Member[]>;
  readonly committed: Known<readonly Committed[]>;
}

/** What one group has still to read of one partition. */
export interface GroupPartition {
  readonly topic: string;
  readonly partition: number;
  readonly committed: Known<number | null>;
  readonly start: Known<number>;
  readonly end: Known<number>;
  /** End minus committed; null without a commit. Never below zero: a commit beyond the end is a finding. */
  readonly lag: Known<number | null>;
  /** Age of the oldest record not yet read (s). */
  readonly lagSeconds: Known<number | null>;
  /** Records per second: appended, and committed. */
  readonly rateIn: Known<number | null>;
  readonly rateOut: Known<number | null>;
  readonly member: string | null;
  readonly status: GroupStatus;
  readonly statusRule: string;
}

export interface Group {
  readonly id: string;
  readonly type: GroupType;
  readonly state: Known<string>;
  readonly protocolType: string;
  readonly coordinator: number;
  readonly lag: Known<Sum | null>;
  /** The worst of its partitions (s). */
  readonly lagSeconds: Known<number | null>;
  /** At the present rates (s); null where there is nothing to drain, or it never drains: `isNever` says which. */
  readonly drainSeconds: Known<number | null>;
  readonly isNeverDrained: boolean;
  readonly rateIn: Known<Sum | null>;
  readonly rateOut: Known<Sum | null>;
  readonly status: GroupStatus;
  /** The rule that fired, as one sentence with its numbers. */
  readonly statusRule: string;
  readonly members: Known<readonly Member[]>;
  readonly partitions: Known<readonly GroupPartition[]>;
  /** Lag of the whole group at each of its last readings, oldest first. */
  readonly trend: readonly number[];
  readonly at: number;
  readonly every: number;
}

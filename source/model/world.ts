import type {ByPartition, ConfigEntry, Controller, LogDirs, Metadata, OffsetAt, Probe} from './cluster.ts';
import type {ConnectWorker} from './connector.ts';
import type {Container, ContainerStats} from './container.ts';
import type {LabEvent} from './event.ts';
import type {GroupReading} from './group.ts';
import {emptyHistory, type History} from './history.ts';
import type {PostgresReading} from './postgres.ts';
import {type Reading, waiting} from './reading.ts';
import type {LogRecord} from './record.ts';
import type {Target} from './target.ts';

/** A topic's configuration: every entry that differs from the default, and those that the screen names. */
export type TopicConfigs = ReadonlyMap<string, readonly ConfigEntry[]>;

/** A broker that was in Metadata once, with its last address. */
export interface SeenBroker {
  readonly host: string;
  readonly port: number;
  readonly at: number;
}

/** The newest records of a partition, in the order of their offsets. */
export interface KeptRecords {
  readonly records: readonly LogRecord[];
  /** The offset after the last that was read. */
  readonly next: number;
}

/**
 * All that was read, as it was read: one field per query, each with its own state and time. What panes and commands
 * show is derived from it (`picture.ts`); nothing in it is worked out.
 */
export interface World {
  readonly target: Target | null;
  readonly metadata: Reading<Metadata>;
  readonly controller: Reading<Controller>;
  readonly probes: ReadonlyMap<number, Probe>;
  readonly seenBrokers: ReadonlyMap<number, SeenBroker>;
  readonly ends: ByPartition<OffsetAt>;
  readonly starts: ByPartition<OffsetAt>;
  /** Groups by the broker that listed them, which is their coordinator. */
  readonly groups: ReadonlyMap<number, Reading<readonly GroupReading[]>>;
  readonly configs: Reading<TopicConfigs>;
  readonly logDirs: ReadonlyMap<number, Reading<LogDirs>>;
  /** Timestamp of the record at a group's committed offset, by `group\ntopic/partition`. */
  readonly recordTimes: ReadonlyMap<string, {readonly offset: number; readonly timestamp: number}>;
  /** Timestamp of the newest record of a partition; null where it has none. */
  readonly lastRecords: ByPartition<{readonly offset: number; readonly timestamp: number} | null>;
  /** What is in a partition; only of the topics that are asked for. */
  readonly records: ByPartition<Reading<KeptRecords>>;
  /** `null` value: no engine is looked at. */
  readonly containers: Reading<readonly Container[] | null>;
  /** Containers that the lab should have, and that the engine had none of when its containers were last read. */
  readonly absent: readonly Container[];
  /** By container id; only of the containers that are asked for, and while they run. */
  readonly stats: ReadonlyMap<string, ContainerStats>;
  readonly workers: ReadonlyMap<string, Reading<ConnectWorker>>;
  /** `null` value: no server is looked at. */
  readonly postgres: Reading<PostgresReading | null>;
  readonly history: History;
  /** Oldest first, at most `eventsKept`. */
  readonly events: readonly LabEvent[];
  /** Events that were dropped because the log is full. */
  readonly eventsDropped: number;
}

export const eventsKept = 1000;

export const emptyWorld = (target: Target | null): World => ({
  target,
  metadata: waiting,
  controller: waiting,
  probes: new Map(),
  seenBrokers: new Map(),
  ends: new Map(),
  starts: new Map(),
  groups: new Map(),
  configs: waiting,
  logDirs: new Map(),
  recordTimes: new Map(),
  lastRecords: new Map(),
  records: new Map(),
  containers: waiting,
  absent: [],
  stats: new Map(),
  workers: new Map(),
  postgres: waiting,
  history: emptyHistory,
  events: [],
  eventsDropped: 0,
});

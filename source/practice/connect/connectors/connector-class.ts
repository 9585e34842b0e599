import type {FileSystem} from '../files.ts';
import type {Schema} from '../schema.ts';
import type {Config, Mode} from '../settings.ts';

/** A value as Connect hands it on: a text, a number, a map …; null is a value too. */
export type Value = unknown;

/** What a source has read. Partition and offset are its own words for where: they are kept once Kafka has the record. */
export interface SourceRecord {
  readonly topic: string;
  readonly key: Value;
  /** Of the key, and of the value, where they have one of their own. */
  readonly keySchema?: Schema;
  readonly value: Value;
  readonly valueSchema?: Schema;
  readonly partition: Readonly<Record<string, unknown>>;
  readonly offset: Readonly<Record<string, unknown>>;
}

export interface SinkRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Value;
  readonly value: Value;
}

/** What a task is given. */
export interface TaskContext {
  readonly config: Config;
  readonly files: FileSystem;
  /** Does what writes to a file; rejects where the worker was killed. */
  write<T>(write: () => Promise<T>): Promise<T>;
  /** The ports of this machine that stand for `host:port` inside the lab's network. */
  readonly hosts: Readonly<Record<string, number>>;
  /** Names of what only one task of the worker may use at a time, while it does. */
  readonly slots: Set<string>;
  /** Aborted when the task is to end. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits; returns early when the task is to end. */
  wait(ms: number): Promise<void>;
  warn(text: string, logger: string): void;
  info(text: string, logger: string): void;
}

export interface SourceTask {
  /** The next records; none after it has waited for a moment in vain. Throws a `JavaFailure` where it cannot go on. */
  poll(): Promise<readonly SourceRecord[]>;
  /** Hears of an offset that was kept. */
  committed?(offset: SourceRecord['offset']): Promise<void>;
  close(): Promise<void>;
}

export interface SinkTask {
  /** Has written them all when it resolves, so that their offsets may be committed. */
  put(records: readonly SinkRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** A field that a configuration has, as Connect's ConfigDef describes it. */
export interface Field {
  readonly name: string;
  readonly type: 'STRING' | 'INT' | 'LONG' | 'SHORT' | 'BOOLEAN' | 'LIST' | 'CLASS' | 'PASSWORD';
  /** What it is without being set; absent where it must be set, null where it may be left out. */
  readonly default?: string | null;
  readonly importance: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly documentation: string;
  readonly group?: string;
  readonly width?: 'SHORT' | 'MEDIUM' | 'LONG' | 'NONE';
  readonly displayName?: string;
  readonly order?: number;
  /** What is wrong with a value that has the right type; undefined where nothing is. */
  check?(value: string): string | undefined;
  /** What is wrong with a value, in words of the connector's own and in place of all other checks. */
  judge?(value: string | undefined): readonly string[];
}

interface Common {
  /** The Java class that it goes by; the last part of it, with and without "Connector", does too. */
  readonly className: string;
  readonly version: string;
  /** The plugin's place, as the worker tells it to who names a class that is not there. */
  readonly location: string;
  /** The workers that have it; all, where it does not say. */
  readonly modes?: readonly Mode[];
  readonly taskClassName: string;
  readonly fields: readonly Field[];
  /** What the log says when the connector starts. */
  starting?(config: Config): string;
  /** What is wrong between fields, or with what they name: the errors of each. */
  check?(config: Config): Readonly<Record<string, readonly string[]>>;
  /** What is wrong with what a configuration names, once nothing else is wrong with it: the errors of each field. */
  probe?(config: Config, hosts: TaskContext['hosts']): Promise<Readonly<Record<string, readonly string[]>>>;
  /** How many tasks it makes of at most so many. */
  tasks(max: number): number;
}

export interface SourceClass extends Common {
  readonly type: 'source';
  /** Begins to read from where it was: the offset kept of a partition, null where there is none. */
  open(
    context: TaskContext,
    offsetOf: (partition: SourceRecord['partition']) => Promise<SourceRecord['offset'] | null>,
  ): Promise<SourceTask>;
  /** What is wrong with offsets that a user sets; undefined where nothing is. Absent where it does not look. */
  checkOffset?(
    partition: SourceRecord['partition'],
    offset: SourceRecord['offset'] | null,
  ): string | undefined;
}

export interface SinkClass extends Common {
  readonly type: 'sink';
  open(context: TaskContext): Promise<SinkTask>;
}

/** A kind of connector. A new one is a file, and a line in `index.ts`. */
export type ConnectorClass = SourceClass | SinkClass;

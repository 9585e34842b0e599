import type {Clock} from '../../../clock.ts';
import type {ConnectorClass, TaskContext} from '../connectors/connector-class.ts';
import type {FileSystem} from '../files.ts';
import {connectException, JavaFailure as Failure, type JavaFailure} from '../java-failure.ts';
import type {Config, WorkerSettings} from '../settings.ts';
import type {Sockets} from '../sockets.ts';
import type {Storage} from '../storage/storage.ts';
import type {Switch} from '../switch.ts';
import type {WorkerLog} from '../worker-log.ts';
import type {Writes} from '../writes.ts';

/** What every task of a worker shares. */
export interface WorkerContext {
  readonly settings: WorkerSettings;
  readonly clock: Clock;
  readonly bootstrap: readonly string[];
  readonly files: FileSystem;
  readonly hosts: TaskContext['hosts'];
  readonly slots: Set<string>;
  /** Whatever is written to a file is written through it. */
  readonly writes: Writes;
  readonly storage: Storage;
  readonly sockets: Sockets;
  readonly log: WorkerLog;
  /** Off while the worker is frozen. */
  readonly thawed: Switch;
  /** Aborted when the worker is killed: nothing more is written then, or committed. */
  readonly killed: AbortSignal;
}

export interface TaskOptions<Class extends ConnectorClass = ConnectorClass> {
  readonly worker: WorkerContext;
  readonly connector: string;
  readonly id: number;
  readonly config: Config;
  readonly connectorClass: Class;
  readonly isPaused: boolean;
  /** Hears each state that it comes to. */
  changed(state: 'RUNNING' | 'PAUSED' | 'FAILED', trace: string | null): void;
  /** Hears of a topic that it has read from or written to. */
  used(topic: string): void;
}

/** A task at work. */
export interface TaskRun {
  pause(): void;
  resume(): void;
  /** Ends it: what it has done is committed when this resolves. */
  stop(): Promise<void>;
}

/** What a task's own code is given; its waits end with the task. */
export const contextOf = ({worker, config}: TaskOptions, signal: AbortSignal): TaskContext => ({
  config,
  files: worker.files,
  hosts: worker.hosts,
  slots: worker.slots,
  signal,
  now: () => worker.clock.now(),
  write: worker.writes.run,
  async wait(ms) {
    await worker.clock.sleep(ms, signal).catch(() => {});
  },
  warn: worker.log.warn,
  info: worker.log.info,
});

/** Any failure in Java's words; one that is none of ours is a bug of ours, and is to be seen. */
export const failureOf = (error: unknown): JavaFailure =>
  error instanceof Failure
    ? error
    : connectException(error instanceof Error ? (error.stack ?? error.message) : String(error));

import type {Config} from '../settings.ts';

export type Target = 'STARTED' | 'PAUSED' | 'STOPPED';

/** A connector as it is kept: what a worker that starts again goes on with. */
export interface KeptConnector {
  readonly name: string;
  readonly config: Config;
  readonly target: Target;
  readonly topics: readonly string[];
}

/** A status as Connect keeps it. */
export interface KeptStatus {
  readonly state: string;
  readonly trace: string | null;
}

export type Place = Readonly<Record<string, unknown>>;

/** An offset of a source: null takes it away. */
export interface KeptOffset {
  readonly partition: Place;
  readonly offset: Place | null;
}

/** Where a worker keeps its state. A standalone one keeps offsets only, and forgets the rest when it ends. */
export interface Storage {
  /** Reads all that is kept; rejects with a `JavaFailure` where it cannot, and the worker then ends. */
  open(signal: AbortSignal): Promise<readonly KeptConnector[]>;
  keepConfig(connector: string, config: Config | null): Promise<void>;
  keepTarget(connector: string, target: Target | null): Promise<void>;
  keepTasks(connector: string, tasks: readonly Config[]): Promise<void>;
  keepRestart(connector: string, includeTasks: boolean, onlyFailed: boolean): Promise<void>;
  /** Of the connector, or of one of its tasks; null takes it away. */
  keepStatus(connector: string, task: number | null, status: KeptStatus | null): void;
  keepTopic(connector: string, task: number, topic: string): void;
  /** Takes away which topics a connector has used. */
  forgetTopics(connector: string, topics: readonly string[]): void;
  offsets(connector: string): readonly KeptOffset[];
  keepOffsets(connector: string, offsets: readonly KeptOffset[]): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** The offsets of all connectors, in memory. */
export const createOffsetTable = () => {
  const tables = new Map<string, Map<string, KeptOffset>>();
  return {
    of: (connector: string): readonly KeptOffset[] => [...(tables.get(connector)?.values() ?? [])],
    set(connector: string, offset: KeptOffset): void {
      const table = tables.get(connector) ?? new Map<string, KeptOffset>();
      tables.set(connector, table);
      const key = JSON.stringify(offset.partition);
      if (offset.offset === null) table.delete(key);
      else table.set(key, offset);
    },
    all: (): readonly (readonly [connector: string, offset: KeptOffset])[] =>
      [...tables].flatMap(([connector, table]) => [...table.values()].map(one => [connector, one] as const)),
    clear: (): void => tables.clear(),
  };
};

import type {Known} from './reading.ts';

export type ConnectorHealth = 'running' | 'paused' | 'stopped' | 'unassigned' | 'degraded' | 'failed';

export interface ConnectorTask {
  readonly id: number;
  readonly state: string;
  readonly worker: string;
  readonly trace: string | null;
}

/** A connector as its worker's REST interface describes it. Secrets in `config` are masked. */
export interface Connector {
  /** The name of the Connect worker (or cluster) as the target names it. */
  readonly worker: string;
  readonly name: string;
  readonly type: 'source' | 'sink';
  /** The connector's own state; its tasks may say otherwise, `health` joins both. */
  readonly state: string;
  readonly health: ConnectorHealth;
  readonly trace: string | null;
  readonly tasks: readonly ConnectorTask[];
  readonly topics: Known<readonly string[]>;
  readonly config: Readonly<Record<string, string>>;
  /** Source or sink offsets as the worker reports them (Kafka 3.6+), one line per partition. */
  readonly offsets: Known<readonly {readonly partition: string; readonly offset: string}[]>;
}

/** What a worker can run connectors of, by its class; workers tell of sources and sinks only. */
export interface ConnectPlugin {
  readonly className: string;
  readonly type: string;
  /** Null where the plugin tells none. */
  readonly version: string | null;
}

/** A Connect worker that answered. */
export interface ConnectWorker {
  readonly name: string;
  readonly url: string;
  readonly version: string;
  /** The commit that it was built from. */
  readonly commit: string | null;
  /** The Kafka cluster that it stores its state in. */
  readonly clusterId: string | null;
  /** As they were when the worker was first read: they change only with its start. */
  readonly plugins: Known<readonly ConnectPlugin[]>;
  readonly connectors: readonly Connector[];
}

/** One health word from a connector's own state and its tasks' states. */
export const connectorHealth = (
  state: string,
  tasks: readonly {readonly state: string}[],
): ConnectorHealth => {
  const failed = tasks.filter(task => task.state === 'FAILED').length;
  if (state === 'FAILED' || (failed > 0 && failed === tasks.length)) return 'failed';
  if (failed > 0) return 'degraded';
  if (state === 'PAUSED') return 'paused';
  if (state === 'STOPPED') return 'stopped';
  if (state === 'UNASSIGNED' || tasks.length === 0 || tasks.some(task => task.state === 'UNASSIGNED'))
    return 'unassigned';
  return tasks.some(task => task.state !== 'RUNNING') ? 'degraded' : 'running';
};

/** A connector's configuration, or a worker's: names and values as they were written. */
export type Config = Readonly<Record<string, string>>;

/** A configuration as the body of a request has it: null may stand where a text belongs. */
export type RawConfig = Readonly<Record<string, string | null>>;

export type Mode = 'distributed' | 'standalone';

/** What a worker is started with, as `docker/` starts those of the real lab. */
export interface WorkerSettings {
  readonly mode: Mode;
  /** `host:port` by which it calls itself in statuses. */
  readonly id: string;
  /** The worker's own converters, for connectors that name none. */
  readonly converters: Config;
  /** How often offsets are committed (ms). */
  readonly flushInterval: number;
  /** Of a distributed worker: its group and the topics that it keeps its state in. */
  readonly group: string;
  readonly topics: {readonly configs: string; readonly offsets: string; readonly statuses: string};
  readonly replicationFactor: number;
  /** Of a standalone worker: where its source connectors' offsets are, inside the container. */
  readonly offsetsFile: string;
}

const string = 'org.apache.kafka.connect.storage.StringConverter';
const json = 'org.apache.kafka.connect.json.JsonConverter';

export const settingsOf = (mode: Mode, name: string): WorkerSettings => {
  const converter = mode === 'standalone' ? string : json;
  return {
    mode,
    id: `${name}:8083`,
    converters: {'key.converter': converter, 'value.converter': converter},
    flushInterval: mode === 'standalone' ? 5000 : 60_000,
    group: 'pg',
    topics: {configs: 'pg_connect_configs', offsets: 'pg_connect_offsets', statuses: 'pg_connect_statuses'},
    replicationFactor: 2,
    offsetsFile: '/data/offsets',
  };
};

export const version = '3.9.2';
export const commit = '5e9866f43ab8e7e4';

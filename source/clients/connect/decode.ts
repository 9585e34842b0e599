import {
  type Connector,
  type ConnectorTask,
  type ConnectPlugin,
  connectorHealth,
} from '../../model/connector.ts';
import {dig, entries, list, number, text, textMap} from '../json.ts';
import {maskSetting} from '../mask.ts';

/**
 * One connector of GET /connectors?expand=status&expand=info:
 *
 * status {type connector {state worker_id trace} tasks[] {id state worker_id trace}}
 * info {type config{}}
 */
export type DescribedConnector = Omit<Connector, 'worker' | 'topics' | 'offsets'> & {
  /** Topics that the configuration names. */
  readonly configuredTopics: readonly string[];
};

const taskOf = (value: unknown): ConnectorTask => ({
  id: number(dig(value, 'id')) ?? -1,
  state: text(dig(value, 'state')) ?? 'UNKNOWN',
  worker: text(dig(value, 'worker_id')) ?? '',
  trace: text(dig(value, 'trace')) ?? null,
});

export const decodeConnector = (name: string, value: unknown): DescribedConnector => {
  const config = textMap(dig(value, 'info', 'config'));
  const state = text(dig(value, 'status', 'connector', 'state')) ?? 'UNKNOWN';
  const tasks = list(dig(value, 'status', 'tasks')).map(taskOf);
  const type = text(dig(value, 'status', 'type')) ?? text(dig(value, 'info', 'type'));
  const written = config.get('topics') ?? config.get('topic') ?? '';
  return {
    name,
    type: type === 'sink' ? 'sink' : 'source',
    state,
    health: connectorHealth(state, tasks),
    trace: text(dig(value, 'status', 'connector', 'trace')) ?? null,
    tasks,
    config: Object.fromEntries([...config].map(([key, setting]) => [key, maskSetting(key, setting)])),
    configuredTopics: written
      .split(',')
      .map(topic => topic.trim())
      .filter(topic => topic !== ''),
  };
};

/** Where a source is in what it reads, or a sink in a topic's partition. */
export interface SourceOffset {
  readonly partition: string;
  readonly offset: string;
}

const written = (value: unknown): string =>
  entries(value)
    .map(([key, item]) => `${key}=${typeof item === 'string' ? item : JSON.stringify(item)}`)
    .join(' ');

/** `{partition, offset}`, each an object in the connector's own words; a sink's are Kafka's. */
export const decodeOffsets = (value: unknown): SourceOffset => {
  const [partition, offset] = [dig(value, 'partition'), dig(value, 'offset')];
  const topic = text(dig(partition, 'kafka_topic'));
  const reached = number(dig(offset, 'kafka_offset'));
  if (topic !== undefined && reached !== undefined)
    return {
      partition: `${topic}-${number(dig(partition, 'kafka_partition')) ?? '?'}`,
      offset: String(reached),
    };
  return {partition: written(partition), offset: written(offset)};
};

/** One of GET /connector-plugins: {class type version}. */
export const decodePlugin = (value: unknown): ConnectPlugin => ({
  className: text(dig(value, 'class')) ?? '',
  type: text(dig(value, 'type')) ?? '',
  version: text(dig(value, 'version')) ?? null,
});

/** A setting of a topic or a broker, with the type that DescribeConfigs gives it. */
export interface ConfigDefault {
  readonly name: string;
  readonly value: string | null;
  /** BOOLEAN 1, STRING 2, INT 3, SHORT 4, LONG 5, DOUBLE 6, LIST 7, CLASS 8, PASSWORD 9. */
  readonly type: number;
}

const config = (name: string, type: number, value: string | null): ConfigDefault => ({name, value, type});

/** A topic's settings and their defaults in Kafka 3.9. */
export const topicDefaults: readonly ConfigDefault[] = [
  config('cleanup.policy', 7, 'delete'),
  config('compression.type', 2, 'producer'),
  config('delete.retention.ms', 5, '86400000'),
  config('file.delete.delay.ms', 5, '60000'),
  config('flush.messages', 5, '9223372036854775807'),
  config('flush.ms', 5, '9223372036854775807'),
  config('index.interval.bytes', 3, '4096'),
  config('max.compaction.lag.ms', 5, '9223372036854775807'),
  config('max.message.bytes', 3, '1048588'),
  config('message.timestamp.type', 2, 'CreateTime'),
  config('min.cleanable.dirty.ratio', 6, '0.5'),
  config('min.compaction.lag.ms', 5, '0'),
  config('min.insync.replicas', 3, '1'),
  config('preallocate', 1, 'false'),
  config('retention.bytes', 5, '-1'),
  config('retention.ms', 5, '604800000'),
  config('segment.bytes', 3, '1073741824'),
  config('segment.ms', 5, '604800000'),
  config('unclean.leader.election.enable', 1, 'false'),
];

/** A broker's settings that the lab knows, with Kafka 3.9's defaults. */
export const brokerDefaults: readonly ConfigDefault[] = [
  config('auto.create.topics.enable', 1, 'true'),
  config('auto.leader.rebalance.enable', 1, 'true'),
  config('default.replication.factor', 3, '1'),
  config('delete.topic.enable', 1, 'true'),
  config('group.initial.rebalance.delay.ms', 3, '3000'),
  config('group.max.session.timeout.ms', 3, '1800000'),
  config('group.min.session.timeout.ms', 3, '6000'),
  config('leader.imbalance.check.interval.seconds', 5, '300'),
  config('log.dirs', 2, '/var/lib/kafka/data'),
  config('log.retention.hours', 3, '168'),
  config('log.retention.ms', 5, null),
  config('message.max.bytes', 3, '1048588'),
  config('min.insync.replicas', 3, '1'),
  config('num.partitions', 3, '1'),
  config('offsets.topic.num.partitions', 3, '50'),
  config('offsets.topic.replication.factor', 4, '3'),
  config('replica.lag.time.max.ms', 5, '30000'),
  config('ssl.keystore.password', 9, null),
  config('unclean.leader.election.enable', 1, 'false'),
  config('zookeeper.session.timeout.ms', 3, '18000'),
];

/** The broker's setting that a topic's takes its value from. */
export const brokerNameOf: Readonly<Record<string, string>> = {
  'min.insync.replicas': 'min.insync.replicas',
  'max.message.bytes': 'message.max.bytes',
  'unclean.leader.election.enable': 'unclean.leader.election.enable',
};

export const defaultOf = (defaults: readonly ConfigDefault[], name: string): string | null =>
  defaults.find(entry => entry.name === name)?.value ?? null;

/** Where a setting's value comes from, by Kafka's numbers. */
const sources = {topic: 1, static: 4, default: 5} as const;

interface Synonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

/** A setting as DescribeConfigs gives it; the synonyms are all values that it has, the one that counts first. */
export interface ConfigValue extends Synonym {
  readonly type: number;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly synonyms: readonly Synonym[];
}

type Settings = Readonly<Record<string, string>>;

const configValue = (
  {name, type, value}: ConfigDefault,
  isReadOnly: boolean,
  set: readonly (Synonym | undefined)[],
): ConfigValue => {
  const isSensitive = type === 9;
  const all = [...set, {name, value, source: sources.default}].filter(found => found !== undefined);
  const synonyms = isSensitive ? all.map(synonym => ({...synonym, value: null})) : all;
  const {value: first = null, source = sources.default} = synonyms[0] ?? {};
  return {name, type, isReadOnly, isSensitive, value: first, source, synonyms};
};

const setting = (name: string, value: string | undefined, source: number): Synonym | undefined =>
  value === undefined ? undefined : {name, value, source};

export const topicConfigs = (topic: ReadonlyMap<string, string>, broker: Settings): readonly ConfigValue[] =>
  topicDefaults.map(entry => {
    const ofBroker = brokerNameOf[entry.name] ?? '';
    return configValue(entry, false, [
      setting(entry.name, topic.get(entry.name), sources.topic),
      setting(ofBroker, broker[ofBroker], sources.static),
    ]);
  });

/** `own` are settings that only this broker has. */
export const brokerConfigs = (shared: Settings, own: Settings): readonly ConfigValue[] => {
  const all = {...shared, ...own};
  const others = Object.keys(all).filter(name => !brokerDefaults.some(entry => entry.name === name));
  return [...brokerDefaults, ...others.map(name => config(name, 2, null))].map(entry =>
    configValue(entry, true, [setting(entry.name, all[entry.name], sources.static)]),
  );
};

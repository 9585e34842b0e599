import {codes} from './codes.ts';
import {brokerDefaults, brokerNameOf, defaultOf, topicDefaults} from './configs.ts';
import type {Control} from './control.ts';
import {spreadReplicas} from './leadership.ts';
import {type Budget, PartitionLog} from './log.ts';
import type {ClusterOptions} from './options.ts';
import {type PartitionState, type TopicState, wake} from './state.ts';

export const offsetsTopic = '__consumer_offsets';

/** A topic to be created. */
export interface NewTopic {
  readonly name: string;
  /** 1 without it. */
  readonly partitions?: number;
  /** The broker's default.replication.factor without it. */
  readonly replicationFactor?: number;
  /** The replicas of each partition, in place of both. */
  readonly replicas?: readonly (readonly number[])[];
  readonly configs?: Readonly<Record<string, string>>;
}

export const brokerConfig = ({configs}: ClusterOptions, name: string): string =>
  configs[name] ?? defaultOf(brokerDefaults, name) ?? '';

export const topicConfig = ({configs}: ClusterOptions, topic: TopicState, name: string): string =>
  topic.configs.get(name) ?? configs[brokerNameOf[name] ?? ''] ?? defaultOf(topicDefaults, name) ?? '';

const isLegalName = (name: string): boolean =>
  /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';

const factorOf = ({replicationFactor}: NewTopic, options: ClusterOptions): number =>
  replicationFactor ?? Number(brokerConfig(options, 'default.replication.factor'));

/** More than a lab ever needs, and no more than it can hold. */
const maxPartitions = 20_000;

const replicasRefusal = (replicas: readonly (readonly number[])[], {brokers}: Control): number => {
  const isWhole = replicas.every(list => list.length > 0 && new Set(list).size === list.length);
  const areThere = replicas.flat().every(id => brokers.has(id));
  return isWhole && areThere && replicas.length > 0 ? codes.NONE : codes.INVALID_REPLICA_ASSIGNMENT;
};

/** Why a topic cannot be created, or 0. */
export const topicRefusal = (
  topic: NewTopic,
  there: ReadonlyMap<string, TopicState>,
  options: ClusterOptions,
  control: Control,
): number => {
  const {name, partitions = 1, replicas, configs = {}} = topic;
  if (!isLegalName(name)) return codes.INVALID_TOPIC_EXCEPTION;
  if (there.has(name)) return codes.TOPIC_ALREADY_EXISTS;
  if (Object.keys(configs).some(key => !topicDefaults.some(entry => entry.name === key)))
    return codes.INVALID_CONFIG;
  if (replicas) return replicasRefusal(replicas, control);
  if (partitions < 1 || partitions > maxPartitions) return codes.INVALID_PARTITIONS;
  const factor = factorOf(topic, options);
  return factor < 1 || factor > control.registered().length ? codes.INVALID_REPLICATION_FACTOR : codes.NONE;
};

const createPartition = (
  topic: string,
  id: number,
  replicas: readonly number[],
  {live}: Control,
  budget: Budget,
): PartitionState => {
  const isr = replicas.filter(replica => live.isRegistered(replica));
  return {
    topic,
    id,
    replicas,
    isr: isr.length > 0 ? isr : replicas.slice(0, 1),
    leader: isr[0] ?? -1,
    epoch: 0,
    log: new PartitionLog(budget),
    sequences: new Map(),
    watchers: new Set(),
  };
};

/** Makes a topic that is not refused. */
export const createTopic = (
  topic: NewTopic,
  id: string,
  options: ClusterOptions,
  control: Control,
  budget: Budget,
): TopicState => {
  const ids = control.registered().map(broker => broker.id);
  const replicas = topic.replicas ?? spreadReplicas(ids, topic.partitions ?? 1, factorOf(topic, options));
  return {
    name: topic.name,
    id,
    isInternal: topic.name === offsetsTopic,
    configs: new Map(Object.entries(topic.configs ?? {})),
    partitions: replicas.map((list, index) => createPartition(topic.name, index, list, control, budget)),
  };
};

/** Ends what waits for a topic's partitions, and empties them. */
export const endTopic = (topic: TopicState): void => {
  for (const partition of topic.partitions) {
    partition.leader = -1;
    partition.log.clear();
    wake(partition);
  }
};

export const offsetsTopicOf = (options: ClusterOptions): NewTopic => ({
  name: offsetsTopic,
  partitions: Number(brokerConfig(options, 'offsets.topic.num.partitions')),
  replicationFactor: Number(brokerConfig(options, 'offsets.topic.replication.factor')),
  configs: {'cleanup.policy': 'compact', 'compression.type': 'producer', 'segment.bytes': '104857600'},
});

/** Java's String.hashCode, by which a group finds its partition; the one number without a magnitude counts as 0. */
export const groupHash = (group: string): number => {
  let hash = 0;
  for (let index = 0; index < group.length; index += 1) hash = (31 * hash + group.charCodeAt(index)) | 0;
  return hash === -(2 ** 31) ? 0 : Math.abs(hash);
};

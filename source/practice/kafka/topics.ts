import type {Control} from './control.ts';
import {spreadReplicas} from './leadership.ts';
import {type Budget, PartitionLog} from './log.ts';
import {Segments} from './segments.ts';
import type {Settings} from './settings/settings.ts';
import {type PartitionState, type TopicState, wake} from './state.ts';

export const offsetsTopic = '__consumer_offsets';
export const transactionsTopic = '__transaction_state';

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
    leftAt: new Map(),
    leader: isr[0] ?? -1,
    epoch: 0,
    log: new PartitionLog(budget),
    segments: new Segments(),
    cleaned: {end: 0, tombstones: new Map()},
    sequences: new Map(),
    watchers: new Set(),
  };
};

const idsOf = (control: Control): readonly number[] => control.registered().map(broker => broker.id);

/** Makes a topic that is not refused. */
export const createTopic = (
  topic: NewTopic,
  id: string,
  settings: Settings,
  control: Control,
  budget: Budget,
): TopicState => {
  const factor = topic.replicationFactor ?? Number(settings.broker('default.replication.factor'));
  const replicas =
    topic.replicas ?? spreadReplicas(idsOf(control), control.fenced(), topic.partitions ?? 1, factor);
  return {
    name: topic.name,
    id,
    isInternal: topic.name === offsetsTopic || topic.name === transactionsTopic,
    configs: new Map(Object.entries(topic.configs ?? {})),
    partitions: replicas.map((list, index) => createPartition(topic.name, index, list, control, budget)),
  };
};

/** Gives a topic more partitions, up to `count`; their replicas go on where those of the last ended. */
export const addPartitions = (
  topic: TopicState,
  count: number,
  given: readonly (readonly number[])[] | null,
  control: Control,
  budget: Budget,
): void => {
  const before = topic.partitions.length;
  const factor = topic.partitions[0]?.replicas.length ?? 1;
  const lists = given ?? spreadReplicas(idsOf(control), control.fenced(), count, factor).slice(before);
  const added = lists.map((list, index) =>
    createPartition(topic.name, before + index, list, control, budget),
  );
  topic.partitions = [...topic.partitions, ...added];
};

/** Ends what waits for a topic's partitions, and empties them. */
export const endTopic = (topic: TopicState): void => {
  for (const partition of topic.partitions) {
    partition.leader = -1;
    partition.log.clear();
    wake(partition);
  }
};

export const offsetsTopicOf = (settings: Settings): NewTopic => ({
  name: offsetsTopic,
  partitions: Number(settings.broker('offsets.topic.num.partitions')),
  replicationFactor: Number(settings.broker('offsets.topic.replication.factor')),
  configs: {
    'cleanup.policy': 'compact',
    'compression.type': 'producer',
    'segment.bytes': settings.broker('offsets.topic.segment.bytes'),
  },
});

export const transactionsTopicOf = (settings: Settings): NewTopic => ({
  name: transactionsTopic,
  partitions: Number(settings.broker('transaction.state.log.num.partitions')),
  replicationFactor: Number(settings.broker('transaction.state.log.replication.factor')),
  configs: {
    'cleanup.policy': 'compact',
    'compression.type': 'uncompressed',
    'segment.bytes': settings.broker('transaction.state.log.segment.bytes'),
  },
});

/** Java's String.hashCode, by which a group or a transactional id finds its partition; the one number without a magnitude counts as 0. */
export const groupHash = (group: string): number => {
  let hash = 0;
  for (let index = 0; index < group.length; index += 1) hash = (31 * hash + group.charCodeAt(index)) | 0;
  return hash === -(2 ** 31) ? 0 : Math.abs(hash);
};

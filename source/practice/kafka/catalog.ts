import {codes} from './codes.ts';
import type {Control} from './control.ts';
import type {Budget} from './log.ts';
import type {Refusal} from './refusal.ts';
import type {Settings} from './settings/settings.ts';
import type {PartitionState, TopicState} from './state.ts';
import {topicProblem} from './topic-rules.ts';
import {addPartitions, createTopic, endTopic, type NewTopic} from './topics.ts';
import type {Words} from './words.ts';

/** The topics that there are, and how they come and go. */
export interface Catalog {
  readonly topics: ReadonlyMap<string, TopicState>;
  byId(id: string): TopicState | undefined;
  partition(topic: string, id: number): PartitionState | undefined;
  partitions(): Iterable<PartitionState>;
  /** Why a topic cannot be created; null where it can. */
  problem(topic: NewTopic): Refusal | null;
  /** Creates a topic; throws where `problem` says why not. */
  create(topic: NewTopic): TopicState;
  /** Creates a topic that Kafka makes by itself, where that is possible now. */
  createIfPossible(topic: NewTopic): void;
  /** Gives a topic more partitions, up to `count`; `replicas` are those of the new ones, null for any. */
  grow(topic: TopicState, count: number, replicas: readonly (readonly number[])[] | null): void;
  delete(name: string): void;
}

export interface CatalogOptions {
  readonly settings: Settings;
  readonly control: Control;
  readonly words: Words;
  readonly budget: Budget;
  readonly nextId: () => string;
  /** Hears of a topic before it ends. */
  readonly deleting: (topic: TopicState) => void;
}

export const createCatalog = (options: CatalogOptions): Catalog => {
  const {settings, control, words, budget, nextId, deleting} = options;
  const topics = new Map<string, TopicState>();
  const ids = new Map<string, TopicState>();

  const problem = (topic: NewTopic): Refusal | null =>
    topicProblem(topic, {
      topics,
      brokers: control.brokers,
      live: control.registered().length,
      fenced: control.fenced().length,
      defaultFactor: Number(settings.broker('default.replication.factor')),
      words,
    });
  const create = (topic: NewTopic): TopicState => {
    const refusal = problem(topic);
    if (refusal)
      throw new Error(`Topic ${topic.name} is refused with error ${refusal.code}: ${refusal.message}`);
    const created = createTopic(topic, nextId(), settings, control, budget);
    topics.set(created.name, created);
    ids.set(created.id, created);
    return created;
  };

  return {
    topics,
    byId: id => ids.get(id),
    partition: (topic, id) => topics.get(topic)?.partitions[id],
    *partitions() {
      for (const topic of topics.values()) yield* topic.partitions;
    },
    problem,
    create,
    createIfPossible(topic) {
      if (control.isQuorumUp && (problem(topic)?.code ?? codes.NONE) === codes.NONE) create(topic);
    },
    grow: (topic, count, replicas) => addPartitions(topic, count, replicas, control, budget),
    delete(name) {
      const topic = topics.get(name);
      if (!topic) return;
      topics.delete(name);
      ids.delete(topic.id);
      deleting(topic);
      endTopic(topic);
    },
  };
};

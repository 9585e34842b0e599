import type {Cluster} from '../../source/practice/kafka/cluster.ts';
import type {SeedGroup} from '../../source/practice/kafka/groups.ts';
import type {NewRecord} from '../../source/practice/kafka/records.ts';
import type {NewTopic} from '../../source/practice/kafka/topics.ts';
import {type KafkaOptions, startKafka} from './practice-kafka.ts';

/** A topic for a test, with what is in it: by partition, records or how many of them. */
export interface TestTopic extends NewTopic {
  readonly records?: Readonly<Record<number, number | readonly NewRecord[]>>;
}

export interface TestBrokersOptions extends KafkaOptions {
  readonly topics?: readonly TestTopic[];
  /** Groups that are there without a client. The first makes __consumer_offsets, as a real client would have. */
  readonly groups?: readonly SeedGroup[];
}

export interface TestBrokers {
  /** `host:port` of every broker, by id. */
  readonly bootstrap: readonly string[];
  /** State, faults, and the record of requests (`cluster.wire`). */
  readonly cluster: Cluster;
  close(): Promise<void>;
}

const numbered = (count: number): readonly NewRecord[] =>
  Array.from({length: count}, (_, n) => ({key: `key-${n}`, value: `value-${n}`}));

/** Real Kafka protocol servers on free ports of 127.0.0.1. Close them in the test's `after`. */
export const startBrokers = async (options: TestBrokersOptions = {}): Promise<TestBrokers> => {
  const {topics = [], groups = [], ...rest} = options;
  const cluster = await startKafka({initialRebalanceDelayMs: 0, ...rest});
  for (const {records = {}, ...topic} of topics) {
    cluster.createTopic(topic);
    for (const [partition, content] of Object.entries(records)) {
      const list = typeof content === 'number' ? numbered(content) : content;
      if (list.length > 0) cluster.append(topic.name, Number(partition), list);
    }
  }
  for (const group of groups) cluster.seedGroup(group);
  const bootstrap = [...cluster.brokers.values()].map(({port}) => `127.0.0.1:${port}`);
  return {bootstrap, cluster, close: () => cluster.close()};
};

import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {createPartitionsV3, createTopicsV7} from '@platformatic/kafka';
import {answerOf, brokersFor, connectTo} from './connect.ts';

const settingOf = async (t: TestContext, mode: 'zookeeper' | 'kraft' = 'zookeeper') => {
  const brokers = await brokersFor(t, {
    mode,
    brokers: 2,
    topics: [{name: 'a', partitions: 3, replicationFactor: 2}],
  });
  return {cluster: brokers.cluster, connection: await connectTo(t, brokers)};
};

interface WantedTopic {
  readonly name?: string;
  readonly numPartitions?: number;
  readonly replicationFactor?: number;
  readonly assignments?: {partitionIndex: number; brokerIds: number[]}[];
  readonly configs?: {name: string; value: string | null}[];
}

const assigned = (...lists: readonly number[][]) =>
  lists.map((brokerIds, partitionIndex) => ({partitionIndex, brokerIds}));
const assignedTopic = (...lists: readonly number[][]): WantedTopic => ({
  numPartitions: -1,
  replicationFactor: -1,
  assignments: assigned(...lists),
});
const configured = (name: string, value: string): WantedTopic => ({configs: [{name, value}]});

/** Kafka 3.9's own answers. */
const refusedTopics: readonly (readonly [WantedTopic, number, string])[] = [
  [{name: 'a'}, 36, "Topic 'a' already exists."],
  [{replicationFactor: 3}, 38, 'Replication factor: 3 larger than available brokers: 2.'],
  [{replicationFactor: 0}, 38, 'Replication factor must be larger than 0.'],
  [{numPartitions: 0}, 37, 'Number of partitions must be larger than 0.'],
  [{name: ''}, 17, 'Topic name is invalid: the empty string is not allowed'],
  [{name: '..'}, 17, "Topic name is invalid: '..' is not allowed"],
  [
    {name: 'a b'},
    17,
    "Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
  ],
  [configured('nope', '1'), 40, 'Unknown topic config name: nope'],
  [
    configured('retention.ms', 'abc'),
    40,
    'Invalid value abc for configuration retention.ms: Not a number of type LONG',
  ],
  [
    configured('min.insync.replicas', '0'),
    40,
    'Invalid value 0 for configuration min.insync.replicas: Value must be at least 1',
  ],
  [
    configured('cleanup.policy', 'zap'),
    40,
    'Invalid value zap for configuration cleanup.policy: String must be one of: compact, delete',
  ],
  [
    configured('min.cleanable.dirty.ratio', '2'),
    40,
    'Invalid value 2.0 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
  ],
  [
    configured('unclean.leader.election.enable', 'zap'),
    40,
    'Invalid value zap for configuration unclean.leader.election.enable: Expected value to be either true or false',
  ],
  [
    {...assignedTopic([1, 2]), numPartitions: 1},
    42,
    'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
  ],
  [assignedTopic([1, 2], [2]), 39, 'All partitions should have the same number of replicas'],
  [
    {...assignedTopic(), assignments: [{partitionIndex: 1, brokerIds: [1]}]},
    39,
    'partitions should be a consecutive 0-based integer sequence',
  ],
];

describe('creating a topic', () => {
  const create = async (t: TestContext, topics: readonly WantedTopic[], validateOnly = false) => {
    const {connection, cluster} = await settingOf(t);
    const wanted = topics.map(({configs = [], ...topic}) => ({
      name: 'fresh',
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      ...topic,
      configs: configs.map(({name, value}) => ({name, value: value ?? ''})),
    }));
    const answer = await answerOf(createTopicsV7.api.async(connection, wanted, 1000, validateOnly));
    return {cluster, topics: answer.topics};
  };

  for (const [topic, code, message] of refusedTopics)
    it(`is refused: ${message}`, async t => {
      const {topics, cluster} = await create(t, [topic]);
      assert.deepEqual([topics[0]?.errorCode, topics[0]?.errorMessage], [code, message]);
      assert.equal(cluster.topics.has('fresh'), false);
    });

  it('places the replicas as it is told', async t => {
    const {cluster} = await create(t, [assignedTopic([2, 1], [1, 2])]);
    assert.deepEqual(
      cluster.topics.get('fresh')?.partitions.map(({replicas, leader}) => [replicas, leader]),
      [
        [[2, 1], 2],
        [[1, 2], 1],
      ],
    );
  });

  it('can be tried without doing it', async t => {
    const {topics, cluster} = await create(t, [{numPartitions: 4}], true);
    assert.deepEqual([topics[0]?.errorCode, topics[0]?.numPartitions], [0, 4]);
    assert.equal(cluster.topics.has('fresh'), false);
  });

  it('twice in a request is refused for both', async t => {
    const {topics} = await create(t, [{}, {}]);
    assert.deepEqual(
      topics.map(({errorMessage}) => errorMessage),
      ['Found multiple entries for this topic.', 'Found multiple entries for this topic.'],
    );
  });
});

describe('a KRaft cluster', () => {
  it('says it in its own words', async t => {
    const {connection} = await settingOf(t, 'kraft');
    const fresh = {name: 'fresh', numPartitions: 1, replicationFactor: 3, assignments: [], configs: []};
    const created = await answerOf(createTopicsV7.api.async(connection, [fresh], 1000, false));
    assert.match(created.topics[0]?.errorMessage ?? '', /target replication factor of 3 cannot be reached/);
    const fewer = {name: 'a', count: 2, assignments: null};
    const grown = await answerOf(createPartitionsV3.api.async(connection, [fewer], 1000, false));
    assert.equal(
      grown.results[0]?.errorMessage,
      'The topic a currently has 3 partition(s); 2 would not be an increase.',
    );
  });
});

describe('a broker that left', () => {
  const wanted = (numPartitions: number, replicationFactor: number) => ({
    name: 'fresh',
    numPartitions,
    replicationFactor,
    assignments: [],
    configs: [],
  });

  it('is still registered with KRaft, and is given replicas where there are too few others', async t => {
    const {connection, cluster} = await settingOf(t, 'kraft');
    await cluster.control.stop(2);
    const answer = await answerOf(createTopicsV7.api.async(connection, [wanted(2, 2)], 1000, false));
    assert.equal(answer.topics[0]?.errorCode, 0);
    assert.deepEqual(
      cluster.topics.get('fresh')?.partitions.map(({replicas, isr, leader}) => [replicas, isr, leader]),
      [
        [[1, 2], [1], 1],
        [[1, 2], [1], 1],
      ],
    );
    const more = await answerOf(
      createTopicsV7.api.async(connection, [{...wanted(1, 3), name: 'more'}], 1000, false),
    );
    assert.match(more.topics[0]?.errorMessage ?? '', /only 2 broker\(s\) are registered/);
  });

  it('counts for nothing with ZooKeeper', async t => {
    const {connection, cluster} = await settingOf(t);
    await cluster.control.stop(2);
    const answer = await answerOf(createTopicsV7.api.async(connection, [wanted(1, 2)], 1000, false));
    assert.match(answer.topics[0]?.errorMessage ?? '', /2 larger than available brokers: 1/);
  });
});

describe('adding partitions', () => {
  const cases: readonly (readonly [number, {brokerIds: number[]}[] | null, number, string | null])[] = [
    [5, null, 0, null],
    [3, null, 37, 'Topic already has 3 partitions.'],
    [2, null, 37, 'Topic currently has 3 partitions, which is higher than the requested 2.'],
    [5, [{brokerIds: [1, 2]}], 39, 'Increasing the number of partitions by 2 but 1 assignments provided.'],
    [4, [{brokerIds: [1, 9]}], 39, 'Unknown broker(s) in replica assignment: 9.'],
    [
      4,
      [{brokerIds: [1]}],
      39,
      'Inconsistent replication factor between partitions, partition 0 has 2 while partitions [3] have replication factors [1], respectively.',
    ],
  ];
  for (const [count, assignments, code, message] of cases)
    it(`to ${count}: ${message ?? 'done'}`, async t => {
      const {connection, cluster} = await settingOf(t);
      const answer = await answerOf(
        createPartitionsV3.api.async(connection, [{name: 'a', count, assignments}], 1000, false),
      );
      assert.deepEqual([answer.results[0]?.errorCode, answer.results[0]?.errorMessage], [code, message]);
      assert.equal(cluster.topics.get('a')?.partitions.length, code === 0 ? count : 3);
    });

  it('spreads their replicas as those that there were', async t => {
    const {connection, cluster} = await settingOf(t);
    await createPartitionsV3.api.async(connection, [{name: 'a', count: 5, assignments: null}], 1000, false);
    assert.deepEqual(
      cluster.topics.get('a')?.partitions.map(({replicas}) => replicas.join()),
      ['1,2', '2,1', '1,2', '2,1', '1,2'],
    );
  });
});

import assert from 'node:assert/strict';
import {describe, type TestContext, test} from 'node:test';
import {systemClock} from '../../source/clock.ts';
import {createKafkaFeed} from '../../source/feeds/kafka.ts';
import {emptyWorld} from '../../source/model/world.ts';
import {createStore} from '../../source/store/store.ts';
import {startTail} from '../../source/workloads/tail.ts';
import {until} from '../support/engine.ts';
import {kafkaFor, type TestKafka} from '../support/kafka.ts';

/*
  Watching has no side effects: what the monitor and its tail send is looked at on the wire, and the cluster is
  compared with what it was before.
*/

const reads = [
  'ApiVersions',
  'ConsumerGroupDescribe',
  'DescribeConfigs',
  'DescribeGroups',
  'DescribeLogDirs',
  'DescribeQuorum',
  'Fetch',
  'ListGroups',
  'ListOffsets',
  'Metadata',
  'OffsetFetch',
];

/** All that a client could leave behind. */
const traces = ({cluster}: TestKafka) => ({
  topics: [...cluster.topics.values()].map(({name, configs}) => [name, [...configs]]),
  ends: [...cluster.partitions()].map(({topic, id, log}) => `${topic}-${id} ${log.start} ${log.end}`),
  groups: [...cluster.groups.values()].map(({id, phase, generation, members, promised, committed}) => ({
    id,
    phase,
    generation,
    members: [...members.keys()],
    promised: [...promised],
    committed: [...committed].map(([topic, partitions]) => [topic, [...partitions]]),
  })),
  producers: cluster.ids.producers,
});

const orders = {name: 'orders', partitions: 3, replicationFactor: 2, records: {0: 50, 1: 20}};
const lonely = {name: 'lonely', replicas: [[2]], records: {0: 5}};
const billing = {
  id: 'billing',
  members: [{id: 'm1', assignment: {orders: [0, 1, 2]}}],
  committed: {orders: {0: 10}, lonely: {0: 99}},
};

/** Everything that reads, for some rounds: polls with all that the screen can ask for, and a tail of all topics. */
const watch = async (
  t: TestContext,
  kafka: TestKafka,
  meanwhile: (round: number) => void = () => {},
): Promise<void> => {
  const {client} = kafka;
  const world = createStore(emptyWorld(null));
  const feed = createKafkaFeed({client, world, clock: systemClock, every: 2000});
  t.after(() => feed.close());
  feed.wantTimes('all');
  let received = 0;
  const tail = startTail({
    client,
    clock: systemClock,
    topics: null,
    start: {from: 'oldest'},
    onRecords: records => {
      received += records.length;
    },
    onNote: () => {},
  });
  t.after(() => tail.stop());
  for (let round = 0; round < 12; round += 1) {
    meanwhile(round);
    await feed.poll();
  }
  await until('the tail has read what there is', () => received >= 70);
  await tail.stop();
  await feed.close();
};

const assertOnlyReads = ({cluster}: TestKafka): void => {
  const names = new Set(cluster.wire.all.map(({name}) => name));
  assert.deepEqual(
    [...names].filter(name => !reads.includes(name)),
    [],
  );
  for (const {fields} of cluster.wire.of('Metadata'))
    assert.equal(Reflect.get(fields, 'allowAutoTopicCreation'), false);
};

describe('watching leaves no trace', () => {
  for (const mode of ['zookeeper', 'kraft'] as const) {
    test(`on a whole ${mode} cluster`, async t => {
      const kafka = await kafkaFor(t, {mode, topics: [orders, lonely], groups: [billing]});
      const before = traces(kafka);
      await watch(t, kafka);
      assert.deepEqual(traces(kafka), before);
      assertOnlyReads(kafka);
      assert.ok(kafka.cluster.wire.of('DescribeLogDirs').length > 0, 'the slow clock has struck too');
    });

    test(`on a ${mode} cluster where nobody has ever made a group`, async t => {
      const kafka = await kafkaFor(t, {mode, topics: [orders]});
      await watch(t, kafka);
      assert.deepEqual([...kafka.cluster.topics.keys()], ['orders']);
      assert.equal(kafka.cluster.groups.size, 0);
      assertOnlyReads(kafka);
    });

    test(`on a ${mode} cluster with a broker lost, refused rights and a topic that is deleted meanwhile`, async t => {
      const kafka = await kafkaFor(t, {mode, topics: [orders, lonely, {name: 'gone'}], groups: [billing]});
      const {cluster} = kafka;
      cluster.faults.deny('group', 'billing');
      cluster.faults.deny('cluster');
      await cluster.control.stop(2);
      let before = traces(kafka);
      await watch(t, kafka, round => {
        if (round !== 6) return;
        cluster.deleteTopic('gone');
        before = traces(kafka);
      });
      assert.deepEqual(traces(kafka), before);
      assertOnlyReads(kafka);
    });
  }
});

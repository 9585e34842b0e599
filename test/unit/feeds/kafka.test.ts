import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {KafkaClientOptions} from '../../../source/clients/kafka/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {createRecordReader} from '../../../source/feeds/kafka/records.ts';
import {createKafkaFeed, type KafkaFeed} from '../../../source/feeds/kafka.ts';
import {at} from '../../../source/model/cluster.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {createStore, type Store} from '../../../source/store/store.ts';
import type {TestBrokersOptions} from '../../support/brokers.ts';
import {until} from '../../support/engine.ts';
import {clientFor, impatient, kafkaFor, type TestKafka} from '../../support/kafka.ts';

interface Watched extends TestKafka {
  readonly feed: KafkaFeed;
  readonly world: Store<World>;
}

const watched = async (
  t: TestContext,
  options: TestBrokersOptions,
  clientOptions: Partial<KafkaClientOptions> = {},
): Promise<Watched> => {
  const kafka = await kafkaFor(t, options, clientOptions);
  const world = createStore(emptyWorld(null));
  const feed = createKafkaFeed({client: kafka.client, world, clock: systemClock, every: 2000});
  t.after(() => feed.close());
  return {...kafka, feed, world};
};

const orders = {name: 'orders', partitions: 4, replicationFactor: 2, records: {0: 10, 1: 5, 2: 0, 3: 1}};
const group = (id: string) => ({
  id,
  members: [{id: 'm', clientId: 'app', assignment: {orders: [0]}}],
  committed: {orders: {0: 4}},
});

/** Ids of two groups, coordinated by different brokers. */
const groups = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(group);

const groupIds = (world: World): string[] =>
  [...world.groups.values()].flatMap(reading => ('value' in reading ? reading.value.map(({id}) => id) : []));

/** Names of requests, connection set-up left out. */
const polled = ({cluster}: TestKafka): string[] =>
  cluster.wire.all.map(({name}) => name).filter(name => name !== 'ApiVersions');

const count = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

test('one poll fills the world', async t => {
  const {feed, world} = await watched(t, {topics: [orders], groups});
  await feed.poll();
  const {metadata, controller, probes, ends, starts, configs, logDirs, lastRecords} = world.get();
  assert.equal(metadata.state, 'ready');
  assert.equal(controller.state === 'ready' && controller.value.mode, 'zookeeper');
  assert.deepEqual([...probes].map(([id, {result}]) => [id, result]).sort(), [
    [1, 'answers'],
    [2, 'answers'],
  ]);
  assert.deepEqual(
    [0, 1, 2, 3].map(partition => at(ends, 'orders', partition)?.offset),
    [10, 5, 0, 1],
  );
  assert.equal(at(starts, 'orders', 0)?.offset, 0);
  assert.ok(Math.abs((at(lastRecords, 'orders', 0)?.timestamp ?? 0) - systemClock.now()) < 60_000);
  assert.equal(at(lastRecords, 'orders', 2), null, 'an empty partition has no newest record');
  assert.equal(configs.state, 'ready');
  assert.deepEqual([...logDirs.keys()].sort(), [1, 2]);
  assert.deepEqual(groupIds(world.get()).sort(), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
});

test('a poll costs 1 + 2B + 2C requests, whatever there is to read', async t => {
  const topics = Array.from({length: 30}, (_, n) => ({
    name: `topic-${n}`,
    partitions: 3,
    replicationFactor: 2,
  }));
  const kafka = await watched(t, {brokers: 3, topics: [orders, ...topics], groups});
  await kafka.feed.poll();
  kafka.cluster.wire.clear();
  await kafka.feed.poll();
  const coordinators = [...kafka.world.get().groups.values()].filter(
    reading => 'value' in reading && reading.value.length > 0,
  ).length;
  assert.ok(coordinators > 1, 'more than one broker coordinates');
  assert.deepEqual(count(polled(kafka)), {
    Metadata: 1,
    ListGroups: 3,
    DescribeGroups: coordinators,
    OffsetFetch: coordinators,
    ListOffsets: 3,
  });
});

test('watching leaves no trace', async t => {
  const kafka = await watched(t, {topics: [orders], configs: {'auto.create.topics.enable': 'true'}});
  for (let polls = 0; polls < 12; polls += 1) await kafka.feed.poll();
  const allowed = new Set([
    'Metadata',
    'ListGroups',
    'DescribeGroups',
    'OffsetFetch',
    'ListOffsets',
    'DescribeConfigs',
    'DescribeLogDirs',
    'Fetch',
  ]);
  assert.deepEqual(
    polled(kafka).filter(name => !allowed.has(name)),
    [],
  );
  for (const {fields} of kafka.cluster.wire.of('Metadata'))
    assert.equal(Reflect.get(fields, 'allowAutoTopicCreation'), false);
  assert.equal(kafka.cluster.topics.has('__consumer_offsets'), false, 'FindCoordinator would have made it');
  assert.equal(kafka.cluster.groups.size, 0);
});

test('committed offsets are read before the ends of the log', async t => {
  const kafka = await watched(t, {topics: [orders], groups});
  await kafka.feed.poll();
  kafka.cluster.wire.clear();
  await kafka.feed.poll();
  const names = polled(kafka);
  assert.ok(names.lastIndexOf('OffsetFetch') < names.indexOf('ListOffsets'));
  const {groups: readings, ends} = kafka.world.get();
  for (const reading of readings.values())
    assert.ok('at' in reading && reading.at <= (at(ends, 'orders', 0)?.at ?? 0));
});

test('a stopped broker costs its own readings only, and comes back by itself', async t => {
  const {feed, world, cluster} = await watched(t, {
    topics: [orders, {name: 'lonely', replicas: [[1]], records: {0: 3}}],
    groups,
  });
  await feed.poll();
  await cluster.control.stop(1);
  await feed.poll();
  await until('the broker is seen to be gone', () => world.get().probes.get(1)?.result === 'refused');
  await feed.poll();
  const {metadata, ends, seenBrokers, probes} = world.get();
  assert.ok(metadata.state === 'ready' && metadata.value.brokers.every(({id}) => id !== 1));
  assert.deepEqual([...seenBrokers.keys()].sort(), [1, 2]);
  assert.equal(probes.get(1)?.result, 'refused');
  assert.equal(at(ends, 'lonely', 0)?.offset, 3, 'the last value is kept, with its time');
  assert.equal(at(ends, 'orders', 0)?.offset, 10);
  assert.equal(groupIds(world.get()).length, 8, 'every group has moved to the other coordinator');
  assert.equal(world.get().groups.has(1), false);
  await cluster.control.start(1);
  await until('it answers again', () => world.get().probes.get(1)?.result === 'answers');
});

test('a hung broker leaves the poll; the others keep their pace', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders], groups}, impatient);
  await feed.poll();
  cluster.control.pause(2);
  await feed.poll();
  await until('it is known to be silent', () => world.get().probes.get(2)?.result === 'silent');
  const stale = world.get().groups.get(2);
  assert.equal(stale?.state, 'stale', 'its groups are kept, and dated');
  const began = systemClock.now();
  for (let polls = 0; polls < 5; polls += 1) await feed.poll();
  const took = systemClock.now() - began;
  assert.ok(took < 5 * impatient.deadline, `five polls took ${took} ms, as if each had waited for it`);
  assert.equal(world.get().groups.get(1)?.state, 'ready');
  assert.ok(world.get().metadata.state === 'ready', 'Metadata came from the other');
  await cluster.control.start(2);
  await until('it answers again', () => world.get().probes.get(2)?.result === 'answers');
  await feed.poll();
  assert.equal(world.get().groups.get(2)?.state, 'ready');
});

test('a silent broker is probed with growing pauses', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders]}, {deadline: 100, connectTimeout: 100});
  await feed.poll();
  cluster.control.pause(2);
  await feed.poll();
  await until('it is known to be silent', () => world.get().probes.get(2)?.result === 'silent');
  const results: number[] = [];
  const stop = world.subscribe(() => {
    const probe = world.get().probes.get(2);
    if (probe && results.at(-1) !== probe.at) results.push(probe.at);
  });
  await until('it was probed four times more', () => results.length >= 4);
  stop();
  // Not the next one: a machine that is busy makes one pause longer.
  const [first = 0, second = 0, third = 0, fourth = 0] = results;
  assert.ok(fourth - third > second - first + 200, `pauses of ${second - first} and ${fourth - third} ms`);
});

test('when nobody answers, everything is kept and dated, and the reason is there', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders], groups});
  await feed.poll();
  await cluster.control.kill(1);
  await cluster.control.kill(2);
  await feed.poll();
  await feed.poll();
  const {metadata, ends} = world.get();
  assert.equal(metadata.state, 'stale');
  assert.match(metadata.state === 'stale' ? metadata.error.sentence : '', /^No broker answers\./);
  assert.equal(at(ends, 'orders', 0)?.offset, 10);
  assert.equal(groupIds(world.get()).length, 8);
});

test('the first reading that fails is failed, not empty', async t => {
  const world = createStore(emptyWorld(null));
  const client = clientFor(t, ['127.0.0.1:1']);
  const feed = createKafkaFeed({client, world, clock: systemClock, every: 2000});
  t.after(() => feed.close());
  await feed.poll();
  const {metadata} = world.get();
  assert.equal(metadata.state, 'failed');
  assert.equal(metadata.state === 'failed' && metadata.error.why, 'unreachable');
});

test('a partition without a leader that was never read has no end, and no other is touched', async t => {
  const {feed, world, cluster} = await watched(t, {
    topics: [{name: 'lonely', replicas: [[1], [2]], records: {0: 3, 1: 4}}],
  });
  await cluster.control.stop(1);
  await feed.poll();
  assert.equal(at(world.get().ends, 'lonely', 0), undefined);
  assert.equal(at(world.get().ends, 'lonely', 1)?.offset, 4);
});

test('a topic that may not be read is unknown, the others are known', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders, {name: 'secret', partitions: 1}]});
  cluster.faults.deny('topic', 'secret');
  await feed.poll();
  const {metadata, ends} = world.get();
  assert.equal(metadata.state, 'ready');
  const secret = metadata.state === 'ready' && metadata.value.topics.find(({name}) => name === 'secret');
  // Kafka leaves topics that may not be described out of a list of all.
  if (secret) assert.ok(isUnknown(secret.partitions));
  assert.equal(at(ends, 'orders', 0)?.offset, 10);
});

test('an advertised name that does not resolve is told, while Metadata still comes', async t => {
  const {feed, world, cluster} = await watched(
    t,
    {brokers: 1, topics: [orders].map(topic => ({...topic, replicationFactor: 1}))},
    {connectTimeout: 3000},
  );
  cluster.advertise(1, 'kafka1.invalid', 9092);
  await feed.poll();
  await until('the name was tried', () => world.get().probes.get(1) !== undefined);
  assert.equal(world.get().probes.get(1)?.result, 'unresolvable');
  assert.equal(world.get().metadata.state, 'ready');
});

test('under KRaft the controller comes from the quorum', async t => {
  const {feed, world} = await watched(t, {mode: 'kraft', topics: [orders]});
  await feed.poll();
  const {controller} = world.get();
  assert.ok(controller.state === 'ready');
  assert.deepEqual([controller.value.mode, controller.value.id], ['kraft', 1000]);
});

test('the time of the next record is read for lagging partitions of wanted groups only', async t => {
  const {feed, world} = await watched(t, {topics: [orders], groups});
  feed.wantTimes(new Set(['a']));
  await feed.poll();
  assert.deepEqual([...world.get().recordTimes.keys()], ['a\norders/0']);
  assert.equal(world.get().recordTimes.get('a\norders/0')?.offset, 4);
  feed.wantTimes(new Set(['a', 'b']));
  await feed.poll();
  assert.deepEqual([...world.get().recordTimes.keys()].sort(), ['a\norders/0', 'b\norders/0']);
});

/** Polls until something is so: a poll waits for records for a moment only. */
const pollUntil = async (feed: KafkaFeed, what: string, isSo: () => boolean): Promise<void> => {
  const end = systemClock.now() + 60_000;
  while (!isSo()) {
    assert.ok(systemClock.now() < end, `in vain polled until ${what}`);
    await feed.poll();
  }
};

/** Offsets of the records that were read of a partition; undefined where its last reading is none or not ready. */
const offsetsIn = ({records}: World, topic: string, partition: number): string | undefined => {
  const reading = at(records, topic, partition);
  return reading?.state === 'ready' ? reading.value.records.map(({offset}) => offset).join() : undefined;
};

test('records are read of the topics that are asked for, and go on where they were', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders, {name: 'other', partitions: 1}]});
  const offsets = (partition: number) => offsetsIn(world.get(), 'orders', partition);
  await feed.poll();
  assert.equal(world.get().records.size, 0);
  feed.wantRecords(['orders']);
  await pollUntil(feed, 'all are read', () => [0, 1, 2, 3].every(each => offsets(each) !== undefined));
  assert.deepEqual([...world.get().records.keys()], ['orders']);
  assert.deepEqual([offsets(1), offsets(2), offsets(3)], ['0,1,2,3,4', '', '0']);
  const before = cluster.wire.of('Fetch').length;
  await feed.poll();
  assert.equal(cluster.wire.of('Fetch').length, before, 'what is known is not fetched again');
  cluster.append('orders', 1, [{value: 'one'}, {value: 'two'}]);
  await pollUntil(feed, 'the new ones are read', () => offsets(1) === '0,1,2,3,4,5,6');
  feed.wantRecords([]);
  assert.equal(world.get().records.size, 0);
});

test('records that were deleted before they were read keep the later ones from nobody', async t => {
  const {feed, world, cluster} = await watched(t, {topics: [orders]});
  const offsets = () => offsetsIn(world.get(), 'orders', 1);
  feed.wantRecords(['orders']);
  await pollUntil(feed, 'what is there is read', () => offsets() === '0,1,2,3,4');
  cluster.append('orders', 1, [{value: 'lost'}, {value: 'lost'}, {value: 'kept'}]);
  cluster.deleteRecords('orders', 1, 7);
  await pollUntil(feed, 'the kept one is read', () => offsets() === '0,1,2,3,4,7');
});

test('a partition whose end is not known has not been read, and is not an empty one', async t => {
  const {client, feed, world, cluster} = await watched(t, {
    brokers: 1,
    topics: [{name: 'orders', partitions: 1, records: {0: 3}}],
  });
  await feed.poll();
  world.update(before => ({...before, ends: new Map()}));
  const reader = createRecordReader({world, clock: systemClock});
  reader.want(['orders']);
  const port = cluster.brokers.get(1)?.port ?? 0;
  await reader.read({id: 1, link: client.link({host: '127.0.0.1', port})}, 2000);
  assert.equal(at(world.get().records, 'orders', 0)?.state, 'failed');
});

test('groups that have come to different places of one partition all get the time of their next record', async t => {
  const {feed, world} = await watched(t, {
    topics: [orders],
    groups: Array.from({length: 5}, (_, index) => ({
      id: `at-${index}`,
      committed: {orders: {0: index}},
    })),
  });
  feed.wantTimes('all');
  await feed.poll();
  assert.deepEqual(
    [0, 1, 2, 3, 4].map(index => world.get().recordTimes.get(`at-${index}\norders/0`)?.offset),
    [0, 1, 2, 3, 4],
  );
});

test('a group whose next records are gone holds up no other group of the partition', async t => {
  const {feed, world, cluster} = await watched(t, {
    topics: [orders],
    groups: [
      {id: 'lost', committed: {orders: {0: 1}}},
      {id: 'slow', committed: {orders: {0: 6}}},
    ],
  });
  cluster.deleteRecords('orders', 0, 4);
  feed.wantTimes('all');
  await feed.poll();
  assert.equal(world.get().recordTimes.get('slow\norders/0')?.offset, 6);
  for (let poll = 0; poll < 10; poll += 1) await feed.poll();
  assert.equal(
    world.get().recordTimes.get('lost\norders/0')?.offset,
    1,
    'as of the oldest record that is left',
  );
});

test('values of brokers that take their time are as young as the interval that they are read at', async t => {
  const {feed, world, cluster} = await watched(t, {
    brokers: 1,
    topics: [{...orders, replicationFactor: 1}],
    groups,
  });
  for (const key of [3, 2]) cluster.faults.plan(key, {kind: 'slow', ms: 150});
  for (let poll = 0; poll < 4; poll += 1) await feed.poll();
  const restNow = (): number => feed.rest?.() ?? 0;
  assert.ok(restNow() >= 3000, `${restNow()} ms until the next poll`);
  const intervals = (): readonly number[] => {
    const {metadata, ends, groups: read} = world.get();
    const all = [metadata, at(ends, 'orders', 0), read.get(1)];
    return all.map(value => (value && 'every' in value ? value.every : 0));
  };
  const isYoung = (): boolean => intervals().every(every => 2 * every > restNow() + 500);
  // A machine that is busy just now makes one poll far longer than those before it.
  for (let poll = 0; poll < 30 && !isYoung(); poll += 1) await feed.poll();
  assert.ok(isYoung(), `read every ${intervals().join(', ')} ms, and ${restNow()} ms until the next poll`);
});

test('one late answer is no reason to look less often', async t => {
  const {feed, cluster} = await watched(t, {brokers: 1, topics: [{...orders, replicationFactor: 1}]});
  for (let poll = 0; poll < 3; poll += 1) await feed.poll();
  for (const key of [3, 2]) cluster.faults.plan(key, {kind: 'slow', ms: 150});
  await feed.poll();
  const rest = feed.rest?.() ?? 0;
  assert.ok(rest < 3000, `${rest} ms until the next poll`);
});

test('closing ends probes and connections, and later answers change nothing', async t => {
  const {feed, world, cluster} = await watched(
    t,
    {topics: [orders]},
    {deadline: 60_000, connectTimeout: 60_000},
  );
  await feed.poll();
  cluster.wire.clear();
  cluster.faults.plan(16, {kind: 'slow', ms: 50}, {broker: 1});
  cluster.control.pause(2);
  const polling = feed.poll();
  await until('the poll is under way', () => cluster.wire.of('ListGroups').length > 0);
  const closing = feed.close();
  const before = world.get();
  await Promise.all([closing, polling]);
  assert.equal(world.get(), before);
});

test('what is read seldom is read at the next poll when that is wanted', async t => {
  const kafka = await watched(t, {topics: [orders]});
  await kafka.feed.poll();
  const seldom = (): number => polled(kafka).filter(name => name === 'DescribeLogDirs').length;
  const before = seldom();
  await kafka.feed.poll();
  assert.equal(seldom(), before);
  kafka.feed.hurry?.();
  await kafka.feed.poll();
  assert.equal(seldom(), 2 * before);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  withGroups,
  withLastRecords,
  withMetadata,
  withOffsets,
  withoutBroker,
} from '../../../../source/feeds/kafka/world.ts';
import {at, type Metadata, type PartitionMetadata} from '../../../../source/model/cluster.ts';
import {isUnknown, unknown} from '../../../../source/model/reading.ts';
import {emptyWorld} from '../../../../source/model/world.ts';

const refused = unknown('not-read', 'orders-0: leadership has moved.');

const partition = (id: number, leader: number | null): PartitionMetadata => ({
  id,
  leader,
  leaderEpoch: 0,
  replicas: [1, 2],
  isr: [1, 2],
  offline: [],
});

const metadata = (brokers: readonly number[], topics: Readonly<Record<string, number | null>>): Metadata => ({
  clusterId: 'c',
  controllerId: 1,
  brokers: brokers.map(id => ({id, host: `kafka${id}`, port: 9092, rack: null})),
  topics: Object.entries(topics).map(([name, leader]) => ({
    name,
    isInternal: name.startsWith('__'),
    partitions: [partition(0, leader)],
  })),
  answeredBy: 1,
});

test('an offset that cannot be read now keeps its last value and its time', () => {
  const place = {topic: 'orders', partition: 0, timestamp: null};
  const before = withOffsets(new Map(), [{...place, offset: 10}], 1000, 2000);
  const after = withOffsets(before, [{...place, offset: refused}], 3000, 2000);
  assert.deepEqual(at(after, 'orders', 0), {offset: 10, at: 1000, every: 2000});
});

test('an offset that never could be read is unknown, and known as soon as it can', () => {
  const place = {topic: 'orders', partition: 0, timestamp: null};
  const before = withOffsets(new Map(), [{...place, offset: refused}], 1000, 2000);
  const unread = at(before, 'orders', 0)?.offset;
  assert.ok(isUnknown(unread));
  const after = withOffsets(before, [{...place, offset: 5}], 3000, 2000);
  assert.equal(at(after, 'orders', 0)?.offset, 5);
  assert.equal(at(before, 'orders', 0)?.offset, unread, 'what was given stays as it was');
});

test('readings of topics that are gone are let go, brokers that are gone are remembered', () => {
  const place = {partition: 0, timestamp: 5, offset: 1};
  let world = withMetadata(emptyWorld(null), metadata([1, 2], {orders: 1, old: 1}), 1000, 2000);
  world = {...world, ends: withOffsets(world.ends, [{...place, topic: 'old'}], 1000, 2000)};
  world = withLastRecords(world, [{...place, topic: 'old'}]);
  world = withMetadata(world, metadata([1], {orders: 1}), 3000, 2000);
  assert.equal(world.ends.size, 0);
  assert.equal(world.lastRecords.size, 0);
  assert.deepEqual(
    [...world.seenBrokers].map(([id, seen]) => [id, seen.at]),
    [
      [1, 3000],
      [2, 1000],
    ],
  );
});

test('groups of a broker are kept and dated while it still coordinates, and let go when it does not', () => {
  const both = {groups: [], missing: []};
  let world = withMetadata(emptyWorld(null), metadata([1, 2], {__consumer_offsets: 2}), 1000, 2000);
  world = withGroups(world, 2, both, 1000, 2000);
  world = withoutBroker(world, 2, {why: 'timed-out', sentence: 'Broker 2 is silent.'}, 2000);
  assert.equal(world.groups.get(2)?.state, 'stale');
  world = withMetadata(world, metadata([1], {__consumer_offsets: 2}), 3000, 2000);
  assert.equal(world.groups.get(2)?.state, 'stale', 'Metadata still names it as the leader');
  world = withMetadata(world, metadata([1], {__consumer_offsets: 1}), 5000, 2000);
  assert.equal(world.groups.has(2), false);
});

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {isUnknown, ready, unknown} from '../../../source/model/reading.ts';
import type {Partition, Topic} from '../../../source/model/topic.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const topicIn = (lab: SeededLab, name: string): Topic => {
  const found = lab.picture().topics.find(topic => topic.name === name);
  assert.ok(found, `there is a topic ${name}`);
  return found;
};

const partitionIn = (lab: SeededLab, name: string, id: number): Partition => {
  const {partitions} = topicIn(lab, name);
  assert.ok(!isUnknown(partitions));
  const found = partitions.find(each => each.id === id);
  assert.ok(found);
  return found;
};

test('a healthy topic has all its figures', () => {
  const topic = topicIn(healthyLab(), 'payments');
  assert.deepEqual(
    [topic.replicationFactor, topic.minInsync, topic.cleanupPolicy, topic.messages, topic.rate],
    [2, 2, 'delete', {sum: 2000, unknownParts: 0}, {sum: 0, unknownParts: 0}],
  );
  assert.deepEqual([topic.underReplicated, topic.leaderless, topic.belowMinInsync], [0, 0, 0]);
  assert.deepEqual(topicIn(healthyLab(), 'orders').rate, {sum: 60, unknownParts: 0});
});

test('one partition without leader takes nothing from the others', () => {
  const lab = healthyLab()
    .partitions(each => (each.id === 1 ? {...each, leader: null} : each), 'orders')
    .poll();
  const topic = topicIn(lab, 'orders');
  assert.deepEqual(topic.messages, {sum: 3600, unknownParts: 1});
  assert.equal(topic.leaderless, 1);
  const {start, end, rate, isLeaderAnswering} = partitionIn(lab, 'orders', 1);
  assert.ok(isUnknown(start) && isUnknown(end) && isUnknown(rate));
  assert.equal(end.at, lab.now() - 2000, 'with the time of the last known value');
  assert.equal(isLeaderAnswering, false);
});

test('a leader that is named and does not answer is told apart, one that was not tried yet is not', () => {
  const lab = healthyLab().silence(2, 'silent').poll();
  assert.equal(partitionIn(lab, 'orders', 1).isLeaderAnswering, false);
  assert.equal(partitionIn(lab, 'orders', 0).isLeaderAnswering, true);
  lab.change(world => ({...world, probes: new Map()}));
  assert.equal(partitionIn(lab, 'orders', 1).isLeaderAnswering, true);
});

test('fewer in sync than replicas, and than min.insync.replicas', () => {
  const lab = healthyLab().silence(2, 'refused').notice(2).poll();
  const {underReplicated, belowMinInsync} = topicIn(lab, 'payments');
  assert.deepEqual([underReplicated, belowMinInsync], [2, 2]);
  assert.equal(topicIn(lab, 'orders').belowMinInsync, 0);
});

test('what may not be described is unknown in every figure', () => {
  const refused = unknown('not-authorised', 'payments: this user may not use the topic.');
  const lab = createLab();
  lab.metadata(metadata => ({
    ...metadata,
    topics: metadata.topics.map(topic =>
      topic.name === 'payments' ? {...topic, partitions: refused} : topic,
    ),
  }));
  const topic = topicIn(lab.poll(), 'payments');
  for (const figure of [topic.messages, topic.leaderless, topic.underReplicated, topic.rate, topic.bytes])
    assert.deepEqual(figure, refused);
});

test('a leader that never answered is why an offset is unknown', () => {
  const lab = createLab().silence(2, 'silent').poll();
  const {start, end} = partitionIn(lab, 'orders', 1);
  for (const offset of [start, end]) {
    assert.ok(isUnknown(offset) && offset.unknown === 'timed-out');
    assert.match(offset.sentence, /^Broker 2, the leader of orders-1, cannot say its offsets: /);
  }
});

describe('the readers of a topic', () => {
  test('are all seen in a healthy lab', () => {
    const {groups, unseenGroups} = topicIn(healthyLab(), 'orders');
    assert.deepEqual([groups, unseenGroups], [[{id: 'billing', lag: {sum: 0, unknownParts: 0}}], null]);
  });

  test('may be more while a coordinator partition has no leader', () => {
    const lab = healthyLab()
      .partitions(each => ({...each, leader: null}), '__consumer_offsets')
      .poll();
    const {unseenGroups} = topicIn(lab, 'payments');
    assert.ok(unseenGroups);
    assert.match(unseenGroups.sentence, /invisible, not absent/);
  });

  test('may be more where a group does not tell what it reads', () => {
    const denied = unknown('not-authorised', 'reports: this user may not use the group.');
    const lab = healthyLab()
      .group('reports', group => ({...group, committed: denied}))
      .poll();
    assert.deepEqual(topicIn(lab, 'orders').unseenGroups, denied);
  });

  test('have no lag of now while their coordinator is silent', () => {
    const lab = healthyLab();
    const [group] = lab.picture().groups;
    assert.ok(group);
    lab.silence(group.coordinator, 'silent').poll(4);
    const reader = lab
      .picture()
      .topics.flatMap(({groups}) => groups)
      .find(({id}) => id === group.id);
    assert.ok(reader && isUnknown(reader.lag));
    assert.equal(reader.lag.unknown, 'stale');
  });
});

describe('a figure of the slow clock', () => {
  test('is unknown before it was read: no setting, no size, no time of the last record', () => {
    const lab = createLab().poll();
    lab.change(world => ({...world, configs: {state: 'waiting'}}));
    const {minInsync, belowMinInsync, bytes, lastRecordAt} = topicIn(lab, 'orders');
    for (const figure of [minInsync, belowMinInsync, bytes, lastRecordAt]) assert.ok(isUnknown(figure));
  });

  test('adds up the replicas of the brokers that were asked', () => {
    const lab = createLab().poll();
    const bytes = new Map([
      [
        'payments',
        new Map([
          [0, 100],
          [1, 50],
        ]),
      ],
    ]);
    lab.change(world => ({...world, logDirs: new Map([[1, ready({bytes, total: 150}, lab.now(), 20_000)]])}));
    assert.deepEqual(topicIn(lab, 'payments').bytes, {sum: 150, unknownParts: 2});
    assert.equal(lab.picture().brokers[0]?.logBytes, 150);
  });

  test('tells the newest record of all partitions, and none where there is none', () => {
    const lab = createLab().poll();
    lab.change(world => ({
      ...world,
      lastRecords: new Map<string, ReadonlyMap<number, {offset: number; timestamp: number} | null>>([
        [
          'orders',
          new Map([
            [0, {offset: 1, timestamp: 5}],
            [1, {offset: 9, timestamp: 7}],
          ]),
        ],
        [
          'payments',
          new Map<number, null>([
            [0, null],
            [1, null],
          ]),
        ],
      ]),
    }));
    assert.equal(topicIn(lab, 'orders').lastRecordAt, 7);
    assert.equal(topicIn(lab, 'payments').lastRecordAt, null);
    lab.change(world => ({...world, lastRecords: new Map([['payments', new Map([[0, null]])]])}));
    assert.ok(isUnknown(topicIn(lab, 'payments').lastRecordAt), 'the other may have one');
  });
});

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {advance} from '../../../source/model/advance.ts';
import type {ByPartition, OffsetAt} from '../../../source/model/cluster.ts';
import type {GroupReading} from '../../../source/model/group.ts';
import {type Picture, pictureOf} from '../../../source/model/picture.ts';
import {isUnknown, known, ready, waiting} from '../../../source/model/reading.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {clusterTarget, consumerGroup, every, labMetadata, noon, spread} from '../../support/lab-parts.ts';
import {healthyLab, unreadWorld} from '../../support/worlds.ts';

const topicCount = 500;
const partitionCount = 20;
const groupCount = 500;
const names = Array.from({length: topicCount}, (_, index) => `topic-${index}`);
const ids = Array.from({length: partitionCount}, (_, id) => id);

const offsets = (offset: number, at: number): ByPartition<OffsetAt> =>
  new Map(names.map(name => [name, new Map(ids.map(id => [id, {offset, at, every}]))]));

/** 10,000 partitions, a group for each topic, and one more that reads every partition there is. */
const groupsAt = (offset: number): readonly GroupReading[] => [
  ...Array.from({length: groupCount - 1}, (_, index) =>
    consumerGroup(`group-${index}`, names[index] ?? '', ids, {
      coordinator: 1,
      committed: ids.map(partition => ({topic: names[index] ?? '', partition, offset})),
    }),
  ),
  consumerGroup('everything', '', [], {
    coordinator: 1,
    members: [],
    committed: names.flatMap(topic => ids.map(partition => ({topic, partition, offset}))),
  }),
];

const largeAt = (before: World, round: number): World => {
  const now = noon + round * every;
  const metadata = {
    ...labMetadata('kraft'),
    topics: names.map(name => ({name, isInternal: false, partitions: spread(partitionCount)})),
  };
  const read: World = {
    ...before,
    metadata: ready(metadata, now, every),
    groups: new Map([[1, ready(groupsAt(1000 + 10 * round), now, every)]]),
    ends: offsets(1000 + 12 * round, now),
    starts: offsets(0, now),
  };
  return advance(before, read, now);
};

const largeWorld = (rounds: number): World =>
  Array.from({length: rounds}, (_, round) => round + 1).reduce(largeAt, emptyWorld(clusterTarget));

describe('a picture of 10,000 partitions and 500 groups', () => {
  const rounds = 3;
  const world = largeWorld(rounds);
  const picture: Picture = pictureOf(world, noon + rounds * every);

  test('has them all, with every figure', () => {
    assert.deepEqual([picture.topics.length, picture.groups.length], [topicCount, groupCount]);
    const partitions = picture.topics.flatMap(topic => known(topic.partitions) ?? []);
    assert.equal(partitions.length, topicCount * partitionCount);
    assert.ok(partitions.every(({end, rate}) => end === 1036 && rate === 6));
    assert.deepEqual(
      picture.brokers.map(({leaders, replicas}) => [leaders, replicas]),
      [1, 2].map(() => [5000, 10_000]),
    );
  });

  test('adds up the lag of one group over all of them', () => {
    const everything = picture.groups.find(({id}) => id === 'everything');
    assert.deepEqual(everything?.lag, {sum: 6 * 10_000, unknownParts: 0});
    assert.deepEqual(everything?.rateIn, {sum: 6 * 10_000, unknownParts: 0});
    assert.equal(known(everything?.partitions ?? [])?.length, 10_000);
    const small = picture.groups.find(({id}) => id === 'group-7');
    assert.deepEqual(small?.lag, {sum: 6 * partitionCount, unknownParts: 0});
  });

  test('tells no event of readings in which no more than offsets moved', () => {
    assert.deepEqual(world.events, []);
  });

  test('tells a broker that leaves by topic, and not by partition', () => {
    const now = noon + (rounds + 1) * every;
    assert.ok(world.metadata.state === 'ready');
    const topics = world.metadata.value.topics.map(topic => ({
      ...topic,
      partitions: (known(topic.partitions) ?? []).map(each => ({...each, leader: 1, isr: [1]})),
    }));
    const metadata = ready({...world.metadata.value, topics}, now, every);
    const {events, eventsDropped} = advance(world, {...world, metadata}, now);
    // Two for each topic, its leaders and its in-sync sets: a thousand, where the partitions are ten thousand.
    assert.equal(events.length + eventsDropped, 2 * topicCount);
  });
});

describe('a picture of what was not read', () => {
  test('has nothing in it, and says that the groups are not all', () => {
    const picture = pictureOf(unreadWorld(), noon);
    assert.deepEqual([picture.brokers, picture.topics, picture.groups, picture.containers], [[], [], [], []]);
    assert.deepEqual(
      picture.groupsMissing.map(({why}) => why),
      ['not-read'],
    );
  });

  test('keeps what was read before, with offsets that are old unknown and not 0', () => {
    const lab = healthyLab();
    const later = lab.now() + 3_600_000;
    const {topics, groups, brokers} = pictureOf(lab.world(), later);
    assert.equal(brokers.length, 2);
    for (const {messages} of topics) assert.ok(isUnknown(messages) && messages.unknown === 'stale');
    for (const {lag} of groups) assert.ok(isUnknown(lag));
  });

  test('shows the connectors of a worker that fell silent as they were', () => {
    const lab = healthyLab().worker('postgres-debezium', {why: 'unreachable', sentence: 'refused'}).poll();
    assert.deepEqual(
      lab.picture().connectors.map(({name}) => name),
      ['customers', 'local-file-source'],
    );
    lab.change(world => ({...world, workers: new Map([['postgres-debezium', waiting]])}));
    assert.deepEqual(lab.picture().connectors, []);
  });
});

import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {
  type Connection,
  describeGroupsV5,
  fetchV12,
  findCoordinatorV4,
  heartbeatV4,
  joinGroupV9,
  leaveGroupV5,
  listGroupsV5,
  offsetCommitV9,
  offsetFetchV9,
  syncGroupV5,
} from '@platformatic/kafka';
import {groupHash} from '../../../../source/practice/kafka/topics.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {answerOf, brokersFor, connectTo, isOpen} from './connect.ts';

const topics = [{name: 'orders', partitions: 2, replicationFactor: 2}];

/** `demo-group` belongs to partition 15 of __consumer_offsets, which broker 2 of two leads. */
const settingOf = async (t: TestContext, initialRebalanceDelayMs = 0) => {
  const clock = createFakeClock();
  const brokers = await brokersFor(t, {clock, topics, groups: [{id: 'demo-group'}], initialRebalanceDelayMs});
  return {clock, brokers, cluster: brokers.cluster, second: await connectTo(t, brokers, 2)};
};

const join = (connection: Connection, memberId: string, group = 'demo-group', name = 'range') =>
  answerOf(
    joinGroupV9.api.async(connection, group, 10_000, 20_000, memberId, null, 'consumer', [
      {name, metadata: Buffer.from('wish')},
    ]),
  );

/** Joins as a new member does: it is given an id first. */
const joinNew = async (connection: Connection) =>
  join(connection, (await join(connection, '')).memberId ?? '');

const sync = (
  connection: Connection,
  {generationId, memberId}: {generationId: number; memberId: string | null},
  assignments: readonly {memberId: string; assignment: Buffer}[] = [],
) =>
  answerOf(
    syncGroupV5.api.async(connection, 'demo-group', generationId, memberId ?? '', null, 'consumer', 'range', [
      ...assignments,
    ]),
  );

const beat = async (
  connection: Connection,
  {generationId, memberId}: {generationId: number; memberId: string | null},
) =>
  (await answerOf(heartbeatV4.api.async(connection, 'demo-group', generationId, memberId ?? '', null)))
    .errorCode;

const stateOf = async (connection: Connection, group = 'demo-group') => {
  const [found] = (await answerOf(describeGroupsV5.api.async(connection, [group], false))).groups;
  return {errorCode: found?.errorCode, state: found?.groupState, members: found?.members.length ?? 0};
};

describe('who knows a group', () => {
  it('its partition is what Kafka takes', () => {
    const groups = ['my-group', 'demo-group', 'group-1', 'lab-group'];
    assert.deepEqual(
      groups.map(group => groupHash(group) % 50),
      [12, 15, 49, 27],
    );
  });

  it('only the leader of its partition lists and describes it', async t => {
    const {brokers, second} = await settingOf(t);
    const first = await connectTo(t, brokers, 1);
    assert.deepEqual(
      (await listGroupsV5.api.async(second, [], [])).groups.map(({groupId}) => groupId),
      ['demo-group'],
    );
    assert.deepEqual((await listGroupsV5.api.async(first, [], [])).groups, []);
    assert.equal((await stateOf(first)).errorCode, 16);
    assert.deepEqual(await stateOf(second), {errorCode: 0, state: 'Empty', members: 0});
  });

  it('it moves with its partition, and without a leader nobody lists it', async t => {
    const {brokers, cluster} = await settingOf(t);
    await cluster.control.stop(2);
    const first = await connectTo(t, brokers, 1);
    assert.equal((await listGroupsV5.api.async(first, [], [])).groups.length, 1);
    const single = await brokersFor(t, {
      configs: {'offsets.topic.replication.factor': '1'},
      groups: [{id: 'demo-group'}, {id: 'my-group'}],
    });
    await single.cluster.control.stop(2);
    const left = await connectTo(t, single, 1);
    assert.deepEqual(
      (await listGroupsV5.api.async(left, [], [])).groups.map(({groupId}) => groupId),
      ['my-group'],
    );
    assert.equal((await stateOf(left)).errorCode, 16);
    const found = await answerOf(findCoordinatorV4.api.async(left, 0, ['demo-group', 'my-group']));
    assert.deepEqual(
      found.coordinators.map(({errorCode}) => errorCode),
      [15, 0],
    );
    const offsets = await answerOf(
      offsetFetchV9.api.async(
        left,
        [{groupId: 'demo-group', memberId: null, memberEpoch: -1, topics: null}],
        false,
      ),
    );
    assert.deepEqual(
      offsets.groups.map(({errorCode}) => errorCode),
      [16],
    );
  });

  it('the first search for a coordinator makes __consumer_offsets, and nothing else does', async t => {
    const brokers = await brokersFor(t, {topics});
    const {cluster} = brokers;
    const first = await connectTo(t, brokers, 1);
    await listGroupsV5.api.async(first, [], []);
    await stateOf(first);
    assert.equal(cluster.topics.has('__consumer_offsets'), false);
    const early = await answerOf(findCoordinatorV4.api.async(first, 0, ['my-group']));
    assert.equal(early.coordinators[0]?.errorCode, 15);
    assert.equal(cluster.topics.get('__consumer_offsets')?.partitions.length, 50);
    assert.equal(cluster.topics.get('__consumer_offsets')?.isInternal, true);
    const found = await findCoordinatorV4.api.async(first, 0, ['my-group']);
    assert.equal(found.coordinators[0]?.nodeId, 1);
  });

  it('rights can be refused for a group and for a topic', async t => {
    const {cluster, second} = await settingOf(t);
    cluster.faults.deny('group', 'demo-group');
    assert.equal((await stateOf(second)).errorCode, 30);
    assert.deepEqual((await listGroupsV5.api.async(second, [], [])).groups, []);
    cluster.faults.allow('group', 'demo-group');
    cluster.faults.deny('topic', 'orders');
    const topicsAsked = [{name: 'orders', partitionIndexes: [0]}];
    const answer = await answerOf(
      offsetFetchV9.api.async(
        second,
        [{groupId: 'demo-group', memberId: null, memberEpoch: -1, topics: topicsAsked}],
        false,
      ),
    );
    assert.equal(answer.groups[0]?.topics[0]?.partitions[0]?.errorCode, 29);
  });
});

describe('members of a group', () => {
  it('two members join, the leader shares out, and both get their part', async t => {
    const {clock, brokers, second, cluster} = await settingOf(t);
    const other = await connectTo(t, brokers, 2);
    const joining = joinNew(second);
    while (cluster.wire.of('JoinGroup').length < 2) await clock.advance(0);
    await clock.advance(0);
    const one = await joining;
    assert.deepEqual([one.leader === one.memberId, one.members.length], [true, 1]);
    await sync(second, one, [{memberId: one.memberId ?? '', assignment: Buffer.from('all')}]);
    assert.deepEqual(await stateOf(second), {errorCode: 0, state: 'Stable', members: 1});

    const newcomer = joinNew(other);
    while ((await beat(second, one)) === 0) await clock.advance(0);
    assert.equal(await beat(second, one), 27);
    assert.equal((await stateOf(second)).state, 'PreparingRebalance');
    const [again, two] = await Promise.all([join(second, one.memberId ?? ''), newcomer]);
    assert.deepEqual([again.generationId, two.generationId], [2, 2]);
    assert.deepEqual([again.members.length, two.members.length, two.leader], [2, 0, one.memberId]);
    const waiting = sync(other, two);
    const parts = [one.memberId, two.memberId].map((memberId, n) => ({
      memberId: memberId ?? '',
      assignment: Buffer.from(`part ${n}`),
    }));
    const [mine, theirs] = [await sync(second, again, parts), await waiting];
    assert.deepEqual([mine.assignment.toString(), theirs.assignment.toString()], ['part 0', 'part 1']);
    assert.deepEqual(await stateOf(second), {errorCode: 0, state: 'Stable', members: 2});

    await leaveGroupV5.api.async(other, 'demo-group', [
      {memberId: two.memberId ?? '', groupInstanceId: null, reason: null},
    ]);
    assert.equal(await beat(second, again), 27);
    assert.equal((await join(second, one.memberId ?? '')).members.length, 1);
  });

  it('a member that is not heard of for its session is out', async t => {
    const {clock, second, cluster} = await settingOf(t);
    const joining = joinNew(second);
    while (cluster.wire.of('JoinGroup').length < 2) await clock.advance(0);
    await clock.advance(0);
    const one = await joining;
    await sync(second, one, []);
    await clock.advance(9_000);
    assert.equal(await beat(second, one), 0);
    await clock.advance(9_000);
    assert.deepEqual(await stateOf(second), {errorCode: 0, state: 'Stable', members: 1});
    await clock.advance(1_000);
    assert.deepEqual(await stateOf(second), {errorCode: 0, state: 'Empty', members: 0});
    assert.equal(await beat(second, one), 25);
  });

  it('nobody is out while nobody coordinates, and the next coordinator counts anew', async t => {
    const {clock, brokers, second, cluster} = await settingOf(t);
    const joining = joinNew(second);
    while (cluster.wire.of('JoinGroup').length < 2) await clock.advance(0);
    await clock.advance(0);
    const one = await joining;
    await sync(second, one, []);
    await cluster.control.kill(2);
    const first = await connectTo(t, brokers, 1);
    // ZooKeeper takes longer to notice than the member's session lasts.
    await clock.advance(18_000);
    assert.deepEqual(await stateOf(first), {errorCode: 0, state: 'Stable', members: 1});
    assert.equal(await beat(first, one), 0);
    await clock.advance(9_000);
    assert.deepEqual(await stateOf(first), {errorCode: 0, state: 'Stable', members: 1});
    await clock.advance(1_000);
    assert.deepEqual(await stateOf(first), {errorCode: 0, state: 'Empty', members: 0});
  });

  it('refuses unknown members, other generations, and wishes that nobody shares', async t => {
    const {clock, second, cluster} = await settingOf(t);
    assert.equal((await join(second, 'nobody')).errorCode, 25);
    const joining = joinNew(second);
    while (cluster.wire.of('JoinGroup').length < 3) await clock.advance(0);
    await clock.advance(0);
    const one = await joining;
    assert.equal(await beat(second, {...one, generationId: 9}), 22);
    assert.equal((await join(second, '', 'demo-group', 'sticky')).errorCode, 23);
    assert.equal((await join(second, '', 'my-group')).errorCode, 16);
  });

  it('a client that leaves while it waits holds nobody up', async t => {
    const {clock, brokers, second, cluster} = await settingOf(t, 3000);
    const gone = await connectTo(t, brokers, 2);
    const {memberId} = await join(gone, '');
    const vain = join(gone, memberId ?? '');
    while (cluster.wire.of('JoinGroup').length < 2) await clock.advance(0);
    await gone.close();
    await assert.rejects(vain);
    const joining = joinNew(second);
    while (cluster.wire.of('JoinGroup').length < 4) await clock.advance(0);
    await clock.advance(3000);
    const one = await joining;
    assert.equal(one.errorCode, 0);
    // The one that is gone was first, so that the others wait for its assignment until its session ends.
    assert.equal(one.leader, memberId);
    const waiting = sync(second, one);
    while (cluster.wire.of('SyncGroup').length === 0) await clock.advance(0);
    await clock.advance(10_000);
    assert.equal((await waiting).errorCode, 27);
    assert.equal((await join(second, one.memberId ?? '')).members.length, 1);
  });
});

describe('commits', () => {
  const commit = (connection: Connection, committedOffset: bigint, generationId = -1) =>
    answerOf(
      offsetCommitV9.api.async(connection, 'demo-group', generationId, '', null, [
        {
          name: 'orders',
          partitions: [{partitionIndex: 1, committedOffset, committedLeaderEpoch: 0, committedMetadata: 'm'}],
        },
      ]),
    );

  it('are given back, also from the broker that takes over, and stand in __consumer_offsets', async t => {
    const {brokers, cluster, second} = await settingOf(t);
    await commit(second, 42n);
    await cluster.control.stop(2);
    const first = await connectTo(t, brokers, 1);
    const asked = [{groupId: 'demo-group', memberId: null, memberEpoch: -1, topics: null}];
    const {groups} = await offsetFetchV9.api.async(first, asked, false);
    const found = groups[0]?.topics.map(({name, partitions}) =>
      partitions.map(p => `${name}-${p.partitionIndex} ${p.committedOffset} ${p.metadata}`),
    );
    assert.deepEqual(found, [['orders-1 42 m']]);
    const at = {
      partition: 15,
      currentLeaderEpoch: -1,
      fetchOffset: 0n,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1e6,
    };
    const log = await fetchV12.api.async(
      first,
      0,
      1,
      1e6,
      0,
      0,
      -1,
      [{topicId: '__consumer_offsets', partitions: [at]}],
      [],
      '',
    );
    const key = log.responses[0]?.partitions[0]?.records?.[0]?.records[0]?.key;
    assert.match(String(key), /demo-group.*orders/s);
  });

  it('from outside are refused while the group has members', async t => {
    const {cluster, second} = await settingOf(t);
    cluster.seedGroup({id: 'demo-group', members: [{id: 'm1'}]});
    const answer = await commit(second, 1n);
    assert.equal(answer.topics[0]?.partitions[0]?.errorCode, 25);
  });

  it('a topic that is deleted takes its commits with it', async t => {
    const {cluster, second} = await settingOf(t);
    await commit(second, 1n);
    cluster.deleteTopic('orders');
    assert.equal(cluster.groups.get('demo-group')?.committed.size, 0);
    assert.equal((await commit(second, 1n)).topics[0]?.partitions[0]?.errorCode, 3);
  });
});

describe('waiting', () => {
  it('the first members of a group wait for others as long as the broker is told to', async t => {
    const clock = createFakeClock();
    const brokers = await brokersFor(t, {
      clock,
      topics,
      groups: [{id: 'demo-group'}],
      initialRebalanceDelayMs: 3000,
    });
    const [one, two] = [await connectTo(t, brokers, 2), await connectTo(t, brokers, 2)];
    const both = [joinNew(one), joinNew(two)];
    while (brokers.cluster.wire.of('JoinGroup').length < 4) await clock.advance(0);
    await clock.advance(2999);
    assert.ok(await isOpen(Promise.race(both)));
    await clock.advance(1);
    const answers = await Promise.all(both);
    assert.deepEqual(
      answers.map(({generationId}) => generationId),
      [1, 1],
    );
    assert.equal(answers.filter(({members}) => members.length === 2).length, 1);
  });
});

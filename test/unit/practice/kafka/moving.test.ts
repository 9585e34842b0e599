import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {
  alterPartitionReassignmentsV0,
  type Connection,
  describeLogDirsV1,
  listPartitionReassignmentsV0,
} from '@platformatic/kafka';
import {electLeadersV2} from '../../../../source/clients/kafka/elect-leaders.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {answerOf, brokersFor, connectTo} from './connect.ts';

const settingOf = async (t: TestContext, megabytes = 0) => {
  const clock = createFakeClock();
  const value = 'x'.repeat(1024 * 1024);
  const records = Array.from({length: megabytes}, () => ({value}));
  const brokers = await brokersFor(t, {
    brokers: 3,
    clock,
    sessionTimeoutMs: 1000,
    configs: {'leader.imbalance.check.interval.seconds': '30'},
    topics: [{name: 'a', replicas: [[1, 2]], ...(megabytes > 0 && {records: {0: records}})}],
  });
  const connection = await connectTo(t, brokers);
  const partition = brokers.cluster.partition('a', 0);
  assert.ok(partition);
  return {brokers, clock, connection, partition, cluster: brokers.cluster};
};

const move = async (connection: Connection, replicas: number[] | null, name = 'a') => {
  const topics = [{name, partitions: [{partitionIndex: 0, replicas}]}];
  const answer = await answerOf(alterPartitionReassignmentsV0.api.async(connection, 1000, false, topics));
  return answer.responses[0]?.partitions[0];
};

const listed = async (connection: Connection) =>
  (await listPartitionReassignmentsV0.api.async(connection, 1000, null)).topics[0]?.partitions[0];

describe('a reassignment', () => {
  it('adds replicas, lets them catch up, and then lets the old ones go', async t => {
    const {clock, connection, partition} = await settingOf(t, 10);
    assert.equal((await move(connection, [3, 2]))?.errorCode, 0);
    assert.deepEqual(await listed(connection), {
      partitionIndex: 0,
      replicas: [3, 2, 1],
      addingReplicas: [3],
      removingReplicas: [1],
    });
    await clock.advance(400);
    assert.deepEqual([partition.replicas, partition.isr, partition.leader], [[3, 2, 1], [2, 1], 1]);
    await clock.advance(800);
    assert.deepEqual([partition.replicas, partition.isr, partition.leader], [[3, 2], [3, 2], 3]);
    assert.equal(partition.epoch, 1);
    assert.equal(await listed(connection), undefined);
  });

  it('is slowed down by a throttle, and waits for a replica that is away', async t => {
    const {clock, cluster, connection, partition} = await settingOf(t, 10);
    cluster.topics.get(partition.topic)?.configs.set('follower.replication.throttled.replicas', '0:3');
    cluster.settings.dynamic('3').set('follower.replication.throttled.rate', String(1024 * 1024));
    await move(connection, [3]);
    await clock.advance(5000);
    assert.deepEqual(
      partition.isr,
      [1, 2].filter(id => partition.isr.includes(id)),
    );
    await cluster.control.stop(3);
    await clock.advance(60_000);
    assert.equal(partition.isr.includes(3), false);
    await cluster.control.start(3);
    await clock.advance(8000);
    assert.deepEqual([partition.replicas, partition.leader], [[3], 3]);
  });

  it('is not slowed down by a throttle of replicas that the topic does not name', async t => {
    const {clock, cluster, connection, partition} = await settingOf(t, 10);
    cluster.topics.get(partition.topic)?.configs.set('follower.replication.throttled.replicas', '1:3,0:2');
    cluster.settings.dynamic('3').set('follower.replication.throttled.rate', '1');
    await move(connection, [3]);
    await clock.advance(1200);
    assert.deepEqual([partition.replicas, partition.isr], [[3], [3]]);
  });

  it('goes back to where it was when it is cancelled', async t => {
    const {clock, connection, partition} = await settingOf(t, 10);
    await move(connection, [3]);
    await clock.advance(200);
    assert.equal((await move(connection, null))?.errorCode, 0);
    assert.deepEqual([partition.replicas, partition.isr, partition.leader], [[1, 2], [1, 2], 1]);
    assert.deepEqual(await move(connection, null), {
      partitionIndex: 0,
      errorCode: 85,
      errorMessage: 'No partition reassignment is in progress.',
    });
  });

  const refused: readonly (readonly [number[], string])[] = [
    [[], 'Empty replica list specified in partition reassignment.'],
    [[1, 1], 'Duplicate replica ids in partition reassignment replica list: ArrayBuffer(1, 1)'],
    [[-1], 'Invalid broker id in replica list: ArrayBuffer(-1)'],
    [
      [1, 9],
      'Replica assignment has brokers that are not alive. Replica list: ArrayBuffer(9), live broker list: Set(1, 2, 3)',
    ],
  ];
  for (const [replicas, message] of refused)
    it(`to [${replicas.join(', ')}] is refused`, async t => {
      const {connection} = await settingOf(t);
      const answer = await move(connection, replicas);
      assert.deepEqual([answer?.errorCode, answer?.errorMessage], [39, message]);
    });

  it('is the controller that is to be asked, with ZooKeeper', async t => {
    const {brokers} = await settingOf(t);
    const other = await connectTo(t, brokers, 2);
    const answer = await answerOf(listPartitionReassignmentsV0.api.async(other, 1000, null));
    assert.equal(answer.errorCode, 41);
  });

  it('shows its replicas in the directories of their brokers', async t => {
    const {brokers, clock, connection} = await settingOf(t, 1);
    await move(connection, [3]);
    await clock.advance(3000);
    const sizes = async (broker: number) => {
      const asked = await connectTo(t, brokers, broker);
      const answer = await describeLogDirsV1.api.async(asked, [{name: 'a', partitions: [0]}]);
      return answer.results[0]?.topics.flatMap(topic => topic.partitions.map(one => one.partitionSize > 0n));
    };
    assert.deepEqual([await sizes(1), await sizes(3)], [[], [true]]);
  });
});

describe('an election', () => {
  const elect = async (connection: Connection, partition = 0) =>
    (await electLeadersV2.async(connection, [{name: 'a', partitions: [partition]}], 1000)).partitions[0];

  it('of the preferred replica happens where it is needed and possible', async t => {
    const {cluster, connection, brokers, partition} = await settingOf(t);
    assert.equal((await elect(connection))?.errorCode, 84);
    assert.equal((await elect(connection, 9))?.errorMessage, 'The partition does not exist.');
    await cluster.control.stop(1);
    const second = await connectTo(t, brokers, cluster.controller);
    assert.equal((await elect(second))?.errorCode, 80);
    await cluster.control.start(1);
    assert.equal(partition.leader, 2);
    assert.equal((await elect(second))?.errorCode, 0);
    assert.equal(partition.leader, 1);
  });

  it('comes by itself when the interval is over', async t => {
    const {clock, cluster, partition} = await settingOf(t);
    await cluster.control.stop(1);
    await cluster.control.start(1);
    assert.equal(partition.leader, 2);
    await clock.advance(30_000);
    assert.equal(partition.leader, 1);
  });

  it('is unclean only where the topic allows it', async t => {
    const {clock, cluster, partition} = await settingOf(t);
    cluster.append('a', 0, [{value: 'on both'}]);
    await cluster.control.stop(2);
    cluster.append('a', 0, [{value: 'only on 1'}]);
    await cluster.control.stop(1);
    await cluster.control.start(2);
    await clock.advance(5000);
    assert.deepEqual([partition.leader, partition.isr], [-1, [1]]);
    cluster.topics.get('a')?.configs.set('unclean.leader.election.enable', 'true');
    await clock.advance(2000);
    assert.deepEqual([partition.leader, partition.isr], [2, [2]]);
    assert.deepEqual([partition.log.end, partition.log.highWatermark], [1, 1], 'what it had missed is lost');
  });
});

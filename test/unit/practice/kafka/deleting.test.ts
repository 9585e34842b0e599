import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {
  deleteGroupsV2,
  deleteRecordsV2,
  deleteTopicsV6,
  describeProducersV0,
  describeTopicPartitionsV0,
  offsetDeleteV0,
} from '@platformatic/kafka';
import {markerOf} from '../../../../source/practice/kafka/records.ts';
import {answerOf, brokersFor, connectTo} from './connect.ts';

const settingOf = async (t: TestContext, mode: 'zookeeper' | 'kraft' = 'zookeeper') => {
  const brokers = await brokersFor(t, {
    brokers: 2,
    mode,
    configs: {'offsets.topic.num.partitions': '1'},
    topics: [{name: 'a', partitions: 3, replicationFactor: 2, records: {0: 10}}],
    groups: [
      {id: 'empty', members: [], committed: {a: {0: 3, 1: 0}}},
      {id: 'busy', members: [{id: 'm', assignment: {a: [0]}}], committed: {a: {0: 3}}},
    ],
  });
  return {cluster: brokers.cluster, connection: await connectTo(t, brokers)};
};

describe('deleting', () => {
  it('records moves the start, to the high watermark for -1, and no further', async t => {
    const {connection, cluster} = await settingOf(t);
    const remove = async (partitionIndex: number, offset: bigint, name = 'a') => {
      const topics = [{name, partitions: [{partitionIndex, offset}]}];
      const answer = await answerOf(deleteRecordsV2.api.async(connection, topics, 1000));
      const [one] = answer.topics[0]?.partitions ?? [];
      return [one?.errorCode, Number(one?.lowWatermark)];
    };
    assert.deepEqual(await remove(0, 4n), [0, 4]);
    assert.deepEqual(await remove(0, 11n), [1, -1]);
    assert.deepEqual(await remove(0, -3n), [1, -1]);
    assert.deepEqual(await remove(0, -1n), [0, 10]);
    assert.deepEqual(await remove(1, 0n), [6, -1]);
    assert.deepEqual(await remove(0, 0n, 'none'), [3, -1]);
    assert.deepEqual(await remove(0, 0n, '__consumer_offsets'), [17, -1]);
    cluster.topics.get('a')?.configs.set('cleanup.policy', 'compact');
    assert.deepEqual(await remove(2, -1n), [44, -1]);
  });

  it('topics can be switched off', async t => {
    const brokers = await brokersFor(t, {
      brokers: 1,
      configs: {'delete.topic.enable': 'false'},
      topics: [{name: 'a'}],
    });
    const connection = await connectTo(t, brokers);
    const answer = await answerOf(deleteTopicsV6.api.async(connection, [{name: 'a'}], 1000));
    assert.equal(answer.responses[0]?.errorCode, 73);
    assert.equal(brokers.cluster.topics.has('a'), true);
  });

  it('groups is for those without members, and leaves tombstones', async t => {
    const {connection, cluster} = await settingOf(t);
    const before = cluster.partition('__consumer_offsets', 0)?.log.end ?? -1;
    const answer = await answerOf(deleteGroupsV2.api.async(connection, ['empty', 'busy', 'none']));
    assert.deepEqual(
      answer.results.map(({groupId, errorCode}) => [groupId, errorCode]),
      [
        ['empty', 0],
        ['busy', 68],
        ['none', 69],
      ],
    );
    assert.equal(cluster.groups.has('empty'), false);
    assert.equal(cluster.partition('__consumer_offsets', 0)?.log.end, before + 2);
  });

  it('offsets is refused for what members read, and the last one takes the group along', async t => {
    const {connection, cluster} = await settingOf(t);
    const remove = async (group: string, ...partitions: readonly number[]) => {
      const topics = [{name: 'a', partitions: partitions.map(partitionIndex => ({partitionIndex}))}];
      const answer = await answerOf(offsetDeleteV0.api.async(connection, group, topics));
      return [answer.errorCode, ...(answer.topics[0]?.partitions ?? []).map(({errorCode}) => errorCode)];
    };
    assert.deepEqual(await remove('busy', 0, 9), [0, 86, 3]);
    assert.deepEqual(await remove('none', 0), [69]);
    assert.deepEqual(await remove('empty', 0), [0, 0]);
    assert.deepEqual([...(cluster.groups.get('empty')?.committed.get('a')?.keys() ?? [])], [1]);
    assert.deepEqual(await remove('empty', 1), [0, 0]);
    assert.equal(cluster.groups.has('empty'), false);
  });
});

describe('describing', () => {
  it('topics goes on where the last answer ended', async t => {
    const {connection, cluster} = await settingOf(t, 'kraft');
    cluster.createTopic({name: 'b', partitions: 2});
    const ask = async (cursor?: {topicName: string; partitionIndex: number}) => {
      const answer = await describeTopicPartitionsV0.api.async(
        connection,
        [{name: 'b'}, {name: 'a'}],
        2,
        cursor,
      );
      const found = answer.topics.map(
        ({name, partitions}) => `${name}:${partitions.map(({partitionIndex}) => partitionIndex)}`,
      );
      return {found, next: answer.nextCursor};
    };
    const first = await ask();
    assert.deepEqual(first, {found: ['a:0,1'], next: {topicName: 'a', partitionIndex: 2}});
    const second = await ask({topicName: 'a', partitionIndex: 2});
    assert.deepEqual(second, {found: ['a:2', 'b:0'], next: {topicName: 'b', partitionIndex: 1}});
    assert.deepEqual(await ask({topicName: 'b', partitionIndex: 1}), {found: ['b:1'], next: null});
  });

  it('producers tells where a transaction is open', async t => {
    const {connection, cluster} = await settingOf(t);
    const transaction = {producerId: 7, producerEpoch: 2};
    cluster.append('a', 0, [{value: 'x'}], {transaction});
    const ask = async () => {
      const answer = await describeProducersV0.api.async(connection, [{name: 'a', partitionIndexes: [0]}]);
      return answer.topics[0]?.partitions[0]?.activeProducers.map(one => [
        Number(one.producerId),
        one.producerEpoch,
        Number(one.currentTxnStartOffset),
      ]);
    };
    assert.deepEqual(await ask(), [[7, 2, 10]]);
    cluster.appendBatch('a', 0, markerOf('commit', transaction, cluster.clock.now()));
    assert.deepEqual(await ask(), [[7, 2, -1]]);
  });
});

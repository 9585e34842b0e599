import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Connection, Reader} from '@platformatic/kafka';
import * as kafka from '@platformatic/kafka';
import {rangeOf} from '../../../../source/practice/kafka/api.ts';
import {apis} from '../../../../source/practice/kafka/apis/index.ts';
import {answerOf, brokersFor, connectTo} from './connect.ts';

/** One version of a request in the client library. */
interface Version {
  readonly createRequest: (...args: never[]) => unknown;
  readonly parseResponse: (id: number, key: number, version: number, reader: Reader) => unknown;
  readonly api: {readonly key: number; readonly version: number};
}

const isVersion = (value: unknown): value is Version =>
  typeof value === 'object' && value !== null && 'createRequest' in value && 'parseResponse' in value;

const versions = Object.values(kafka).filter(isVersion);

/** Sends a request of the library's, and reads the answer with the library to its last byte. */
const ask = (
  connection: Connection,
  {createRequest, parseResponse, api}: Version,
  args: readonly unknown[],
) => {
  const flexible = apis.find(({key}) => key === api.key)?.flexible ?? 0;
  const isFlexible = api.version >= flexible;
  return answerOf(
    new Promise<unknown>((resolve, reject) => {
      connection.send(
        api.key,
        api.version,
        () => Reflect.apply(createRequest, undefined, args),
        (id, key, version, reader) => {
          try {
            return parseResponse(id, key, version, reader);
          } finally {
            assert.equal(reader.remaining, 0, 'bytes are left over');
          }
        },
        isFlexible,
        isFlexible && api.key !== 18,
        (error, answer) => (error ? reject(error) : resolve(answer)),
      );
    }),
  );
};

const id = '5ab00000-0000-4000-8000-000000000001';
const batch = {topic: 'orders', partition: 0, key: Buffer.from('k'), value: Buffer.from('v')};
const wanted = {
  partition: 0,
  currentLeaderEpoch: -1,
  fetchOffset: 0n,
  lastFetchedEpoch: -1,
  partitionMaxBytes: 1e6,
};
const commits = {partitionIndex: 0, committedOffset: 3n, committedLeaderEpoch: 0, committedMetadata: 'm'};

/** What each API is asked, by its name: arguments of the library's functions, the same for all versions. */
const questions: Readonly<Record<string, (version: number) => readonly unknown[]>> = {
  Produce: () => [-1, 1000, [batch]],
  Fetch: version => [
    0,
    1,
    1e6,
    1,
    0,
    -1,
    [{topicId: version > 12 ? id : 'orders', partitions: [wanted]}],
    [],
    '',
  ],
  ListOffsets: () => [
    -1,
    0,
    [{name: 'orders', partitions: [{partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1n}]}],
  ],
  Metadata: () => [['orders', 'absent'], false, false],
  OffsetCommit: () => ['empty', -1, '', null, [{name: 'orders', partitions: [commits]}]],
  OffsetFetch: () => [
    [
      {
        groupId: 'seeded',
        memberId: null,
        memberEpoch: -1,
        topics: [{name: 'orders', partitionIndexes: [0, 1]}],
      },
    ],
    false,
  ],
  FindCoordinator: () => [0, ['seeded']],
  JoinGroup: version => [
    `fresh-${version}`,
    10_000,
    10_000,
    '',
    version >= 5 ? 'static' : null,
    'consumer',
    [{name: 'range', metadata: Buffer.from('x')}],
    'why',
  ],
  Heartbeat: () => ['seeded', 1, 'm1', null],
  LeaveGroup: () => ['empty', [{memberId: 'nobody', groupInstanceId: null, reason: 'done'}]],
  SyncGroup: () => ['seeded', 1, 'm1', null, 'consumer', 'range', []],
  DescribeGroups: () => [['seeded', 'absent'], false],
  ListGroups: () => [[], []],
  ApiVersions: () => ['test', '1'],
  CreateTopics: version => [
    [
      {
        name: `made-${version}`,
        numPartitions: 1,
        replicationFactor: 1,
        assignments: [],
        configs: [{name: 'retention.ms', value: '1000'}],
      },
    ],
    1000,
    false,
  ],
  DeleteTopics: version => [[{name: 'absent', topicId: version >= 6 ? id : undefined}], 1000],
  InitProducerId: () => [null, 1000, -1n, -1],
  AddPartitionsToTxn: () => [
    [{transactionalId: 'tx', producerId: 7n, producerEpoch: 0, topics: [{name: 'orders', partitions: [0]}]}],
  ],
  AddOffsetsToTxn: () => ['tx', 7n, 0, 'empty'],
  EndTxn: () => ['tx', 7n, 0, true],
  TxnOffsetCommit: () => ['tx', 'empty', 7n, 0, -1, '', null, [{name: 'orders', partitions: [commits]}]],
  DescribeConfigs: () => [
    [
      {resourceType: 2, resourceName: 'orders', configurationKeys: null},
      {resourceType: 4, resourceName: '1', configurationKeys: ['broker.id']},
    ],
    true,
    true,
  ],
  DescribeLogDirs: () => [[{name: 'orders', partitions: [0]}]],
  DeleteRecords: () => [[{name: 'orders', partitions: [{partitionIndex: 0, offset: 1n}]}], 1000],
  OffsetForLeaderEpoch: version => [
    ...(version >= 3 ? [-1] : []),
    [
      {
        name: 'orders',
        topic: 'orders',
        partitions: [{partitionIndex: 0, partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0}],
      },
    ],
  ],
  AlterConfigs: () => [
    [{resourceType: 2, resourceName: 'orders', configs: [{name: 'retention.ms', value: '1000'}]}],
    false,
  ],
  CreatePartitions: version => [[{name: 'orders', count: 10 + version, assignments: null}], 1000, false],
  DeleteGroups: () => [['empty', 'seeded', 'absent']],
  IncrementalAlterConfigs: () => [
    [
      {
        resourceType: 2,
        resourceName: 'orders',
        configs: [{name: 'retention.ms', configOperation: 0, value: '1000'}],
      },
    ],
    false,
  ],
  AlterPartitionReassignments: () => [
    1000,
    false,
    [{name: 'orders', partitions: [{partitionIndex: 0, replicas: [1]}]}],
  ],
  ListPartitionReassignments: () => [1000, [{name: 'orders', partitionIndexes: [0]}]],
  OffsetDelete: () => ['empty', [{name: 'orders', partitions: [{partitionIndex: 0}]}]],
  DescribeAcls: () => [
    {
      resourceType: 1,
      resourceName: null,
      resourcePatternType: 1,
      resourcePatternTypeFilter: 1,
      principal: null,
      host: null,
      operation: 1,
      permissionType: 1,
    },
  ],
  DescribeClientQuotas: () => [[{entityType: 'user', matchType: 2, match: null}], false],
  DescribeUserScramCredentials: () => [[{name: 'alice'}]],
  DescribeProducers: () => [[{name: 'orders', partitionIndexes: [0, 7]}]],
  DescribeTopicPartitions: () => [[{name: 'orders'}], 1, {topicName: 'orders', partitionIndex: 0}],
  DescribeQuorum: () => [[{topicName: '__cluster_metadata', partitions: [{partitionIndex: 0}]}]],
  DescribeCluster: () => [false, 1],
};

/** Requests that the client library does not have: they are asked in files of their own. */
const notThere = ['ElectLeaders'];

describe('every version of every API', () => {
  for (const api of apis.filter(({name}) => !notThere.includes(name))) {
    const [min, max] = api.versions;
    it(`${api.name} ${min}-${max} is read and answered to the last byte`, async t => {
      const brokers = await brokersFor(t, {
        brokers: 1,
        mode: api.only ?? 'zookeeper',
        topics: [{name: 'orders', partitions: 2, records: {0: 3}}],
        groups: [
          {id: 'seeded', members: [{id: 'm1', assignment: {orders: [0]}}], committed: {orders: {0: 1}}},
          {id: 'empty', members: []},
        ],
      });
      const connection = await connectTo(t, brokers);
      const tried: number[] = [];
      for (const version of versions.filter(each => each.api.key === api.key)) {
        const number = version.api.version;
        if (number < min || number > max) continue;
        const answer = await ask(connection, version, questions[api.name]?.(number) ?? []);
        assert.ok(answer, `version ${number}`);
        tried.push(number);
      }
      assert.deepEqual(
        tried.sort((a, b) => a - b),
        Array.from({length: max - min + 1}, (_, n) => min + n),
      );
      assert.deepEqual(
        brokers.cluster.wire.all.map(({name}) => name).filter(name => name !== api.name),
        [],
      );
    });
  }

  it('offers no API that the kind of cluster does not have', async t => {
    const {cluster} = await brokersFor(t, {brokers: 1, mode: 'zookeeper'});
    const kraft = await brokersFor(t, {brokers: 1, mode: 'kraft'});
    const quorum = apis.filter(({name}) => name === 'DescribeQuorum');
    assert.deepEqual(
      quorum.map(api => rangeOf(api, cluster)),
      [undefined],
    );
    assert.deepEqual(
      quorum.map(api => rangeOf(api, kraft.cluster)),
      [[0, 2]],
    );
  });
});

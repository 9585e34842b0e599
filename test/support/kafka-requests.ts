import type {Reader} from '@platformatic/kafka';
import * as kafka from '@platformatic/kafka';
import {apis} from '../../source/practice/kafka/apis/index.ts';

/** One version of a request in the client library. */
export interface RequestVersion {
  readonly createRequest: (...args: never[]) => unknown;
  readonly parseResponse: (id: number, key: number, version: number, reader: Reader) => unknown;
  readonly api: {readonly key: number; readonly version: number};
}

const isVersion = (value: unknown): value is RequestVersion =>
  typeof value === 'object' && value !== null && 'createRequest' in value && 'parseResponse' in value;

/** Every request of the library, in each of its versions. */
export const requestVersions = Object.values(kafka).filter(isVersion);

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
export const questions: Readonly<Record<string, (version: number) => readonly unknown[]>> = {
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

/** Whole requests as they go over the wire, one for each version of each API that a client of ours can write. */
export const requestFrames = (): readonly Buffer[] =>
  requestVersions.flatMap(({createRequest, api: {key, version}}) => {
    const api = apis.find(each => each.key === key);
    const args =
      api && version >= api.versions[0] && version <= api.versions[1] ? questions[api.name] : undefined;
    if (!api || !args) return [];
    const body: unknown = Reflect.apply(createRequest, undefined, args(version));
    if (!(body instanceof kafka.Writer)) return [];
    const head = kafka.Writer.create()
      .appendInt16(key)
      .appendInt16(version)
      .appendInt32(1)
      .appendString('fuzz', false);
    // The head of a flexible request ends with its tagged fields; that of ApiVersions is never flexible.
    if (version >= api.flexible && key !== 18) head.appendTaggedFields();
    const bytes = Buffer.concat([head.buffer, body.buffer]);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    return [Buffer.concat([length, bytes])];
  });

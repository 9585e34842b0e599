import {
  alterPartitionReassignmentsV0,
  type Connection,
  consumerGroupDescribeV0,
  createPartitionsV1,
  createPartitionsV2,
  createPartitionsV3,
  createTopicsV3,
  createTopicsV4,
  createTopicsV5,
  createTopicsV6,
  createTopicsV7,
  deleteGroupsV1,
  deleteGroupsV2,
  deleteRecordsV1,
  deleteRecordsV2,
  deleteTopicsV3,
  deleteTopicsV4,
  deleteTopicsV5,
  describeConfigsV1,
  describeConfigsV2,
  describeConfigsV3,
  describeConfigsV4,
  describeGroupsV2,
  describeGroupsV3,
  describeGroupsV4,
  describeGroupsV5,
  describeLogDirsV1,
  describeLogDirsV2,
  describeLogDirsV3,
  describeLogDirsV4,
  describeQuorumV0,
  describeQuorumV1,
  describeQuorumV2,
  incrementalAlterConfigsV0,
  incrementalAlterConfigsV1,
  initProducerIdV1,
  initProducerIdV2,
  initProducerIdV3,
  initProducerIdV4,
  leaveGroupV3,
  leaveGroupV4,
  leaveGroupV5,
  listGroupsV2,
  listGroupsV3,
  listGroupsV4,
  listGroupsV5,
  listOffsetsV4,
  listOffsetsV5,
  listOffsetsV6,
  listOffsetsV7,
  listOffsetsV8,
  listOffsetsV9,
  listPartitionReassignmentsV0,
  metadataV7,
  metadataV8,
  metadataV9,
  metadataV10,
  metadataV11,
  metadataV12,
  offsetCommitV7,
  offsetCommitV8,
  offsetCommitV9,
  offsetDeleteV0,
  offsetFetchV5,
  offsetFetchV6,
  offsetFetchV7,
  offsetFetchV8,
  offsetFetchV9,
  produceV7,
  produceV8,
  produceV9,
  produceV10,
  produceV11,
} from '@platformatic/kafka';
import {electLeadersV2} from './elect-leaders.ts';

/** One version of a request, as the library makes and reads it. */
export interface Version<Args extends unknown[], Answer> {
  readonly key: number;
  readonly version: number;
  async(connection: Connection, ...args: Args): Promise<Answer>;
}

/** A request in all versions that we speak, newest first. The oldest are those of Kafka 2.1. */
export interface Api<Args extends unknown[], Answer> {
  readonly name: string;
  readonly key: number;
  readonly versions: readonly Version<Args, Answer>[];
}

const api = <Args extends unknown[], Answer>(
  name: string,
  first: Version<Args, Answer>,
  ...older: readonly Version<Args, Answer>[]
): Api<Args, Answer> => ({name, key: first.key, versions: [first, ...older]});

export const metadata = api(
  'Metadata',
  metadataV12.api,
  metadataV11.api,
  metadataV10.api,
  metadataV9.api,
  metadataV8.api,
  metadataV7.api,
);
export const listOffsets = api(
  'ListOffsets',
  listOffsetsV9.api,
  listOffsetsV8.api,
  listOffsetsV7.api,
  listOffsetsV6.api,
  listOffsetsV5.api,
  listOffsetsV4.api,
);
export const listGroups = api(
  'ListGroups',
  listGroupsV5.api,
  listGroupsV4.api,
  listGroupsV3.api,
  listGroupsV2.api,
);
export const describeGroups = api(
  'DescribeGroups',
  describeGroupsV5.api,
  describeGroupsV4.api,
  describeGroupsV3.api,
  describeGroupsV2.api,
);
export const consumerGroupDescribe = api('ConsumerGroupDescribe', consumerGroupDescribeV0.api);
/** From version 8 on for several groups at once. */
export const offsetFetch = api('OffsetFetch', offsetFetchV9.api, offsetFetchV8.api);
export const offsetFetchOfOne = api('OffsetFetch', offsetFetchV7.api, offsetFetchV6.api, offsetFetchV5.api);
export const describeConfigs = api(
  'DescribeConfigs',
  describeConfigsV4.api,
  describeConfigsV3.api,
  describeConfigsV2.api,
  describeConfigsV1.api,
);
export const describeLogDirs = api(
  'DescribeLogDirs',
  describeLogDirsV4.api,
  describeLogDirsV3.api,
  describeLogDirsV2.api,
  describeLogDirsV1.api,
);
export const describeQuorum = api(
  'DescribeQuorum',
  describeQuorumV2.api,
  describeQuorumV1.api,
  describeQuorumV0.api,
);
export const produce = api(
  'Produce',
  produceV11.api,
  produceV10.api,
  produceV9.api,
  produceV8.api,
  produceV7.api,
);
export const initProducerId = api(
  'InitProducerId',
  initProducerIdV4.api,
  initProducerIdV3.api,
  initProducerIdV2.api,
  initProducerIdV1.api,
);
export const createTopics = api(
  'CreateTopics',
  createTopicsV7.api,
  createTopicsV6.api,
  createTopicsV5.api,
  createTopicsV4.api,
  createTopicsV3.api,
);
export const deleteTopics = api('DeleteTopics', deleteTopicsV5.api, deleteTopicsV4.api, deleteTopicsV3.api);
export const createPartitions = api(
  'CreatePartitions',
  createPartitionsV3.api,
  createPartitionsV2.api,
  createPartitionsV1.api,
);
export const incrementalAlterConfigs = api(
  'IncrementalAlterConfigs',
  incrementalAlterConfigsV1.api,
  incrementalAlterConfigsV0.api,
);
export const deleteRecords = api('DeleteRecords', deleteRecordsV2.api, deleteRecordsV1.api);
export const deleteGroups = api('DeleteGroups', deleteGroupsV2.api, deleteGroupsV1.api);
export const offsetCommit = api('OffsetCommit', offsetCommitV9.api, offsetCommitV8.api, offsetCommitV7.api);
export const offsetDelete = api('OffsetDelete', offsetDeleteV0.api);
export const leaveGroup = api('LeaveGroup', leaveGroupV5.api, leaveGroupV4.api, leaveGroupV3.api);
export const alterPartitionReassignments = api(
  'AlterPartitionReassignments',
  alterPartitionReassignmentsV0.api,
);
export const listPartitionReassignments = api('ListPartitionReassignments', listPartitionReassignmentsV0.api);
export const electLeaders = api('ElectLeaders', electLeadersV2);

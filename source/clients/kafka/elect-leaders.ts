import {createAPI, type Reader, Writer} from '@platformatic/kafka';

export interface ElectedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

export interface ElectLeadersAnswer {
  readonly errorCode: number;
  readonly partitions: readonly ElectedPartition[];
}

type Topics = readonly {readonly name: string; readonly partitions: readonly number[]}[];

const preferred = 0;

/*
  ElectLeaders Request (Version: 2) => election_type [topic_partitions] timeout_ms TAG_BUFFER
    election_type => INT8 (0 preferred, 1 unclean)
    topic_partitions => topic [partitions] TAG_BUFFER
      topic => COMPACT_STRING
      partitions => INT32
    timeout_ms => INT32
*/
const write = (topics: Topics, timeout: number): Writer =>
  Writer.create()
    .appendInt8(preferred)
    .appendArray([...topics], (topicWriter, {name, partitions}) => {
      topicWriter
        .appendString(name)
        .appendArray([...partitions], (writer, id) => writer.appendInt32(id), true, false);
    })
    .appendInt32(timeout)
    .appendTaggedFields();

/*
  ElectLeaders Response (Version: 2) => throttle_time_ms error_code [replica_election_results] TAG_BUFFER
    throttle_time_ms => INT32
    error_code => INT16
    replica_election_results => topic [partition_result] TAG_BUFFER
      topic => COMPACT_STRING
      partition_result => partition_id error_code error_message TAG_BUFFER
        partition_id => INT32
        error_code => INT16
        error_message => COMPACT_NULLABLE_STRING
*/
const read = (_correlation: number, _key: number, _version: number, reader: Reader): ElectLeadersAnswer => {
  reader.readInt32();
  const errorCode = reader.readInt16();
  const topics = reader.readArray(topicReader => {
    const topic = topicReader.readString();
    return topicReader.readArray(
      (partition): ElectedPartition => ({
        topic,
        partition: partition.readInt32(),
        errorCode: partition.readInt16(),
        errorMessage: partition.readNullableString(),
      }),
    );
  });
  reader.readTaggedFields();
  return {errorCode, partitions: topics.flat()};
};

/** The library has no ElectLeaders. Version 2 is that of Kafka 2.4. */
export const electLeadersV2 = createAPI<[topics: Topics, timeout: number], ElectLeadersAnswer>(
  43,
  2,
  write,
  read,
);

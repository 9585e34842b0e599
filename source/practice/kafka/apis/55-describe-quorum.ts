import {defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {timeOut} from '../wait.ts';

/*
  DescribeQuorum Request (0-2, flexible) => [topics]
    topics => topic_name [partitions]
      topic_name => STRING
      partitions => partition_index INT32

  DescribeQuorum Response => error_code error_message [topics] [nodes]
    error_code => INT16
    error_message => NULLABLE_STRING (2+)
    topics => topic_name [partitions]
      topic_name => STRING
      partitions => partition_index error_code error_message leader_id leader_epoch high_watermark [current_voters]
          [observers]
        partition_index => INT32
        error_code => INT16
        error_message => NULLABLE_STRING (2+)
        leader_id => INT32
        leader_epoch => INT32
        high_watermark => INT64
        current_voters, observers => replica_id replica_directory_id log_end_offset last_fetch_timestamp
            last_caught_up_timestamp
          replica_id => INT32
          replica_directory_id => UUID (2+)
          log_end_offset => INT64
          last_fetch_timestamp => INT64 (1+)
          last_caught_up_timestamp => INT64 (1+)
    nodes => node_id [listeners] (2+)
      node_id => INT32
      listeners => name STRING, host STRING, port UINT16

  The broker asks the controller, and says after its own time-out that it did not answer.
*/

/** The node that controls a KRaft cluster: none of the brokers. */
const quorumVoter = 1000;
const metadataTopic = '__cluster_metadata';
const askingMs = 30_000;

export const describeQuorum = defineApi({
  key: 55,
  name: 'DescribeQuorum',
  versions: [0, 2],
  flexible: 0,
  only: 'kraft',
  read: r => ({
    topics: readList(r, true, entry => ({
      topicName: entry.readString(),
      partitions: readList(entry, true, p => p.readInt32()),
    })),
  }),
  async handle({topics}, {cluster, signal}) {
    const now = cluster.clock.now();
    const all = {observers: cluster.registered().map(({id}) => id), now};
    const failed = (errorCode: number) => ({...all, errorCode, topics: []});
    if (cluster.faults.isDenied('cluster')) return failed(codes.CLUSTER_AUTHORIZATION_FAILED);
    if (!cluster.isQuorumUp) {
      await timeOut(askingMs, cluster.clock, signal);
      return failed(codes.REQUEST_TIMED_OUT);
    }
    return {
      ...all,
      errorCode: codes.NONE,
      topics: topics.map(({topicName, partitions}) => ({
        topicName,
        partitions: partitions.map(id => ({
          id,
          errorCode: topicName === metadataTopic && id === 0 ? codes.NONE : codes.UNKNOWN_TOPIC_OR_PARTITION,
        })),
      })),
    };
  },
  write(w, {errorCode, topics, observers, now}, version) {
    const end = BigInt(now);
    const replicas = (to: typeof w, ids: readonly number[]): typeof w =>
      writeList(to, true, ids, (entry, id) => {
        entry.appendInt32(id);
        if (version >= 2) entry.appendUUID(null);
        entry.appendInt64(end);
        if (version >= 1) entry.appendInt64(end).appendInt64(end);
      });
    w.appendInt16(errorCode);
    if (version >= 2) w.appendString(null);
    writeList(w, true, topics, (entry, {topicName, partitions}) =>
      writeList(entry.appendString(topicName), true, partitions, (p, partition) => {
        const isKnown = partition.errorCode === codes.NONE;
        p.appendInt32(partition.id).appendInt16(partition.errorCode);
        if (version >= 2) p.appendString(null);
        p.appendInt32(isKnown ? quorumVoter : -1)
          .appendInt32(isKnown ? 1 : -1)
          .appendInt64(end);
        replicas(replicas(p, isKnown ? [quorumVoter] : []), isKnown ? observers : []);
      }),
    );
    if (version >= 2)
      writeList(w, true, [quorumVoter], (entry, id) =>
        writeList(entry.appendInt32(id), true, ['kraft'], (listener, host) =>
          listener.appendString('CONTROLLER').appendString(host).appendUnsignedInt16(9093),
        ),
      );
  },
});

import {type Context, defineApi} from '../api.ts';
import {readInts, readListOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {controllerRefusal} from '../controller.ts';
import {leadUnclean, preferLeader} from '../leadership.ts';
import {type Refusal, refuse} from '../refusal.ts';
import type {PartitionState} from '../state.ts';

/*
  ElectLeaders Request (0-2, flexible from 2) => election_type [topic_partitions] timeout_ms
    election_type => INT8 (1+)                     0 the preferred replica, 1 unclean: any that is left
    topic_partitions => topic STRING, [partitions INT32]      null: all
    timeout_ms => INT32

  ElectLeaders Response => throttle_time_ms error_code [replica_election_results]
    throttle_time_ms => INT32
    error_code => INT16 (1+)
    replica_election_results => topic [partition_result]
      topic => STRING
      partition_result => partition_id INT32, error_code INT16, error_message NULLABLE_STRING

  For all partitions, those that need no election are left out.
*/

const preferred = 0;
const unclean = 1;
const notNeeded = refuse(codes.ELECTION_NOT_NEEDED, 'Leader election not needed for topic partition.');

const failed = (partition: PartitionState, code: number, strategy: string): Refusal =>
  refuse(
    code,
    `Failed to elect leader for partition ${partition.topic}-${partition.id} under strategy ${strategy}`,
  );

const electPreferred = (partition: PartitionState, {cluster}: Context): Refusal => {
  const [first] = partition.replicas;
  if (partition.leader === first) return notNeeded;
  preferLeader(partition, cluster.live);
  return partition.leader === first
    ? refuse(codes.NONE)
    : failed(
        partition,
        codes.PREFERRED_LEADER_NOT_AVAILABLE,
        'PreferredReplicaPartitionLeaderElectionStrategy',
      );
};

const electUnclean = (partition: PartitionState, {cluster}: Context): Refusal => {
  if (partition.leader !== -1) return notNeeded;
  leadUnclean(partition, cluster.live);
  return partition.leader === -1
    ? failed(partition, codes.ELIGIBLE_LEADERS_NOT_AVAILABLE, 'OfflinePartitionLeaderElectionStrategy(true)')
    : refuse(codes.NONE);
};

interface Topic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

const everything = ({cluster}: Context): readonly Topic[] =>
  [...cluster.topics.values()].map(({name, partitions}) => ({
    topic: name,
    partitions: partitions.map(({id}) => id),
  }));

export const electLeaders = defineApi({
  key: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexible: 2,
  read: (r, version, f) => ({
    electionType: version >= 1 ? r.readInt8() : preferred,
    topics: readListOrNull(
      r,
      f,
      (entry): Topic => ({topic: entry.readString(f), partitions: readInts(entry, f)}),
    ),
    timeoutMs: r.readInt32(),
  }),
  async handle({electionType, topics, timeoutMs}, context) {
    const {cluster} = context;
    if (cluster.faults.isDenied('cluster'))
      return {errorCode: codes.CLUSTER_AUTHORIZATION_FAILED, topics: []};
    if (electionType !== preferred && electionType !== unclean)
      return {errorCode: codes.INVALID_REQUEST, topics: []};
    const refusal = await controllerRefusal(timeoutMs, context);
    const elect = (topic: string, id: number): Refusal => {
      const partition = cluster.partition(topic, id);
      if (refusal) return refuse(refusal.code);
      if (!partition)
        return refuse(codes.UNKNOWN_TOPIC_OR_PARTITION, cluster.words.missingPartition(topic, id));
      return electionType === preferred
        ? electPreferred(partition, context)
        : electUnclean(partition, context);
    };
    const results = (topics ?? everything(context)).map(({topic, partitions}) => ({
      topic,
      partitions: partitions
        .map(id => ({id, ...elect(topic, id)}))
        .filter(({code}) => topics !== null || code !== codes.ELECTION_NOT_NEEDED),
    }));
    return {errorCode: codes.NONE, topics: results.filter(({partitions}) => partitions.length > 0)};
  },
  write(w, {errorCode, topics}, version, f) {
    w.appendInt32(0);
    if (version >= 1) w.appendInt16(errorCode);
    writeList(w, f, topics, (entry, {topic, partitions}) =>
      writeList(entry.appendString(topic, f), f, partitions, (p, {id, code, message}) =>
        p.appendInt32(id).appendInt16(code).appendString(message, f),
      ),
    );
  },
});

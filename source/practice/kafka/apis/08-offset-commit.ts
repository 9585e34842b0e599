import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import type {GroupState} from '../groups.ts';
import {groupRefusal} from '../leader.ts';
import {type Claim, membershipOf} from '../member.ts';
import {keepAlive} from '../rebalance.ts';

/*
  OffsetCommit Request (2-9, flexible from 8) => group_id generation_id member_id group_instance_id retention_time_ms
      [topics]
    group_id => STRING
    generation_id => INT32                         -1 with an empty member id: from outside the group
    member_id => STRING
    group_instance_id => NULLABLE_STRING (7+)
    retention_time_ms => INT64 (2-4)
    topics => name [partitions]
      name => STRING
      partitions => partition_index committed_offset committed_leader_epoch committed_metadata
        partition_index => INT32
        committed_offset => INT64
        committed_leader_epoch => INT32 (6+)
        committed_metadata => NULLABLE_STRING

  OffsetCommit Response => throttle_time_ms [topics]
    throttle_time_ms => INT32 (3+)
    topics => name STRING, [partition_index INT32, error_code INT16]
*/

const maxMetadata = 4096;

/** The group that may take the commit, or the code of why not. */
const groupOf = (claim: Claim, context: Context): GroupState | number => {
  const {cluster} = context;
  const refusal = groupRefusal(claim.groupId, context);
  if (refusal !== codes.NONE) return refusal;
  if (claim.generationId < 0) {
    const group = cluster.group(claim.groupId);
    return group.members.size === 0 ? group : codes.UNKNOWN_MEMBER_ID;
  }
  const membership = membershipOf(claim, context);
  if (typeof membership === 'number') return membership;
  if (membership.group.phase === 'CompletingRebalance') return codes.REBALANCE_IN_PROGRESS;
  keepAlive(membership.group, membership.member, cluster.rules);
  return membership.group;
};

export const offsetCommit = defineApi({
  key: 8,
  name: 'OffsetCommit',
  versions: [2, 9],
  flexible: 8,
  read(r, version, f) {
    const groupId = r.readString(f);
    const generationId = r.readInt32();
    const memberId = r.readString(f);
    if (version >= 7) r.readNullableString(f);
    if (version <= 4) r.readInt64();
    const topics = readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(topic, f, p => ({
        partitionIndex: p.readInt32(),
        offset: Number(p.readInt64()),
        leaderEpoch: version >= 6 ? p.readInt32() : -1,
        metadata: p.readNullableString(f),
      })),
    }));
    return {groupId, generationId, memberId, topics};
  },
  handle({topics, ...claim}, context) {
    const {cluster} = context;
    const group = groupOf(claim, context);
    const at = cluster.clock.now();
    return topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({partitionIndex, ...value}) => {
        const result = (errorCode: number) => ({partitionIndex, errorCode});
        if (typeof group === 'number') return result(group);
        if (cluster.faults.isDenied('topic', name)) return result(codes.TOPIC_AUTHORIZATION_FAILED);
        if (!cluster.partition(name, partitionIndex)) return result(codes.UNKNOWN_TOPIC_OR_PARTITION);
        if ((value.metadata ?? '').length > maxMetadata) return result(codes.OFFSET_METADATA_TOO_LARGE);
        cluster.commit(group, name, partitionIndex, {...value, at});
        return result(codes.NONE);
      }),
    }));
  },
  write(w, topics, version, f) {
    if (version >= 3) w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {partitionIndex, errorCode}) =>
        p.appendInt32(partitionIndex).appendInt16(errorCode),
      ),
    );
  },
});

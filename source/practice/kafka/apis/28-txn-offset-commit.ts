import {defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {groupRefusal} from '../leader.ts';
import {membershipOf} from '../member.ts';

/*
  TxnOffsetCommit Request (0-3, flexible from 3) => transactional_id group_id producer_id producer_epoch
      generation_id member_id group_instance_id [topics]
    transactional_id => STRING
    group_id => STRING
    producer_id => INT64
    producer_epoch => INT16
    generation_id => INT32 (3+)                    -1 with an empty member id: whoever it is
    member_id => STRING (3+)
    group_instance_id => NULLABLE_STRING (3+)
    topics => name [partitions]
      name => STRING
      partitions => partition_index committed_offset committed_leader_epoch committed_metadata
        partition_index => INT32
        committed_offset => INT64
        committed_leader_epoch => INT32 (2+)
        committed_metadata => NULLABLE_STRING

  TxnOffsetCommit Response => throttle_time_ms [topics]
    throttle_time_ms => INT32
    topics => name STRING, [partition_index INT32, error_code INT16]
*/
export const txnOffsetCommit = defineApi({
  key: 28,
  name: 'TxnOffsetCommit',
  versions: [0, 3],
  flexible: 3,
  read(r, version, f) {
    const transactionalId = r.readString(f);
    const groupId = r.readString(f);
    const producerId = Number(r.readInt64());
    const producerEpoch = r.readInt16();
    const generationId = version >= 3 ? r.readInt32() : -1;
    const memberId = version >= 3 ? r.readString(f) : '';
    if (version >= 3) r.readNullableString(f);
    const topics = readList(r, f, topic => ({
      name: topic.readString(f),
      partitions: readList(topic, f, p => ({
        partitionIndex: p.readInt32(),
        offset: Number(p.readInt64()),
        leaderEpoch: version >= 2 ? p.readInt32() : -1,
        metadata: p.readNullableString(f),
      })),
    }));
    return {
      claim: {transactionalId, producerId, producerEpoch},
      member: {groupId, generationId, memberId},
      topics,
    };
  },
  handle({claim, member, topics}, context) {
    const {cluster} = context;
    const isMember = member.generationId >= 0 || member.memberId !== '';
    const membership = isMember ? membershipOf(member, context) : groupRefusal(member.groupId, context);
    const at = cluster.clock.now();
    const commits = topics.flatMap(({name, partitions}) =>
      partitions.map(({partitionIndex, ...value}) => ({
        topic: name,
        partition: partitionIndex,
        value: {...value, at},
      })),
    );
    const refusal = typeof membership === 'number' ? membership : codes.NONE;
    const code =
      refusal !== codes.NONE ? refusal : cluster.transactions.addCommits(claim, member.groupId, commits);
    return topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(({partitionIndex}) => ({
        partitionIndex,
        code:
          code === codes.NONE && !cluster.partition(name, partitionIndex)
            ? codes.UNKNOWN_TOPIC_OR_PARTITION
            : code,
      })),
    }));
  },
  write(w, topics, _version, f) {
    w.appendInt32(0);
    writeList(w, f, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, f), f, partitions, (p, {partitionIndex, code}) =>
        p.appendInt32(partitionIndex).appendInt16(code),
      ),
    );
  },
});

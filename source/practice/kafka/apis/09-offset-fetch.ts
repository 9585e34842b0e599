import {type Context, defineApi} from '../api.ts';
import {readInts, readList, readListOrNull, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {groupRefusal} from '../leader.ts';

/*
  OffsetFetch Request (1-7 one group, 8-9 several; flexible from 6)
    => group_id [topics] require_stable (1-7) | [groups] require_stable (8+)
    groups => group_id member_id member_epoch [topics]
      group_id => STRING
      member_id => NULLABLE_STRING (9+)
      member_epoch => INT32 (9+)
      topics => name [partition_indexes]           null (2+): all that the group has committed
        name => STRING
        partition_indexes => INT32
    require_stable => BOOLEAN (7+)

  OffsetFetch Response => throttle_time_ms [topics] error_code (1-7) | throttle_time_ms [groups] (8+)
    throttle_time_ms => INT32 (3+)
    groups => group_id [topics] error_code
      topics => name [partitions]
        name => STRING
        partitions => partition_index committed_offset committed_leader_epoch metadata error_code
          partition_index => INT32
          committed_offset => INT64                -1: none
          committed_leader_epoch => INT32 (5+)
          metadata => NULLABLE_STRING
          error_code => INT16
      error_code => INT16 (2+)
*/

interface WantedTopic {
  readonly name: string;
  readonly partitionIndexes: readonly number[];
}

interface Wanted {
  readonly groupId: string;
  readonly topics: readonly WantedTopic[] | null;
}

interface FoundPartition {
  readonly partitionIndex: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string | null;
  readonly errorCode: number;
}

interface Found {
  readonly groupId: string;
  readonly topics: readonly {readonly name: string; readonly partitions: readonly FoundPartition[]}[];
  readonly errorCode: number;
}

const find = ({groupId, topics}: Wanted, context: Context): Found => {
  const {cluster} = context;
  const errorCode = groupRefusal(groupId, context);
  const committed = cluster.groups.get(groupId)?.committed;
  const all = [...(committed ?? [])]
    .filter(([name]) => !cluster.faults.isDenied('topic', name))
    .map(([name, partitions]) => ({name, partitionIndexes: [...partitions.keys()]}));
  if (errorCode !== codes.NONE) return {groupId, errorCode, topics: []};
  return {
    groupId,
    errorCode,
    topics: (topics ?? all).map(({name, partitionIndexes}) => ({
      name,
      partitions: partitionIndexes.map(partitionIndex => {
        const isDenied = cluster.faults.isDenied('topic', name);
        const commit = isDenied ? undefined : committed?.get(name)?.get(partitionIndex);
        return {
          partitionIndex,
          offset: commit?.offset ?? -1,
          leaderEpoch: commit?.leaderEpoch ?? -1,
          metadata: commit?.metadata ?? '',
          errorCode: isDenied ? codes.TOPIC_AUTHORIZATION_FAILED : codes.NONE,
        };
      }),
    })),
  };
};

/** Before version 2 there is no place for an error but the partitions. */
const spread = (found: Found, {topics}: Wanted): Found =>
  found.errorCode === codes.NONE
    ? found
    : {
        ...found,
        topics: (topics ?? []).map(({name, partitionIndexes}) => ({
          name,
          partitions: partitionIndexes.map(partitionIndex => ({
            partitionIndex,
            offset: -1,
            leaderEpoch: -1,
            metadata: '',
            errorCode: found.errorCode,
          })),
        })),
      };

export const offsetFetch = defineApi({
  key: 9,
  name: 'OffsetFetch',
  versions: [1, 9],
  flexible: 6,
  read(r, version, f) {
    const group = (): Wanted => {
      const groupId = r.readString(f);
      if (version >= 9) {
        r.readNullableString(f);
        r.readInt32();
      }
      const topics = readListOrNull(r, f, topic => ({
        name: topic.readString(f),
        partitionIndexes: readInts(topic, f),
      }));
      return {groupId, topics};
    };
    const groups = version >= 8 ? readList(r, f, group) : [group()];
    if (version >= 7) r.readBoolean();
    return {groups};
  },
  handle: ({groups}, context) =>
    groups.map(wanted => {
      const found = find(wanted, context);
      return context.version < 8 ? spread(found, wanted) : found;
    }),
  write(w, groups, version, f) {
    if (version >= 3) w.appendInt32(0);
    const writeTopics = (to: typeof w, topics: Found['topics']): typeof w =>
      writeList(to, f, topics, (topic, {name, partitions}) =>
        writeList(topic.appendString(name, f), f, partitions, (p, found) => {
          p.appendInt32(found.partitionIndex).appendInt64(BigInt(found.offset));
          if (version >= 5) p.appendInt32(found.leaderEpoch);
          p.appendString(found.metadata, f).appendInt16(found.errorCode);
        }),
      );
    if (version >= 8) {
      writeList(w, f, groups, (entry, group) =>
        writeTopics(entry.appendString(group.groupId, f), group.topics).appendInt16(group.errorCode),
      );
      return;
    }
    writeTopics(w, groups[0]?.topics ?? []);
    if (version >= 2) w.appendInt16(groups[0]?.errorCode ?? codes.NONE);
  },
});

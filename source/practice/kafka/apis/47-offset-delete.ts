import {type Context, defineApi} from '../api.ts';
import {readList, writeList} from '../codec.ts';
import {codes} from '../codes.ts';
import {forgetCommits, forgetGroup, subscriptionsOf} from '../forget.ts';
import type {GroupState} from '../groups.ts';
import {groupRefusal} from '../leader.ts';

/*
  OffsetDelete Request (0, never flexible) => group_id [topics]
    group_id => STRING
    topics => name STRING, [partition_index INT32]

  OffsetDelete Response => error_code throttle_time_ms [topics]
    error_code => INT16
    throttle_time_ms => INT32
    topics => name STRING, [partition_index INT32, error_code INT16]
*/

/** The group whose commits may be deleted, or the code of why not. */
const groupOf = (id: string, context: Context): GroupState | number => {
  const refusal = groupRefusal(id, context);
  if (refusal !== codes.NONE) return refusal;
  const group = context.cluster.groups.get(id);
  if (!group || group.phase === 'Dead') return codes.GROUP_ID_NOT_FOUND;
  return group.members.size > 0 && group.protocolType !== 'consumer' ? codes.NON_EMPTY_GROUP : group;
};

export const offsetDelete = defineApi({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  flexible: 1,
  read: r => ({
    groupId: r.readString(false),
    topics: readList(r, false, topic => ({
      name: topic.readString(false),
      partitions: readList(topic, false, p => p.readInt32()),
    })),
  }),
  handle({groupId, topics}, context) {
    const {cluster} = context;
    const group = groupOf(groupId, context);
    if (typeof group === 'number') return {errorCode: group, topics: []};
    const inUse = subscriptionsOf(group);
    const codeOf = (name: string, partition: number): number => {
      if (cluster.faults.isDenied('topic', name)) return codes.TOPIC_AUTHORIZATION_FAILED;
      if (!cluster.partition(name, partition)) return codes.UNKNOWN_TOPIC_OR_PARTITION;
      return inUse.has(name) ? codes.GROUP_SUBSCRIBED_TO_TOPIC : codes.NONE;
    };
    const results = topics.map(({name, partitions}) => ({
      name,
      partitions: partitions.map(partition => ({partition, errorCode: codeOf(name, partition)})),
    }));
    for (const {name, partitions} of results)
      for (const {partition, errorCode} of partitions)
        if (errorCode === codes.NONE)
          forgetCommits(cluster, group, (topic, id) => topic === name && id === partition);
    // A group without members lives as long as it has commits.
    if (group.members.size === 0 && group.committed.size === 0) forgetGroup(cluster, group);
    return {errorCode: codes.NONE, topics: results};
  },
  write(w, {errorCode, topics}) {
    w.appendInt16(errorCode).appendInt32(0);
    writeList(w, false, topics, (entry, {name, partitions}) =>
      writeList(entry.appendString(name, false), false, partitions, (p, one) =>
        p.appendInt32(one.partition).appendInt16(one.errorCode),
      ),
    );
  },
});

import {Reader} from '@platformatic/kafka';
import type {Cluster} from './cluster.ts';
import {readList} from './codec.ts';
import {commitRecord, type GroupState} from './groups.ts';
import {batchOf} from './records.ts';

/** Forgets a group's commits, all or those of some partitions, with tombstones in __consumer_offsets. */
export const forgetCommits = (
  cluster: Cluster,
  group: GroupState,
  isWanted: (topic: string, partition: number) => boolean = () => true,
): void => {
  const home = cluster.groupPartition(group.id);
  const now = cluster.clock.now();
  for (const [topic, partitions] of [...group.committed]) {
    for (const [partition, value] of [...partitions]) {
      if (!isWanted(topic, partition)) continue;
      partitions.delete(partition);
      const {key = null} = commitRecord(group.id, topic, partition, value);
      if (home) cluster.store(home, batchOf([{key, value: null}], now));
    }
    if (partitions.size === 0) group.committed.delete(topic);
  }
};

/** Removes a group that has no members, and all its commits. */
export const forgetGroup = (cluster: Cluster, group: GroupState): void => {
  forgetCommits(cluster, group);
  group.cancelRebalance();
  cluster.groups.delete(group.id);
};

/**
 * The topics that the members of a consumer group are subscribed to.
 * ConsumerProtocolSubscription => version INT16, [topic STRING], …
 */
export const subscriptionsOf = (group: GroupState): ReadonlySet<string> => {
  const topics = [...group.members.values()].flatMap(({protocols}) => {
    const [first] = protocols;
    if (!first) return [];
    try {
      const reader = Reader.from(first.metadata);
      reader.readInt16();
      return readList(reader, false, entry => entry.readString(false));
    } catch {
      // What a member says of itself is its own affair: it may be of no protocol that a broker knows.
      return [];
    }
  });
  return new Set(topics);
};

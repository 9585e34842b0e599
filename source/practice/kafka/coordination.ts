import type {Clock} from '../../clock.ts';
import type {Catalog} from './catalog.ts';
import {
  type Commit,
  commit,
  commitRecord,
  createGroup,
  type GroupState,
  type SeedGroup,
  seedGroup,
} from './groups.ts';
import {batchOf} from './records.ts';
import type {Settings} from './settings/settings.ts';
import type {PartitionState} from './state.ts';
import type {Storage} from './storage.ts';
import {groupHash, offsetsTopic, offsetsTopicOf, transactionsTopic, transactionsTopicOf} from './topics.ts';

/** The groups, and where they and the transactional ids are at home: in the partitions of two topics. */
export interface Coordination {
  readonly groups: Map<string, GroupState>;
  /** The group of that id; it is made where there is none. */
  group(id: string): GroupState;
  /** The partition of __consumer_offsets that a group belongs to; undefined before the topic is there. */
  groupPartition(group: string): PartitionState | undefined;
  /** The partition of __transaction_state that a transactional id belongs to; undefined before the topic is there. */
  transactionPartition(transactionalId: string): PartitionState | undefined;
  /** Creates __consumer_offsets, as the first search for a coordinator does, where that is possible now. */
  createOffsetsTopic(): void;
  /** Creates __transaction_state, as the first search for its coordinator does, where that is possible now. */
  createTransactionsTopic(): void;
  /** Notes a commit, and keeps it in __consumer_offsets too. */
  commit(group: GroupState, topic: string, partition: number, value: Commit): void;
  /** Puts a group there, or changes one, without a client. */
  seed(seed: SeedGroup): void;
  /** Takes away what was committed of a topic. */
  forget(topic: string): void;
  /** Ends the timers of all groups. */
  close(): void;
}

export interface CoordinationOptions {
  readonly catalog: Catalog;
  readonly storage: Storage;
  readonly settings: Settings;
  readonly clock: Clock;
}

export const createCoordination = (options: CoordinationOptions): Coordination => {
  const {catalog, storage, settings, clock} = options;
  const groups = new Map<string, GroupState>();

  const home = (topic: string, id: string): PartitionState | undefined => {
    const partitions = catalog.topics.get(topic)?.partitions ?? [];
    return partitions[groupHash(id) % Math.max(1, partitions.length)];
  };
  const groupPartition = (group: string): PartitionState | undefined => home(offsetsTopic, group);
  const createOffsetsTopic = (): void => catalog.createIfPossible(offsetsTopicOf(settings));
  const groupOf = (id: string): GroupState => {
    const group = groups.get(id) ?? createGroup(id);
    groups.set(id, group);
    return group;
  };

  return {
    groups,
    group: groupOf,
    groupPartition,
    transactionPartition: id => home(transactionsTopic, id),
    createOffsetsTopic,
    createTransactionsTopic: () => catalog.createIfPossible(transactionsTopicOf(settings)),
    commit(group, topic, partition, value) {
      commit(group, topic, partition, value);
      const kept = groupPartition(group.id);
      if (kept) storage.store(kept, batchOf([commitRecord(group.id, topic, partition, value)], value.at));
    },
    seed(seed) {
      createOffsetsTopic();
      seedGroup(groupOf(seed.id), seed, clock.now());
    },
    forget(topic) {
      for (const group of groups.values()) group.committed.delete(topic);
    },
    close() {
      for (const group of groups.values()) {
        group.cancelRebalance();
        for (const member of group.members.values()) member.cancelSession();
      }
    },
  };
};

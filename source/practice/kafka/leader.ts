import type {Context} from './api.ts';
import {codes} from './codes.ts';
import type {PartitionState} from './state.ts';

/**
 * The partition, where the broker that was asked leads it and the client may use it; else the code of the error.
 * `epoch` is the leader's epoch that the client knows, -1 where it does not say.
 */
export const leaderOf = (
  topic: string,
  id: number,
  epoch: number,
  {cluster, broker}: Context,
): PartitionState | number => {
  if (cluster.faults.isDenied('topic', topic)) return codes.TOPIC_AUTHORIZATION_FAILED;
  const partition = cluster.partition(topic, id);
  if (!partition) return codes.UNKNOWN_TOPIC_OR_PARTITION;
  if (partition.leader !== broker) return codes.NOT_LEADER_OR_FOLLOWER;
  if (epoch !== -1 && epoch < partition.epoch) return codes.FENCED_LEADER_EPOCH;
  if (epoch > partition.epoch) return codes.UNKNOWN_LEADER_EPOCH;
  return partition;
};

/** Why a broker does not answer for a transactional id, or 0. */
export const transactionRefusal = (transactionalId: string, {cluster, broker}: Context): number =>
  cluster.transactionPartition(transactionalId)?.leader === broker ? codes.NONE : codes.NOT_COORDINATOR;

/** Why a broker does not answer for a group, or 0. */
export const groupRefusal = (group: string, {cluster, broker}: Context): number => {
  if (cluster.faults.isDenied('group', group)) return codes.GROUP_AUTHORIZATION_FAILED;
  return cluster.isCoordinator(broker, group) ? codes.NONE : codes.NOT_COORDINATOR;
};

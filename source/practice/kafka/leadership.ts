import {forgetFrom} from './sequences.ts';
import {type PartitionState, wake} from './state.ts';

/** What the controller and the world know of a broker. */
export interface Liveness {
  /** Its session lives: it counts for elections. */
  isRegistered(id: number): boolean;
  /** It really works, so that it follows its leaders. */
  isUp(id: number): boolean;
  /** How many replicas have to be in sync for acks=all. */
  needed(partition: PartitionState): number;
}

/**
 * Moves the high watermark to the end, unless an in-sync replica does not follow (it will leave, or come back), or too
 * few are in sync: from Kafka 3.7 on (KAFKA-15583) it rests then, and nobody reads what a leader takes alone.
 */
export const followUp = (partition: PartitionState, live: Liveness): void => {
  const {log, isr} = partition;
  if (log.highWatermark !== log.end && isr.length >= live.needed(partition) && isr.every(id => live.isUp(id)))
    log.advance();
  wake(partition);
};

/** Cuts off what a lost leader alone had, from an offset on: the high watermark unless it is given. */
const cutOff = ({log, sequences}: PartitionState, to?: number): void => {
  log.truncate(to);
  forgetFrom(sequences, log.end);
};

const lead = (partition: PartitionState, leader: number, live: Liveness): void => {
  partition.leader = leader;
  partition.epoch += 1;
  // What nobody else had got is lost with its leader.
  if (leader !== -1 && !live.isUp(leader)) cutOff(partition);
};

/** The first replica that is in sync and registered. The election is never unclean. */
const elect = (partition: PartitionState, live: Liveness): number =>
  partition.replicas.find(id => partition.isr.includes(id) && live.isRegistered(id)) ?? -1;

/** A broker has left (`live` knows): its partitions shrink their ISR and change their leader. */
export const brokerLeft = (partition: PartitionState, id: number, live: Liveness): void => {
  if (!partition.replicas.includes(id)) return;
  const wasLeader = partition.leader === id;
  const shouldTruncate = wasLeader && partition.log.end > partition.log.highWatermark;
  const leader = wasLeader ? elect(partition, live) : partition.leader;
  if (partition.isr.length > 1 && partition.isr.includes(id)) {
    partition.isr = partition.isr.filter(other => other !== id);
    partition.leftAt.set(id, partition.log.highWatermark);
  }
  if (wasLeader) lead(partition, leader, live);
  if (shouldTruncate && leader !== -1) cutOff(partition);
  followUp(partition, live);
};

/**
 * A broker is back: it leads what nobody leads and only it has, where those that came back before it follow it then, and
 * is in sync again elsewhere.
 */
export const brokerJoined = (partition: PartitionState, id: number, live: Liveness): void => {
  if (!partition.replicas.includes(id)) return;
  const hadLeader = partition.leader !== -1;
  if (!hadLeader && partition.isr.includes(id)) lead(partition, id, live);
  const isBack = (other: number): boolean =>
    other === id || (!hadLeader && live.isRegistered(other) && live.isUp(other));
  if (partition.leader !== -1) {
    partition.isr = partition.replicas.filter(other => partition.isr.includes(other) || isBack(other));
    for (const other of partition.isr) partition.leftAt.delete(other);
  }
  followUp(partition, live);
};

/** Gives the partition back to the first of its replicas, where that is in sync. */
export const preferLeader = (partition: PartitionState, live: Liveness): void => {
  const preferred = partition.replicas[0] ?? -1;
  if (partition.leader === preferred || !partition.isr.includes(preferred) || !live.isRegistered(preferred))
    return;
  lead(partition, preferred, live);
  followUp(partition, live);
};

/**
 * Lets any registered replica lead a partition that nobody leads, and be the only one in sync. What was written after
 * it had left the ISR is lost.
 */
export const leadUnclean = (partition: PartitionState, live: Liveness): void => {
  const leader = partition.replicas.find(id => live.isRegistered(id));
  if (partition.leader !== -1 || leader === undefined) return;
  cutOff(partition, partition.leftAt.get(leader));
  partition.leftAt.clear();
  partition.isr = [leader];
  lead(partition, leader, live);
  followUp(partition, live);
};

/**
 * Replicas as Kafka spreads them: the next broker is the first replica of the next partition, and fenced ones are taken
 * only where there are too few others.
 */
export const spreadReplicas = (
  brokers: readonly number[],
  fenced: readonly number[],
  partitions: number,
  replicationFactor: number,
): readonly (readonly number[])[] => {
  const taken = (list: readonly number[], partition: number, count: number): readonly number[] =>
    Array.from({length: count}, (_, n) => list[(partition + n) % list.length] ?? -1);
  const live = Math.min(replicationFactor, brokers.length);
  return Array.from({length: partitions}, (_, partition) => [
    ...taken(brokers, partition, live),
    ...taken(fenced, partition, replicationFactor - live),
  ]);
};

import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Partition, Topic} from '../../model/topic.ts';
import {type ListShape, listOf} from './list.ts';

const partitionShape = (partition: Partition): object => ({
  id: partition.id,
  leader: partition.leader,
  leaderEpoch: partition.leaderEpoch,
  preferredLeader: partition.preferredLeader,
  replicas: partition.replicas,
  isr: partition.isr,
  offline: partition.offline,
  start: partition.start,
  end: partition.end,
});

const topicShape = (topic: Topic): object => ({
  name: topic.name,
  isInternal: topic.isInternal,
  replicationFactor: topic.replicationFactor,
  minInsync: topic.minInsync,
  messages: topic.messages,
  partitions: isUnknown(topic.partitions) ? topic.partitions : topic.partitions.map(partitionShape),
});

export const topicsShape = ({world, now}: Picture, chosen: readonly Topic[]): ListShape =>
  listOf(world.metadata, "The cluster's metadata", '/topics', now, () => chosen.map(topicShape));

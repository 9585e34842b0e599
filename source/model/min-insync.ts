/**
 * How many replicas of a partition have to be in sync for acks=all to be served: min.insync.replicas, but never more
 * than the partition has (the leader's `effectiveMinIsr` in Kafka's Partition.scala).
 */
export const neededInSync = (minimum: number, replicas: readonly number[]): number =>
  Math.min(minimum, replicas.length);

/** What the settings that matter in a lab do, in our words. */
const documentation: Readonly<Record<string, string>> = {
  'auto.create.topics.enable': 'Whether asking for a topic that is not there creates it.',
  'auto.leader.rebalance.enable':
    'Whether leadership returns to the preferred replicas by itself, looked at in an interval.',
  'cleanup.policy':
    'What happens to old records: delete drops whole segments by age and size, compact keeps the last record of each key.',
  'default.replication.factor': 'Replicas of a topic whose creator does not say how many.',
  'delete.retention.ms': 'How long compaction keeps a tombstone, so that readers see that a key is gone.',
  'leader.imbalance.check.interval.seconds': 'How often leadership is compared with the preferred replicas.',
  'log.retention.check.interval.ms': 'How often the broker looks for segments that retention may drop.',
  'max.message.bytes': 'The largest batch of records that is accepted, as it is compressed.',
  'message.timestamp.type':
    "Whether a record carries its producer's time or that of the broker that stored it.",
  'min.cleanable.dirty.ratio': 'The part of a log that must be new before it is compacted again.',
  'min.compaction.lag.ms': 'How long a record is left alone by compaction.',
  'min.insync.replicas': 'How many replicas must be in sync for a write with acks=all to be accepted.',
  'num.partitions': 'Partitions of a topic whose creator does not say how many.',
  'offsets.topic.num.partitions': 'Partitions of the topic that keeps the offsets of groups.',
  'offsets.topic.replication.factor': 'Replicas of the topic that keeps the offsets of groups.',
  'replica.lag.time.max.ms': 'A follower that has not caught up for this long is no longer in sync.',
  'retention.bytes': 'The size that a partition is cut down to, by whole segments; -1 for no limit.',
  'retention.ms': 'The age from which segments are dropped; -1 for no limit.',
  'segment.bytes':
    'The size at which a new segment begins. Retention and compaction work on whole older segments.',
  'segment.ms': 'The age at which a new segment begins, even where the old one is not full.',
  'unclean.leader.election.enable': 'Whether a replica that misses records may lead when no other is left.',
};

/** One sentence on a setting; null where there is none. */
export const documentationOf = (name: string): string | null => documentation[name] ?? null;

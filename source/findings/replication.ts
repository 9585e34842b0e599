import {isUnknown} from '../model/reading.ts';
import {describeTopic, kafkaTool} from './command-lines.ts';
import type {Rule} from './finding.ts';
import {brokersIn, named, partitionsOf, plural} from './subjects.ts';

/** Partitions with fewer in-sync replicas than replicas: one finding for all, since they have one cause. */
export const underReplicated: Rule = {
  id: 'under-replicated',
  find: picture => {
    const under = partitionsOf(picture).filter(
      ({partition}) => partition.isr.length < partition.replicas.length && partition.leader !== null,
    );
    if (under.length === 0) return [];
    const missing = new Map<number, number>();
    for (const {partition} of under)
      for (const id of partition.replicas)
        if (!partition.isr.includes(id)) missing.set(id, (missing.get(id) ?? 0) + 1);
    const brokers = [...missing].map(([id, count]) => `broker ${id} is missing in ${count}`).join(', ');
    return [
      {
        id: 'under-replicated',
        severity: 'warning',
        subject: {kind: 'lab', id: 'cluster'},
        sentence: `${plural(under.length, 'partition')} under-replicated (${named(
          under.map(({name}) => name),
          3,
        )}): ${brokers}.`,
        rule: 'A partition has fewer in-sync replicas than replicas.',
        figures: [...missing].map(([id, count]) => [`broker ${id}`, `out of sync in ${count}`] as const),
        concept:
          'Followers fetch from the leader; one that has not caught up for replica.lag.time.max.ms (30 s) leaves the in-sync set. Until it is back, fewer copies hold what is acknowledged.',
        commands: [
          kafkaTool(picture, 'kafka-topics', '--describe --under-replicated-partitions', 'lists them'),
        ],
      },
    ];
  },
};

/** Partitions with fewer in-sync replicas than min.insync.replicas: writes with acks=all are refused. */
export const belowMinInsync: Rule = {
  id: 'below-min-insync',
  find: picture =>
    picture.topics.flatMap(topic => {
      if (isUnknown(topic.belowMinInsync) || isUnknown(topic.partitions) || isUnknown(topic.minInsync))
        return [];
      const least = topic.minInsync;
      const below = topic.partitions.filter(({isr, leader}) => leader !== null && isr.length < least);
      if (below.length === 0) return [];
      return [
        {
          id: 'below-min-insync',
          severity: 'critical' as const,
          subject: {kind: 'topic' as const, id: topic.name},
          sentence: `Writes with acks=all to ${plural(below.length, 'partition')} of ${topic.name} are refused: fewer than ${least} replicas are in sync.`,
          rule: "A partition has fewer in-sync replicas than its topic's min.insync.replicas.",
          figures: [
            ['min.insync.replicas', String(least)],
            ...below
              .slice(0, 20)
              .map(({id, isr}) => [`partition ${id}`, `in sync ${isr.join(' ') || '-'}`] as const),
          ],
          concept:
            'With acks=all the leader acknowledges a write when all in-sync replicas have it, and refuses it (NOT_ENOUGH_REPLICAS) where these are fewer than min.insync.replicas. acks=1 still succeeds, and risks loss.',
          commands: [
            kafkaTool(picture, 'kafka-topics', '--describe --under-min-isr-partitions', 'lists them'),
            describeTopic(picture, topic.name),
          ],
        },
      ];
    }),
};

/** Partitions that their preferred leader does not lead, though it is in sync. */
export const notPreferred: Rule = {
  id: 'leader-not-preferred',
  find: picture => {
    const up = new Set(brokersIn(picture, 'up').map(({id}) => id));
    const moved = partitionsOf(picture).filter(
      ({partition}) =>
        partition.leader !== null &&
        partition.preferredLeader !== null &&
        partition.leader !== partition.preferredLeader &&
        partition.isr.includes(partition.preferredLeader) &&
        up.has(partition.preferredLeader),
    );
    if (moved.length === 0) return [];
    return [
      {
        id: 'leader-not-preferred',
        severity: 'info',
        subject: {kind: 'lab', id: 'cluster'},
        sentence: `${plural(moved.length, 'partition')} (${named(
          moved.map(({name}) => name),
          3,
        )}) are not led by their preferred leader, which is back in sync.`,
        rule: 'The first replica of a partition is in sync and up, and another one leads.',
        figures: moved
          .slice(0, 20)
          .map(
            ({name, partition}) =>
              [
                name,
                `led by ${String(partition.leader)}, preferred ${String(partition.preferredLeader)}`,
              ] as const,
          ),
        concept:
          "The first replica in a partition's list is its preferred leader, so that leadership is spread evenly. After a failover it stays where it went, until the controller balances it (every 30 s in this lab, 300 s by default) or somebody asks for it.",
        commands: [
          kafkaTool(
            picture,
            'kafka-leader-election',
            '--election-type preferred --all-topic-partitions',
            'gives leadership back',
          ),
        ],
      },
    ];
  },
};

import {isUnknown} from '../../model/reading.ts';
import {underReplicatedPartitions} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {
  broker,
  type PlacedPartition,
  partitionsOf,
  partitionsText,
  some,
  subjectsOf,
  verb,
} from '../subjects.ts';

/** Partitions with fewer in-sync replicas than replicas: one finding for each broker that is missing. */
export const underReplicated: Rule = {
  id: 'under-replicated',
  rule: 'A partition has fewer in-sync replicas than replicas.',
  concept:
    'Followers fetch from the leader, and one that has not caught up for replica.lag.time.max.ms (30 s) leaves the in-sync set. Until it is back, fewer copies hold what is acknowledged.',
  find: picture => {
    const missing = new Map<number, PlacedPartition[]>();
    for (const each of partitionsOf(picture)) {
      const {leader, replicas, isr} = each.partition;
      if (leader === null || isr.length >= replicas.length) continue;
      for (const id of replicas) {
        if (isr.includes(id)) continue;
        const alike = missing.get(id);
        if (alike) alike.push(each);
        else missing.set(id, [each]);
      }
    }
    return [...missing].map(([id, placed]): Found => {
      const state = picture.brokers.find(each => each.id === id)?.state;
      const is =
        state === undefined || isUnknown(state)
          ? ''
          : state === 'up'
            ? ', which is up and has to catch up'
            : `, which is ${state}`;
      return {
        severity: 'warning',
        subject: broker(id),
        also: subjectsOf(placed),
        sentence: `${partitionsText(placed)} ${verb(placed.length, 'is', 'are')} under-replicated: ${verb(placed.length, 'it misses', 'they miss')} broker ${id}${is}.`,
        figures: some(
          placed.map(
            ({name, partition}): Figure => [
              name,
              `in sync ${partition.isr.join(' ') || '-'} of ${partition.replicas.join(' ')}`,
            ],
          ),
        ),
        commands: [underReplicatedPartitions(picture)],
      };
    });
  },
};

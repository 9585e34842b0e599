import {leaderlessCoordinators} from '../model/coordinator.ts';
import {describeTopic} from './command-lines.ts';
import type {Rule} from './finding.ts';
import {named, plural} from './subjects.ts';

/** Groups whose coordinator partition has no leader: they are invisible, not absent. */
export const coordinatorDown: Rule = {
  id: 'coordinator-unavailable',
  find: picture => {
    const partitions = leaderlessCoordinators(picture.world);
    if (partitions.length === 0) return [];
    return [
      {
        id: 'coordinator-unavailable',
        severity: 'critical',
        subject: {kind: 'topic', id: '__consumer_offsets'},
        sentence: `${plural(partitions.length, 'partition')} of __consumer_offsets have no leader (${named(partitions.map(String), 6)}): the groups that they hold are invisible, not absent; they can neither commit nor rebalance.`,
        rule: 'A partition of __consumer_offsets has no leader.',
        figures: [['partitions', partitions.join(' ')]],
        concept:
          'A group is kept in the partition of __consumer_offsets that its id hashes to, and the leader of that partition is its coordinator. With a replication factor of 1 for that topic, stopping one broker freezes its groups, though their data fails over.',
        commands: [describeTopic(picture, '__consumer_offsets')],
      },
    ];
  },
};

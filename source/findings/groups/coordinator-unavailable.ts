import {invisibleGroups, leaderlessCoordinators, offsetsTopic} from '../../model/coordinator.ts';
import {known} from '../../model/reading.ts';
import {describeTopic, revive} from '../command-lines.ts';
import type {Rule} from '../finding.ts';
import {named, partitionsOf, plural, subjectsOf, verb} from '../subjects.ts';
import {group} from './with-status.ts';

/** Groups whose coordinator partition has no leader: they are invisible, not absent. */
export const coordinatorUnavailable: Rule = {
  id: 'coordinator-unavailable',
  rule: `A partition of ${offsetsTopic} has no leader.`,
  concept:
    'A group is kept in the partition of __consumer_offsets that its id hashes to, and the leader of that partition is its coordinator. Where that topic has one replica, stopping one broker freezes its groups, though the topics that they read fail over.',
  find: picture => {
    const partitions = leaderlessCoordinators(picture.world);
    if (partitions.length === 0) return [];
    const placed = partitionsOf(picture).filter(
      ({topic, partition}) => topic.name === offsetsTopic && partition.leader === null,
    );
    const hidden = invisibleGroups(picture.world);
    const waited = [...new Set(placed.flatMap(({partition}) => partition.replicas))].filter(
      id => picture.brokers.find(each => each.id === id)?.state !== 'up',
    );
    const topic = picture.topics.find(({name}) => name === offsetsTopic);
    const factor = topic ? known(topic.replicationFactor) : undefined;
    return [
      {
        severity: 'critical',
        subject: {kind: 'topic', id: offsetsTopic},
        also: [...hidden.map(group), ...subjectsOf(placed)],
        sentence: `${plural(partitions.length, 'partition')} of ${offsetsTopic} ${verb(partitions.length, 'has', 'have')} no leader: the groups kept there${hidden.length > 0 ? ` (${named(hidden, 3)})` : ''} are invisible, not absent, and can neither commit nor rebalance.`,
        figures: [
          ['partitions', named(partitions.map(String), 12)],
          ['groups seen there before', hidden.length === 0 ? '-' : named(hidden, 12)],
          ['replication factor', String(factor ?? '?')],
          ['waits for', waited.length === 0 ? '?' : `broker ${waited.join(', ')}`],
        ],
        commands: [
          describeTopic(picture, offsetsTopic),
          ...picture.brokers
            .filter(({id, container}) => waited.includes(id) && container !== null)
            .flatMap(({container}) => revive(picture, container ?? '')),
        ],
      },
    ];
  },
};

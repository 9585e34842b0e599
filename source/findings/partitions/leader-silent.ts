import {isUnknown} from '../../model/reading.ts';
import {kafkaTool} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {
  broker,
  type PlacedPartition,
  partitionsOf,
  partitionsText,
  quorumDown,
  sessionTime,
  subjectsOf,
  verb,
} from '../subjects.ts';

/** Partitions whose named leader does not answer: what is shown of them is what it last said. */
export const leaderSilent: Rule = {
  id: 'leader-silent',
  rule: 'Metadata names a leader that does not answer us.',
  concept:
    'A leader that dies without a word stays the leader until its session has ended and another in-sync replica is elected. Producers wait and try again meanwhile, and nothing that was acknowledged is lost.',
  find: picture => {
    const byLeader = new Map<number, PlacedPartition[]>();
    for (const each of partitionsOf(picture)) {
      const {leader, isLeaderAnswering} = each.partition;
      if (leader === null || isUnknown(leader) || isLeaderAnswering) continue;
      const alike = byLeader.get(leader);
      if (alike) alike.push(each);
      else byLeader.set(leader, [each]);
    }
    return [...byLeader].map(([id, placed]): Found => {
      const [judge] = quorumDown(picture);
      return {
        severity: 'warning',
        subject: broker(id),
        also: subjectsOf(placed),
        sentence: `${partitionsText(placed)} ${verb(placed.length, 'is', 'are')} led by broker ${id}, which does not answer: drawn as ${id}? until another leads${judge ? `, and none will while ${judge.name} is down` : ''}.`,
        figures: [
          ['partitions', String(placed.length)],
          ['a session ends after', sessionTime(picture)],
        ],
        commands: [kafkaTool(picture, 'kafka-topics', '--describe', 'shows who leads what')],
      };
    });
  },
};

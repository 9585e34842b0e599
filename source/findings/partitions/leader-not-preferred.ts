import {kafkaTool} from '../command-lines.ts';
import type {Figure, Rule} from '../finding.ts';
import {brokersIn, partitionsOf, partitionsText, some, subjectsOf, theLab, verb} from '../subjects.ts';

/** Partitions that another replica leads than the preferred one, though that one could. */
export const leaderNotPreferred: Rule = {
  id: 'leader-not-preferred',
  rule: 'The first replica of a partition is up and in sync, and another one leads.',
  concept:
    "The first replica in a partition's list is its preferred leader, so that leadership is spread evenly. After a failover it stays where it went until the controller balances it (every 300 s by default) or somebody asks for it.",
  find: picture => {
    const up = new Set(brokersIn(picture, 'up').map(({id}) => id));
    const moved = partitionsOf(picture).filter(
      ({partition: {leader, preferredLeader, isr}}) =>
        leader !== null &&
        preferredLeader !== null &&
        leader !== preferredLeader &&
        isr.includes(preferredLeader) &&
        up.has(preferredLeader),
    );
    if (moved.length === 0) return [];
    return [
      {
        severity: 'info',
        subject: theLab,
        also: subjectsOf(moved),
        sentence: `${partitionsText(moved)} ${verb(moved.length, 'is', 'are')} not led by the preferred leader, though it is in sync.`,
        figures: some(
          moved.map(
            ({name, partition}): Figure => [
              name,
              `led by ${String(partition.leader)}, preferred ${String(partition.preferredLeader)}`,
            ],
          ),
        ),
        commands: [
          kafkaTool(
            picture,
            'kafka-leader-election',
            '--election-type preferred --all-topic-partitions',
            'gives leadership back',
          ),
          kafkaTool(
            picture,
            'kafka-topics',
            '--describe',
            'shows leader and replicas: the first is the preferred one',
          ),
        ],
      },
    ];
  },
};

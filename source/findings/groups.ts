import type {Group, GroupStatus} from '../model/group.ts';
import {isUnknown, known} from '../model/reading.ts';
import {describeGroup, kafkaTool, quoted} from './command-lines.ts';
import type {Finding, Rule} from './finding.ts';
import {plural} from './subjects.ts';

interface Kind {
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly says: string;
  readonly rule: string;
  readonly concept: string;
}

const kinds: Readonly<Partial<Record<GroupStatus, Kind>>> = {
  'data-lost': {
    id: 'group-data-lost',
    severity: 'critical',
    says: 'has lost data to retention',
    rule: 'A committed offset lies below the log start offset.',
    concept:
      'Retention deletes old segments whether they were consumed or not. A group whose committed offset is gone starts where auto.offset.reset says: at the earliest or latest record that is left.',
  },
  stalled: {
    id: 'group-stalled',
    severity: 'warning',
    says: 'has stalled',
    rule: 'A group has members and lag, and its committed offset has not moved for 15 s.',
    concept:
      'Members that are alive keep their partitions by heartbeats alone, even when they process nothing. A record that fails again and again, a slow call or a missing commit look like this.',
  },
  stopped: {
    id: 'group-stopped',
    severity: 'warning',
    says: 'has stopped',
    rule: 'A group has lag, no members, and its committed offset does not move.',
    concept:
      'A group without members reads nothing; its committed offsets are kept for offsets.retention.minutes (7 days), and a member that joins goes on from there. Lag grows with every record until then.',
  },
  rewound: {
    id: 'group-rewound',
    severity: 'info',
    says: 'has gone back',
    rule: 'A committed offset is lower than it was within the last minute.',
    concept:
      'Offsets go back when somebody resets them, or when a consumer commits a lower position after a rebalance. Records between are read again: consumers see every record at least once, not exactly once.',
  },
  rebalancing: {
    id: 'group-rebalancing',
    severity: 'warning',
    says: 'is rebalancing',
    rule: 'The coordinator says that the group is rebalancing.',
    concept:
      'When members join, leave or die, the partitions are handed out anew. With the classic protocol nobody reads until every member has answered, or max.poll.interval.ms has passed.',
  },
  'falling-behind': {
    id: 'group-falling-behind',
    severity: 'warning',
    says: 'is falling behind',
    rule: 'The lag of a partition rose at every reading of the last minute.',
    concept:
      'A group that reads more slowly than is written falls behind until retention takes records that it has not seen. More members help up to the number of partitions.',
  },
};

const statusFinding = (group: Group, kind: Kind, commands: Finding['commands']): Finding => ({
  id: kind.id,
  severity: kind.severity,
  subject: {kind: 'group', id: group.id},
  sentence: `Group ${group.id} ${kind.says}: ${group.statusRule}`,
  rule: kind.rule,
  figures: [
    ['state', isUnknown(group.state) ? '?' : group.state],
    ['members', String(known(group.members)?.length ?? '?')],
    ['lag', isUnknown(group.lag) ? '?' : group.lag === null ? '-' : String(group.lag.sum)],
    ...(known(group.partitions) ?? [])
      .filter(row => row.status === group.status)
      .slice(0, 20)
      .map(row => [`${row.topic}-${row.partition}`, row.statusRule] as const),
  ],
  concept: kind.concept,
  commands,
});

/** Groups whose status word is bad. */
export const groupStatus: Rule = {
  id: 'group-status',
  find: picture =>
    picture.groups.flatMap(group => {
      const kind = kinds[group.status];
      return kind ? [statusFinding(group, kind, [describeGroup(picture, group.id)])] : [];
    }),
};

/** Committed offsets beyond the log end: the topic was recreated or truncated. */
export const beyondEnd: Rule = {
  id: 'group-beyond-end',
  find: picture =>
    picture.groups.flatMap(group => {
      const rows = (known(group.partitions) ?? []).flatMap(row =>
        typeof row.committed === 'number' && typeof row.end === 'number' && row.committed > row.end
          ? [row]
          : [],
      );
      const [first] = rows;
      if (!first) return [];
      return [
        {
          id: 'group-beyond-end',
          severity: 'warning' as const,
          subject: {kind: 'group' as const, id: group.id},
          sentence: `Group ${group.id} has committed ${String(first.committed)} on ${first.topic}-${first.partition}, beyond the log end ${String(first.end)}: the topic was recreated or truncated${rows.length > 1 ? ` (${plural(rows.length, 'partition')})` : ''}.`,
          rule: 'A committed offset is higher than the log end offset.',
          figures: rows
            .slice(0, 20)
            .map(
              row =>
                [
                  `${row.topic}-${row.partition}`,
                  `committed ${String(row.committed)}, end ${String(row.end)}`,
                ] as const,
            ),
          concept:
            'Committed offsets belong to the group, not to the topic: deleting and creating a topic again leaves them as they are. Until the log has grown past them, the group reads nothing, or starts anew by auto.offset.reset.',
          commands: [
            describeGroup(picture, group.id),
            kafkaTool(
              picture,
              'kafka-consumer-groups',
              `--reset-offsets --to-latest --group ${quoted(group.id)} --topic ${quoted(first.topic)} --dry-run`,
              'shows what a reset would do',
            ),
          ],
        },
      ];
    }),
};

/** Members that read partitions without having committed anything yet. */
export const noCommit: Rule = {
  id: 'group-no-commit',
  find: picture =>
    picture.groups.flatMap(group => {
      if (group.protocolType !== 'consumer') return [];
      const rows = (known(group.partitions) ?? []).filter(
        row => row.committed === null && row.member !== null && row.end !== 0,
      );
      if (rows.length === 0) return [];
      return [
        {
          id: 'group-no-commit',
          severity: 'info' as const,
          subject: {kind: 'group' as const, id: group.id},
          sentence: `Group ${group.id} reads ${plural(rows.length, 'partition')} and has committed nothing there yet: its lag is not known, which is not 0.`,
          rule: 'A member owns a partition for which the group has no committed offset.',
          figures: rows
            .slice(0, 20)
            .map(row => [`${row.topic}-${row.partition}`, `member ${row.member ?? '-'}`] as const),
          concept:
            'Lag is the log end offset minus the committed offset; without a commit there is none. Consumers commit every 5 s by default, or when the program says so, or never.',
          commands: [describeGroup(picture, group.id)],
        },
      ];
    }),
};

import {known} from '../../model/reading.ts';
import {describeGroup} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {plural, some} from '../subjects.ts';
import {group} from './with-status.ts';

/** Members that read partitions without having committed anything yet. */
export const groupNoCommit: Rule = {
  id: 'group-no-commit',
  rule: 'A member reads a partition that holds records, and the group has no committed offset for it.',
  concept:
    'Lag is the log end offset minus the committed offset, and without a commit there is none. Consumers commit every 5 s by default, or when the program says so, or never.',
  find: picture =>
    picture.groups.flatMap((each): Found[] => {
      const rows = (known(each.partitions) ?? []).filter(
        ({committed, member, start, end}) =>
          committed === null && member !== null && typeof end === 'number' && end !== start,
      );
      if (rows.length === 0) return [];
      return [
        {
          severity: 'info',
          subject: group(each.id),
          sentence: `Group ${each.id} reads ${plural(rows.length, 'partition')} and has committed nothing there yet: it has no lag there, which is not lag 0.`,
          figures: some(
            rows.map((row): Figure => [`${row.topic}-${row.partition}`, `read by ${row.member ?? '-'}`]),
          ),
          commands: [describeGroup(picture, each.id)],
        },
      ];
    }),
};

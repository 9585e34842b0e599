import {known} from '../model/reading.ts';
import {describeGroup} from './command-lines.ts';
import type {Rule} from './finding.ts';

/** A committed offset that lies in the last tenth of what the log still holds is in danger. */
const dangerShare = 0.1;
const leastMessages = 100;

/** A group that reads so near the log start that retention may take records before it has read them. */
export const retentionDanger: Rule = {
  id: 'group-retention-danger',
  find: picture =>
    picture.groups.flatMap(group => {
      const rows = (known(group.partitions) ?? []).flatMap(row => {
        const {committed, start, end} = row;
        if (typeof committed !== 'number' || typeof start !== 'number' || typeof end !== 'number') return [];
        // A log that never lost anything starts at 0: nothing has been taken yet.
        if (start === 0 || committed < start || end - start < leastMessages) return [];
        return committed - start < (end - start) * dangerShare && end - committed > leastMessages
          ? [{row, left: committed - start}]
          : [];
      });
      const [first] = rows;
      if (!first) return [];
      return [
        {
          id: 'group-retention-danger',
          severity: 'warning' as const,
          subject: {kind: 'group' as const, id: group.id},
          sentence: `Group ${group.id} reads ${first.row.topic}-${first.row.partition} only ${first.left} offsets above the log start: retention is about to take records that it has not read.`,
          rule: 'A committed offset lies within a tenth of the log above its start, which has moved before.',
          figures: rows
            .slice(0, 20)
            .map(({row, left}) => [`${row.topic}-${row.partition}`, `${left} above the start`] as const),
          concept:
            'Retention looks at age and size, never at who has read. The log start offset moves up segment by segment; what lies below is gone.',
          commands: [describeGroup(picture, group.id)],
        },
      ];
    }),
};

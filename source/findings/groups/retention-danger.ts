import {known} from '../../model/reading.ts';
import {describeGroup, kafkaTool, quoted} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {plural, some} from '../subjects.ts';
import {group} from './with-status.ts';

/** A committed offset in the first tenth of what the log still holds is in danger. */
const dangerShare = 0.1;
/** In a log of a few records every offset is near the start. */
const leastRecords = 100;

/** A group that reads so near the log start that retention may take records before it has read them. */
export const groupRetentionDanger: Rule = {
  id: 'group-retention-danger',
  rule: 'A committed offset lies in the first tenth of a log whose start has moved before.',
  concept:
    'Retention looks at the age and the size of segments, never at who has read them. The log start offset moves up segment by segment, and what lies below it is gone for every group.',
  find: picture =>
    picture.groups.flatMap((each): Found[] => {
      const rows = (known(each.partitions) ?? []).flatMap(row => {
        const {committed, start, end} = row;
        if (typeof committed !== 'number' || typeof start !== 'number' || typeof end !== 'number') return [];
        // A log that starts at 0 never lost anything.
        const isYoung = start === 0 || end - start < leastRecords;
        const left = committed - start;
        return isYoung || left < 0 || left >= (end - start) * dangerShare ? [] : [{row, left}];
      });
      const [first] = [...rows].sort((a, b) => a.left - b.left);
      if (!first) return [];
      const {topic, partition} = first.row;
      return [
        {
          severity: 'warning',
          subject: group(each.id),
          sentence: `Group ${each.id} reads ${topic}-${partition} only ${plural(first.left, 'offset')} above the log start: retention is about to take records that it has not read.`,
          figures: some(
            rows.map(({row, left}): Figure => [`${row.topic}-${row.partition}`, `${left} above the start`]),
          ),
          commands: [
            describeGroup(picture, each.id),
            kafkaTool(
              picture,
              'kafka-configs',
              `--describe --entity-type topics --entity-name ${quoted(topic)} --all`,
              'shows retention.ms and retention.bytes',
            ),
          ],
        },
      ];
    }),
};

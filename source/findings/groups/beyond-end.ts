import {at} from '../../model/cluster.ts';
import type {Group, GroupPartition} from '../../model/group.ts';
import type {Picture} from '../../model/picture.ts';
import {known} from '../../model/reading.ts';
import {describeGroup, kafkaTool, quoted} from '../command-lines.ts';
import type {Figure, Found, Rule} from '../finding.ts';
import {plural, some} from '../subjects.ts';
import {group} from './with-status.ts';

/** Whether a committed offset lies beyond a log end that was read after it: one read before proves nothing. */
const isBeyond = ({world}: Picture, {at: read}: Group, row: GroupPartition): boolean =>
  typeof row.committed === 'number' &&
  typeof row.end === 'number' &&
  row.committed > row.end &&
  (at(world.ends, row.topic, row.partition)?.at ?? 0) >= read;

const figure = (value: unknown): string => (typeof value === 'number' ? value.toLocaleString('en-US') : '?');

/** Committed offsets beyond the log end: the topic was recreated or truncated. */
export const groupBeyondEnd: Rule = {
  id: 'group-beyond-end',
  rule: 'A committed offset is higher than the log end offset that was read after it.',
  concept:
    'Committed offsets belong to the group and not to the topic: deleting a topic and making it anew leaves them as they are. Until the log has grown past them the group reads nothing there, or starts anew where auto.offset.reset says.',
  find: picture =>
    picture.groups.flatMap((each): Found[] => {
      const rows = (known(each.partitions) ?? []).filter(row => isBeyond(picture, each, row));
      const [first] = rows;
      if (!first) return [];
      return [
        {
          severity: 'warning',
          subject: group(each.id),
          sentence: `Group ${each.id} has committed ${figure(first.committed)} on ${first.topic}-${first.partition}, beyond the log end ${figure(first.end)}${rows.length > 1 ? ` (and so on ${plural(rows.length - 1, 'more partition')})` : ''}: the topic was made anew or truncated.`,
          figures: some(
            rows.map(
              (row): Figure => [
                `${row.topic}-${row.partition}`,
                `committed ${figure(row.committed)}, end ${figure(row.end)}`,
              ],
            ),
          ),
          commands: [
            describeGroup(picture, each.id),
            kafkaTool(
              picture,
              'kafka-consumer-groups',
              `--reset-offsets --to-earliest --group ${quoted(each.id)} --topic ${quoted(first.topic)} --dry-run`,
              'shows what a reset would do (the group must have no members)',
            ),
          ],
        },
      ];
    }),
};

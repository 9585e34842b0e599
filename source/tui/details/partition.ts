import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import type {Line} from '../../format/line.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Partition} from '../../model/topic.ts';
import {numberCell, rateCell} from '../../tables/cell.ts';
import {leaderSpan} from '../../tables/leader.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair} from './section.ts';

/** Everything about a partition, and who reads it. */
export const partitionDetail = (
  topic: string,
  partition: Partition,
  {picture}: Scene,
  _width: number,
): readonly Line[] => {
  const ids = (list: readonly number[]): string => list.join(' ') || '-';
  const readers = picture.groups.flatMap(group =>
    isUnknown(group.partitions)
      ? []
      : group.partitions
          .filter(row => row.topic === topic && row.partition === partition.id)
          .map(row => ({id: group.id, row})),
  );
  return joined(
    [
      heading(`${topic}-${partition.id}`),
      pair('leader', leaderSpan(partition)),
      pair('leader epoch', String(partition.leaderEpoch ?? '-')),
      pair('preferred leader', String(partition.preferredLeader ?? '-')),
      pair('replicas', ids(partition.replicas)),
      pair('in sync', ids(partition.isr)),
      pair('offline', ids(partition.offline)),
      pair('start offset', numberCell(partition.start)),
      pair('end offset', numberCell(partition.end)),
      pair('records/s', rateCell(partition.rate)),
    ],
    readers.length === 0
      ? []
      : [
          heading('Read by'),
          ...readers.map(
            ({id, row}): Line => [
              {text: `  ${id.padEnd(24)} `},
              {text: 'committed '},
              numberCell(row.committed),
              {text: '  lag '},
              numberCell(row.lag),
              {text: `  ${row.status}`, tone: 'muted'},
            ],
          ),
        ],
    [
      heading('The same by hand'),
      ...commandLines([
        kafkaTool(
          picture,
          'kafka-get-offsets',
          `--topic-partitions ${quoted(topic)}:${partition.id}`,
          'its end offset',
        ),
        kafkaTool(
          picture,
          'kafka-console-consumer',
          `--topic ${quoted(topic)} --partition ${partition.id} --offset earliest`,
          'reads it from its start',
        ),
      ]),
    ],
  );
};

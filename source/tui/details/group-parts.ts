import {describeGroup, kafkaTool, quoted} from '../../findings/command-lines.ts';
import type {Line, Span} from '../../format/line.ts';
import type {Group, GroupPartition} from '../../model/group.ts';
import type {MemberRow} from '../../model/member-rows.ts';
import {isUnknown, type Known} from '../../model/reading.ts';
import {cell, knownCell, numberCell, rateCell} from '../../tables/cell.ts';
import {groupPartitionTable} from '../../tables/group-partitions.ts';
import {leaderSpan} from '../../tables/leader.ts';
import type {Scene} from '../scene.ts';
import {commandLines, heading, joined, pair, paragraph, tableLines} from './section.ts';

const seconds = (value: Known<number | null>): Span =>
  knownCell(value, number => cell(`${Math.round(number)} s`));

/** What the cluster says of the partition itself. */
const leader = ({topic, partition}: GroupPartition, {picture}: Scene): Span => {
  const partitions = picture.topics.find(({name}) => name === topic)?.partitions;
  const found =
    partitions === undefined || isUnknown(partitions)
      ? undefined
      : partitions.find(({id}) => id === partition);
  return found ? leaderSpan(found) : cell('?', 'warn');
};

const nextRecord = ({topic, partition, committed}: GroupPartition, {picture}: Scene) =>
  typeof committed === 'number'
    ? [
        kafkaTool(
          picture,
          'kafka-console-consumer',
          `--topic ${quoted(topic)} --partition ${partition} --offset ${committed} --max-messages 1`,
          'the record at its committed offset: the next that it reads after a restart',
        ),
      ]
    : [];

/** What a group has of one partition, and the figures that its status word comes from. */
export const groupPartitionDetail = (
  row: GroupPartition,
  group: Group | undefined,
  scene: Scene,
  width: number,
): readonly Line[] => {
  const members = group === undefined || isUnknown(group.members) ? [] : group.members;
  const member = members.find(({id}) => id === row.member);
  return joined(
    [
      heading(`${row.topic}-${row.partition}, read by ${group?.id ?? 'nobody'}`),
      ...paragraph(`${row.status}: ${row.statusRule}`, width),
      pair('committed', numberCell(row.committed)),
      pair('log start', numberCell(row.start)),
      pair('log end', numberCell(row.end)),
      pair('lag', numberCell(row.lag)),
      pair('lag in time', seconds(row.lagSeconds)),
      pair('written/s', rateCell(row.rateIn)),
      pair('committed/s', rateCell(row.rateOut)),
      pair('leader', leader(row, scene)),
      pair('member', row.member ?? '-'),
      ...(member ? [pair('client', member.clientId), pair('host', member.host)] : []),
    ],
    [
      heading('The same by hand'),
      ...commandLines([
        ...(group ? [describeGroup(scene.picture, group.id)] : []),
        ...nextRecord(row, scene),
      ]),
    ],
  );
};

/** What a member is assigned, with the figures of the group where they were read. */
const partitionsOf = (
  {id, assignment}: MemberRow,
  group: Group | undefined,
  scene: Scene,
  width: number,
): readonly Line[] => {
  if (isUnknown(assignment)) return paragraph(assignment.sentence, width, {tone: 'warn'});
  if (assignment.every(({partitions}) => partitions.length === 0))
    return paragraph('It is assigned no partition.', width, {tone: 'warn'});
  const rows = group === undefined || isUnknown(group.partitions) ? [] : group.partitions;
  const own = rows.filter(({member}) => member === id);
  return [
    heading('Partitions'),
    ...(own.length > 0
      ? tableLines(groupPartitionTable, own, width, scene.cells)
      : assignment.map(({topic, partitions}) => pair(topic, partitions.join(' ')))),
    ...(group && isUnknown(group.partitions)
      ? paragraph(group.partitions.sentence, width, {tone: 'warn'})
      : []),
  ];
};

/** A member, its lag, and what it has of each of its partitions. */
export const memberDetail = (
  member: MemberRow,
  group: Group | undefined,
  scene: Scene,
  width: number,
): readonly Line[] => {
  return joined(
    [
      heading(member.id),
      pair('client', member.clientId),
      pair('host', member.host),
      pair('group', group?.id ?? '-'),
      pair('lag', numberCell(member.lag)),
      pair('lag in time', seconds(member.lagSeconds)),
    ],
    partitionsOf(member, group, scene, width),
    group
      ? [
          heading('The same by hand'),
          ...commandLines([describeGroup(scene.picture, group.id, '--members --verbose')]),
        ]
      : [],
  );
};

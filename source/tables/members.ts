import {secondsText} from '../format/age.ts';
import type {Member} from '../model/group.ts';
import type {MemberRow} from '../model/member-rows.ts';
import {isUnknown, type Known} from '../model/reading.ts';
import {cell, knownCell} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

/** `orders 0 2, payments 1`; null where it is assigned nothing. */
const assignment = ({assignment}: Member): Known<string | null> => {
  if (isUnknown(assignment)) return assignment;
  return assignment.length === 0
    ? null
    : assignment.map(({topic, partitions}) => [topic, ...partitions].join(' ')).join(', ');
};

const count = ({assignment}: Member): Known<number> =>
  isUnknown(assignment) ? assignment : assignment.reduce((sum, {partitions}) => sum + partitions.length, 0);

export const memberTable: Table<MemberRow> = {
  noun: 'member',
  id: member => member.id,
  sort: 'client',
  columns: [
    label(
      {id: 'client', title: 'client', width: [12, 30], priority: 0, cut: 'middle'},
      member => member.clientId,
    ),
    label({id: 'host', title: 'host', width: [12, 24], priority: 2}, member => member.host),
    figure({id: 'count', title: 'parts', width: 5, priority: 0}, count),
    figure({id: 'lag', title: 'lag', width: [5, 13], priority: 0}, member => member.lag),
    shown(
      {id: 'lagSeconds', title: 'behind', width: [7, 9], priority: 1, align: 'right'},
      member => member.lagSeconds,
      member => knownCell(member.lagSeconds, seconds => cell(secondsText(seconds))),
    ),
    label({id: 'assignment', title: 'assignment', width: [10, 60], priority: 0}, assignment),
    label(
      {id: 'id', title: 'member', width: [12, 60], priority: 3},
      member => member.id,
      () => 'muted',
    ),
  ],
};

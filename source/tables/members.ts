import type {Member} from '../model/group.ts';
import {isUnknown, type Known} from '../model/reading.ts';
import type {Table} from './column.ts';
import {figure, label} from './kinds.ts';

/** `orders 0 2, payments 1`; null where it is assigned nothing. */
const assignment = ({assignment}: Member): Known<string | null> => {
  if (isUnknown(assignment)) return assignment;
  return assignment.length === 0
    ? null
    : assignment.map(({topic, partitions}) => [topic, ...partitions].join(' ')).join(', ');
};

const count = ({assignment}: Member): Known<number> =>
  isUnknown(assignment) ? assignment : assignment.reduce((sum, {partitions}) => sum + partitions.length, 0);

export const memberTable: Table<Member> = {
  noun: 'member',
  id: member => member.id,
  sort: 'client',
  columns: [
    label(
      {id: 'client', title: 'client', width: [12, 30], priority: 0, cut: 'middle'},
      member => member.clientId,
    ),
    label({id: 'host', title: 'host', width: [12, 24], priority: 1}, member => member.host),
    figure({id: 'count', title: 'parts', width: 5, priority: 0}, count),
    label({id: 'assignment', title: 'assignment', width: [16, 60], priority: 0}, assignment),
    label(
      {id: 'id', title: 'member', width: [12, 60], priority: 2},
      member => member.id,
      () => 'muted',
    ),
  ],
};

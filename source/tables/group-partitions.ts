import {secondsText} from '../format/age.ts';
import type {GroupPartition} from '../model/group.ts';
import {cell, knownCell, numberCell, rateCell} from './cell.ts';
import type {Table} from './column.ts';
import {groupTones} from './groups.ts';
import {figure, label, shown} from './kinds.ts';

const isTrouble = ({status}: GroupPartition): boolean => groupTones[status] === 'bad';

/** A row a partition that a group has committed or reads. */
export const groupPartitionTable: Table<GroupPartition> = {
  noun: 'partition',
  id: row => `${row.topic}/${row.partition}`,
  sort: 'topic',
  tone: row => (isTrouble(row) ? 'bad' : undefined),
  columns: [
    label({id: 'topic', title: 'topic', width: [12, 40], priority: 0, cut: 'middle'}, row => row.topic),
    figure({id: 'partition', title: 'part', width: [4, 6], priority: 0}, row => row.partition),
    figure({id: 'committed', title: 'committed', width: [9, 14], priority: 2}, row => row.committed),
    figure({id: 'end', title: 'end', width: [9, 14], priority: 3}, row => row.end),
    figure(
      {id: 'lag', title: 'lag', width: [7, 13], priority: 0},
      row => row.lag,
      value => numberCell(value, lag => (lag === 0 ? 'good' : undefined)),
    ),
    shown(
      {id: 'lagSeconds', title: 'behind', width: [7, 9], priority: 1, align: 'right'},
      row => row.lagSeconds,
      row => knownCell(row.lagSeconds, seconds => cell(secondsText(seconds))),
    ),
    label(
      {id: 'status', title: 'status', width: 14, priority: 1},
      row => row.status,
      row => groupTones[row.status],
    ),
    figure({id: 'rateIn', title: 'in/s', width: [6, 9], priority: 5}, row => row.rateIn, rateCell),
    figure({id: 'rateOut', title: 'out/s', width: [6, 9], priority: 5}, row => row.rateOut, rateCell),
    label({id: 'member', title: 'member', width: [12, 40], priority: 4}, row => row.member),
    figure({id: 'start', title: 'start', width: [9, 14], priority: 6}, row => row.start),
    label(
      {id: 'rule', title: 'rule', width: [20, 70], priority: 7},
      row => row.statusRule,
      () => 'muted',
    ),
  ],
};

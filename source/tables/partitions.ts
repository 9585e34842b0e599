import {isUnknown, type Known} from '../model/reading.ts';
import type {Partition} from '../model/topic.ts';
import {cell, none, numberCell, rateCell} from './cell.ts';
import type {Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';
import {leaderSpan} from './leader.ts';

const list = (ids: readonly number[]): string | null => (ids.length === 0 ? null : ids.join(' '));

const messages = ({start, end}: Partition): Known<number> => {
  if (isUnknown(end)) return end;
  return isUnknown(start) ? start : end - start;
};

const isShort = ({isr, replicas}: Partition): boolean => isr.length < replicas.length;

export const partitionTable: Table<Partition> = {
  noun: 'partition',
  id: partition => String(partition.id),
  sort: 'id',
  tone: partition => (partition.leader === null ? 'bad' : isShort(partition) ? 'warn' : undefined),
  columns: [
    figure({id: 'id', title: 'part', width: [4, 6], priority: 0}, partition => partition.id),
    shown(
      {id: 'leader', title: 'leader', width: 6, priority: 0, align: 'right'},
      partition => partition.leader,
      leaderSpan,
    ),
    figure(
      {id: 'preferred', title: 'preferred', width: 9, priority: 5},
      partition => partition.preferredLeader,
    ),
    label({id: 'replicas', title: 'replicas', width: [8, 14], priority: 2}, partition =>
      list(partition.replicas),
    ),
    shown(
      {id: 'isr', title: 'in sync', width: [7, 14], priority: 0},
      partition => partition.isr.length,
      partition => (partition.isr.length === 0 ? cell('none', 'bad') : cell(partition.isr.join(' '))),
    ),
    shown(
      {id: 'offline', title: 'offline', width: [7, 12], priority: 4},
      partition => partition.offline.length,
      ({offline}) => (offline.length === 0 ? none : cell(offline.join(' '), 'bad')),
    ),
    figure({id: 'start', title: 'start', width: [9, 14], priority: 3}, partition => partition.start),
    figure({id: 'end', title: 'end', width: [9, 14], priority: 1}, partition => partition.end),
    figure({id: 'messages', title: '~messages', width: [9, 14], priority: 2}, messages),
    figure({id: 'rate', title: 'msg/s', width: [7, 9], priority: 3}, partition => partition.rate, rateCell),
    figure(
      {id: 'epoch', title: 'epoch', width: [5, 7], priority: 6},
      partition => partition.leaderEpoch,
      value => numberCell(value, () => 'muted'),
    ),
  ],
};

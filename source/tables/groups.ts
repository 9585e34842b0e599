import {secondsText} from '../format/age.ts';
import type {Span, Tone} from '../format/line.ts';
import {sparkline} from '../format/sparkline.ts';
import type {Group, GroupStatus} from '../model/group.ts';
import {isUnknown, known} from '../model/reading.ts';
import {cell, knownCell, none, numberCell, rateCell} from './cell.ts';
import type {CellContext, Table} from './column.ts';
import {figure, label, shown} from './kinds.ts';

export const groupTones: Readonly<Record<GroupStatus, Tone | undefined>> = {
  ok: 'good',
  'catching-up': 'info',
  'falling-behind': 'warn',
  stalled: 'bad',
  stopped: 'bad',
  rebalancing: 'info',
  rewound: 'info',
  empty: 'muted',
  'data-lost': 'bad',
  'needs-history': 'muted',
};

const drainCell = (group: Group): Span =>
  group.isNeverDrained
    ? cell('never', 'warn')
    : knownCell(group.drainSeconds, seconds => cell(secondsText(seconds)));

const trendCell = ({trend}: Group, {isAscii}: CellContext): Span =>
  trend.length === 0 ? none : cell(sparkline(trend.slice(-trendWidth), isAscii), 'info');

const trendWidth = 16;

const topics = ({partitions}: Group): string | null => {
  const names = [...new Set((known(partitions) ?? []).map(({topic}) => topic))];
  return names.length === 0 ? null : names.join(' ');
};

export const groupTable: Table<Group> = {
  noun: 'group',
  age: ({at, every}) => ({at, every}),
  id: group => group.id,
  sort: 'id',
  tone: ({status}) =>
    status === 'stalled' || status === 'stopped' || status === 'data-lost' ? 'bad' : undefined,
  columns: [
    label({id: 'id', title: 'group', width: [12, 40], priority: 0, cut: 'middle'}, group => group.id),
    label(
      {id: 'status', title: 'status', width: 14, priority: 0},
      group => group.status,
      group => groupTones[group.status],
    ),
    figure(
      {id: 'lag', title: 'lag', width: [7, 13], priority: 0},
      group => group.lag,
      value => numberCell(value, lag => (lag === 0 ? 'good' : undefined)),
    ),
    shown(
      {id: 'lagSeconds', title: 'behind', width: [7, 9], priority: 1, align: 'right'},
      group => group.lagSeconds,
      group => knownCell(group.lagSeconds, seconds => cell(secondsText(seconds))),
    ),
    shown(
      {id: 'members', title: 'members', width: 7, priority: 2, align: 'right'},
      group => (isUnknown(group.members) ? group.members : group.members.length),
      group =>
        knownCell(group.members, members =>
          cell(String(members.length), members.length === 0 ? 'muted' : undefined),
        ),
    ),
    figure({id: 'rateIn', title: 'in/s', width: [6, 9], priority: 3}, group => group.rateIn, rateCell),
    figure({id: 'rateOut', title: 'out/s', width: [6, 9], priority: 3}, group => group.rateOut, rateCell),
    shown(
      {id: 'drain', title: 'drains in', width: 9, priority: 4, align: 'right'},
      group => group.drainSeconds,
      drainCell,
    ),
    shown(
      {id: 'trend', title: 'lag trend', width: [9, trendWidth], priority: 5, cut: 'start'},
      group => group.trend.at(-1) ?? null,
      trendCell,
    ),
    label({id: 'state', title: 'state', width: [10, 20], priority: 6}, group => group.state),
    label({id: 'topics', title: 'topics', width: [10, 30], priority: 7}, topics),
    figure({id: 'coordinator', title: 'coordinator', width: 11, priority: 8}, group => group.coordinator),
    label(
      {id: 'type', title: 'type', width: 8, priority: 9},
      group => group.type,
      () => 'muted',
    ),
  ],
};

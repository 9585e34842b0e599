import type {Tone} from '../format/line.ts';
import type {ConnectorTask} from '../model/connector.ts';
import type {Table} from './column.ts';
import {figure, label} from './kinds.ts';

export const taskTones: Readonly<Record<string, Tone>> = {RUNNING: 'good', FAILED: 'bad'};

export const taskTable: Table<ConnectorTask> = {
  noun: 'task',
  id: task => String(task.id),
  sort: 'id',
  tone: ({state}) => (state === 'FAILED' ? 'bad' : undefined),
  columns: [
    figure({id: 'id', title: 'task', width: 5, priority: 0}, task => task.id),
    label(
      {id: 'state', title: 'state', width: 10, priority: 0},
      task => task.state,
      task => taskTones[task.state] ?? 'warn',
    ),
    label({id: 'worker', title: 'worker', width: [12, 30], priority: 1}, task => task.worker),
    label(
      {id: 'trace', title: 'trace', width: [20, 120], priority: 0},
      task => task.trace?.split('\n', 1)[0] ?? null,
      () => 'bad',
    ),
  ],
};

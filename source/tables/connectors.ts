import type {Span, Tone} from '../format/line.ts';
import type {Connector, ConnectorHealth} from '../model/connector.ts';
import {isUnknown, type Known} from '../model/reading.ts';
import {cell} from './cell.ts';
import type {Table} from './column.ts';
import {label, shown} from './kinds.ts';

export const connectorTones: Readonly<Record<ConnectorHealth, Tone>> = {
  running: 'good',
  paused: 'warn',
  stopped: 'warn',
  unassigned: 'warn',
  degraded: 'bad',
  failed: 'bad',
};

const running = ({tasks}: Connector): number => tasks.filter(task => task.state === 'RUNNING').length;

const tasksCell = (connector: Connector): Span => {
  const {tasks} = connector;
  return cell(
    `${running(connector)}/${tasks.length}`,
    running(connector) < tasks.length ? 'warn' : undefined,
  );
};

const topics = ({topics}: Connector): Known<string | null> => {
  if (isUnknown(topics)) return topics;
  return topics.length === 0 ? null : topics.join(' ');
};

/** The first line of what went wrong, its own or of its first failed task. */
const problem = ({trace, tasks}: Connector): string | null => {
  const text = trace ?? tasks.find(task => task.trace !== null)?.trace ?? null;
  return text?.split('\n', 1)[0] ?? null;
};

export const connectorTable: Table<Connector> = {
  noun: 'connector',
  id: connector => `${connector.worker}/${connector.name}`,
  sort: 'name',
  tone: ({health}) => (health === 'failed' || health === 'degraded' ? 'bad' : undefined),
  columns: [
    label(
      {id: 'name', title: 'connector', width: [18, 36], priority: 0, cut: 'middle'},
      connector => connector.name,
    ),
    label(
      {id: 'health', title: 'health', width: 10, priority: 0},
      connector => connector.health,
      connector => connectorTones[connector.health],
    ),
    shown({id: 'tasks', title: 'tasks', width: 5, priority: 1, align: 'right'}, running, tasksCell),
    label(
      {id: 'worker', title: 'worker', width: [18, 24], priority: 2, cut: 'middle'},
      connector => connector.worker,
    ),
    label({id: 'type', title: 'type', width: 6, priority: 3}, connector => connector.type),
    label({id: 'topics', title: 'topics', width: [14, 40], priority: 4}, topics),
    label({id: 'state', title: 'state', width: 10, priority: 6}, connector => connector.state),
    label({id: 'problem', title: 'problem', width: [20, 80], priority: 5}, problem, () => 'bad'),
  ],
};

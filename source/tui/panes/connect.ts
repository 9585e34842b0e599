import type {Connector, ConnectorTask} from '../../model/connector.ts';
import type {Reading} from '../../model/reading.ts';
import {connectorTable} from '../../tables/connectors.ts';
import {taskTable} from '../../tables/tasks.ts';
import {type WorkerRow, workerTable} from '../../tables/workers.ts';
import {connectorDetail} from '../details/connector.ts';
import {pair, paragraph} from '../details/section.ts';
import type {Scene} from '../scene.ts';
import type {Status} from './freshness.ts';
import {definePane} from './pane.ts';
import {statusOfAll} from './status.ts';

const readings = ({picture}: Scene): readonly Reading<unknown>[] => [...picture.world.workers.values()];

const status = (scene: Scene): Status =>
  scene.picture.world.workers.size === 0
    ? {kind: 'ready'}
    : statusOfAll(readings(scene), [], 'the Connect workers', scene.picture.now);

export const workersPane = definePane<WorkerRow>({
  id: 'workers',
  noun: 'worker',
  contexts: [],
  title: (_scene, shown) => `Connect workers ${shown}`,
  table: () => workerTable,
  rows: ({picture}) =>
    [...picture.world.workers].map(([name, reading]) => ({
      name,
      url: picture.world.target?.connect.find(address => address.name === name)?.url ?? '',
      reading,
    })),
  status,
  empty: 'No Connect worker is known: name one with --connect name=url.',
  subject: row => ({kind: 'worker', id: row.name}),
  detail: row => [pair('name', row.name), pair('url', row.url), pair('reading', row.reading.state)],
});

export const connectorsPane = definePane<Connector>({
  id: 'connectors',
  noun: 'connector',
  contexts: [],
  title: (_scene, shown) => `Connectors ${shown}`,
  table: () => connectorTable,
  rows: ({picture}) => picture.connectors,
  status,
  empty: 'The workers answer, and run no connector.',
  subject: connector => ({kind: 'connector', id: connector.name}),
  detail: connectorDetail,
});

const selected = (scene: Scene): Connector | undefined => {
  const id = connectorsPane.look(scene).selected;
  return scene.picture.connectors.find(connector => connectorTable.id(connector) === id);
};

export const tasksPane = definePane<ConnectorTask>({
  id: 'tasks',
  noun: 'task',
  contexts: [],
  title: scene => `Tasks of ${selected(scene)?.name ?? '-'}`,
  table: () => taskTable,
  rows: scene => selected(scene)?.tasks ?? [],
  status,
  empty: 'The connector has no task.',
  subject: () => null,
  detail: (task, _scene, width) => [
    pair('task', String(task.id)),
    pair('state', task.state),
    pair('worker', task.worker),
    ...(task.trace === null
      ? []
      : task.trace.split('\n').flatMap(line => paragraph(line, width, {tone: 'bad'}))),
  ],
});

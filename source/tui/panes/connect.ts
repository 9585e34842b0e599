import type {Connector, ConnectorTask} from '../../model/connector.ts';
import {waiting} from '../../model/reading.ts';
import {connectorTable} from '../../tables/connectors.ts';
import {taskTable} from '../../tables/tasks.ts';
import {type WorkerRow, workerTable} from '../../tables/workers.ts';
import {connectorDetail} from '../details/connector.ts';
import {pair, paragraph} from '../details/section.ts';
import {workerDetail} from '../details/worker.ts';
import type {Scene} from '../scene.ts';
import type {Status} from './freshness.ts';
import {definePane} from './pane.ts';
import {statusOf, statusOfAll} from './status.ts';

/** A worker that was not read yet is waited for, and is listed. */
const workersOf = ({picture: {world}}: Scene): readonly WorkerRow[] =>
  (world.target?.connect ?? []).map(({name, url}) => ({
    name,
    url,
    reading: world.workers.get(name) ?? waiting,
  }));

const status = (scene: Scene): Status => {
  const readings = workersOf(scene).map(({reading}) => reading);
  return readings.length === 0
    ? {kind: 'ready'}
    : statusOfAll(readings, [], 'the Connect workers', scene.picture.now);
};

const noWorker = 'No Connect worker is known: --connect name=url names one.';

export const workersPane = definePane<WorkerRow>({
  id: 'workers',
  name: 'Connect workers',
  noun: 'worker',
  contexts: [],
  title: (_scene, shown) => `Connect workers ${shown.length}`,
  table: () => workerTable,
  rows: workersOf,
  status,
  empty: noWorker,
  subject: row => ({kind: 'worker', id: row.name}),
  detail: workerDetail,
});

export const connectorsPane = definePane<Connector>({
  id: 'connectors',
  name: 'Connectors',
  noun: 'connector',
  contexts: [],
  title: (_scene, shown) => `Connectors ${shown.length}`,
  // Each is as old as what its worker said last.
  table: ({picture}) => ({
    ...connectorTable,
    age: ({worker}) => {
      const reading = picture.world.workers.get(worker);
      return reading && 'every' in reading ? reading : undefined;
    },
  }),
  rows: ({picture}) => picture.connectors,
  status,
  empty: scene => (workersOf(scene).length === 0 ? noWorker : 'The workers answer, and run no connector.'),
  subject: connector => ({kind: 'connector', id: connector.name}),
  detail: connectorDetail,
});

const selected = (scene: Scene): Connector | undefined => {
  const id = connectorsPane.look(scene).selected;
  return scene.picture.connectors.find(connector => connectorTable.id(connector) === id);
};

export const tasksPane = definePane<ConnectorTask>({
  id: 'tasks',
  name: 'Tasks',
  noun: 'task',
  contexts: [],
  title: scene => {
    const connector = selected(scene);
    return connector ? `Tasks of ${connector.name}` : 'Tasks';
  },
  table: () => taskTable,
  rows: scene => selected(scene)?.tasks ?? [],
  status: scene => {
    const worker = selected(scene)?.worker;
    const reading = worker === undefined ? undefined : scene.picture.world.workers.get(worker);
    return reading ? statusOf(reading, 'the Connect worker', scene.picture.now) : status(scene);
  },
  empty: scene => (selected(scene) ? 'The connector has no task.' : 'No connector is selected.'),
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

import type {Pipeline} from '../../model/pipeline.ts';
import {isUnknown, lastValue, waiting} from '../../model/reading.ts';
import {pipelineTable} from '../../tables/pipelines.ts';
import {pipelineDetail} from '../details/pipeline.ts';
import type {Scene} from '../scene.ts';
import type {Status} from './freshness.ts';
import {definePane} from './pane.ts';
import {statusOf, statusOfAll} from './status.ts';

/** Whether there is a server whose slots are read. */
const isRead = ({picture: {world}}: Scene): boolean =>
  world.postgres.state === 'waiting'
    ? world.target?.postgres !== undefined && world.target.kind !== 'practice'
    : lastValue(world.postgres) !== null;

const status = (scene: Scene): Status => {
  const {world, now} = scene.picture;
  const workers = (world.target?.connect ?? []).map(({name}) => world.workers.get(name) ?? waiting);
  // What stands still in a line is said of the part that is silent; the line goes on.
  if (!isRead(scene))
    return workers.length === 0 ? {kind: 'ready'} : statusOfAll(workers, [], 'the Connect workers', now);
  const slots = statusOf(world.postgres, 'PostgreSQL', now);
  if (workers.length === 0 || slots.kind === 'waiting') return slots;
  return statusOfAll([world.postgres, ...workers], [], 'the Connect workers', now);
};

const nameOf = ({connector, slotName}: Pipeline): string =>
  connector === null || isUnknown(connector) ? `slot ${slotName}` : connector.name;

const stated = ({picture: {world}}: Scene): string =>
  world.target?.kind === 'practice' ? ': triggers in place of a slot' : '';

/** The ways of changes out of PostgreSQL: a line for each, which stays while parts of it are silent. */
export const pipelinesPane = definePane<Pipeline>({
  id: 'pipelines',
  name: 'Change capture',
  noun: 'connector',
  contexts: [],
  title: (scene, shown) => `Change capture ${shown.length}${shown.length > 0 ? stated(scene) : ''}`,
  table: () => pipelineTable,
  rows: ({picture}) => picture.pipelines,
  status,
  empty: 'No connector reads from PostgreSQL, and it keeps no slot.',
  subject: pipeline =>
    pipeline.connector === null || isUnknown(pipeline.connector)
      ? {kind: 'slot', id: pipeline.slotName ?? ''}
      : {kind: 'connector', id: pipeline.connector.name},
  detail: pipelineDetail,
  caption: nameOf,
});

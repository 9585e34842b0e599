import type {Connector, ConnectorTask} from '../../model/connector.ts';
import type {Picture} from '../../model/picture.ts';
import {type MissingJson, missingOf, stale} from '../json.ts';
import {type ListShape, missingParts, withheld} from './list.ts';

const taskShape = ({id, state, worker, trace}: ConnectorTask): object => ({id, state, worker, trace});

const connectorShape = (connector: Connector): object => ({
  worker: connector.worker,
  name: connector.name,
  type: connector.type,
  state: connector.state,
  health: connector.health,
  tasks: connector.tasks.map(taskShape),
  topics: connector.topics,
  config: connector.config,
});

/** Connectors of all workers; one that is unreachable is missing, which is not the same as one without connectors. */
export const connectorsShape = ({world, now, connectors}: Picture): ListShape => {
  const missing: MissingJson[] = [];
  const old = new Map<string, {at: number; sentence: string}>();
  for (const [name, reading] of world.workers) {
    const why = withheld(reading, `Connect worker ${name}`, now);
    if (why?.at !== undefined) old.set(name, {at: why.at, sentence: why.sentence});
    else if (why) missing.push(missingOf('/connectors', why));
    if (reading.state === 'partial') missing.push(...missingParts('/connectors', reading.missing));
  }
  const [first] = missing;
  if (first && world.workers.size > 0 && missing.length >= world.workers.size && connectors.length === 0)
    return {list: {unknown: first.why, sentence: first.sentence}, missing: missing.slice(1)};
  const shapes = connectors.map(connector => {
    const shape = connectorShape(connector);
    const age = old.get(connector.worker);
    return age ? stale(shape, ['worker', 'name'], age.at, age.sentence) : shape;
  });
  return {list: shapes, missing};
};

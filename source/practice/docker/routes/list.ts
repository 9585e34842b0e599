import {type Call, flag, integer, type Route, sendJson} from '../call.ts';
import {type EngineContainer, isUp, labelsOf} from '../container.ts';
import type {PracticeEngine} from '../engine.ts';
import {type Filters, filtersOf, fits, fitsLabels, fitsName} from '../filters.ts';
import {endpointOf, networkOf} from '../networks.ts';
import {Refusal} from '../refusal.ts';
import {statusOf} from '../status.ts';
import {imageId} from './images.ts';
import {mountsOf, portsOf} from './inspect.ts';
import {hostOf} from './networks.ts';

const kinds = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];

const closed: Readonly<Record<string, readonly string[]>> = {
  status: ['created', 'restarting', 'running', 'removing', 'paused', 'exited', 'dead'],
  health: ['none', 'starting', 'healthy', 'unhealthy'],
};

const checked = (filters: Filters): Filters => {
  for (const [kind, values] of Object.entries(closed))
    for (const value of filters.get(kind) ?? [])
      if (!values.includes(value)) throw new Refusal(400, `Invalid filter '${kind}=${value}'`);
  return filters;
};

const hasImage = (image: string, wanted: string): boolean =>
  image === wanted || image.replace(/:[^/]*$/, '') === wanted || imageId(image).slice(7).startsWith(wanted);

const isWanted = (engine: PracticeEngine, filters: Filters, container: EngineContainer): boolean => {
  const {spec, id, name} = container;
  const health = isUp(container) ? (container.health ?? 'none') : 'none';
  const isBeside = (wanted: string, isOlder: boolean): boolean => {
    const other = engine.find(wanted);
    if (other === undefined) throw new Refusal(404, `No such container: ${wanted}`);
    const all = engine.containers;
    return isOlder
      ? all.indexOf(container) > all.indexOf(other)
      : all.indexOf(container) < all.indexOf(other);
  };
  const networks = (wanted: string): boolean => {
    const network = engine.networks.find(one => one.name === networkOf(container));
    return network !== undefined && (network.name === wanted || network.id.startsWith(wanted));
  };
  const isPort = (wanted: string, port: number): boolean => wanted.split('/')[0] === String(port);
  return (
    fits(filters, 'id', wanted => id.startsWith(wanted)) &&
    fits(filters, 'name', wanted => fitsName(wanted, name)) &&
    fits(filters, 'status', wanted => wanted === container.state) &&
    fits(filters, 'health', wanted => wanted === health) &&
    fits(
      filters,
      'exited',
      wanted => container.startedAt !== null && !isUp(container) && Number(wanted) === container.exitCode,
    ) &&
    fits(filters, 'ancestor', wanted => hasImage(spec.image ?? '', wanted)) &&
    fits(filters, 'network', networks) &&
    fits(
      filters,
      'volume',
      wanted => spec.mounts?.some(({source, target}) => source === wanted || target === wanted) ?? false,
    ) &&
    fits(filters, 'publish', wanted => portsOf(container).some(([, host]) => isPort(wanted, host ?? 0))) &&
    fits(filters, 'expose', wanted => portsOf(container).some(([inside]) => isPort(wanted, inside))) &&
    fits(filters, 'before', wanted => isBeside(wanted, true)) &&
    fits(filters, 'since', wanted => isBeside(wanted, false)) &&
    fits(filters, 'is-task', wanted => !['true', '1'].includes(wanted)) &&
    fitsLabels(filters, labelsOf(container))
  );
};

const summary = (engine: PracticeEngine, container: EngineContainer, withSize: boolean) => {
  const name = networkOf(container);
  const network = engine.networks.find(one => one.name === name);
  const image = container.spec.image ?? 'practice';
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: image,
    ImageID: imageId(image),
    Command: (container.spec.command ?? ['run']).join(' '),
    Created: Math.floor(container.createdAt / 1000),
    Ports: isUp(container)
      ? portsOf(container).map(([inside, host]) =>
          host === null
            ? {PrivatePort: inside, Type: 'tcp'}
            : {IP: '127.0.0.1', PrivatePort: inside, PublicPort: host, Type: 'tcp'},
        )
      : [],
    ...(withSize ? {SizeRw: 0, SizeRootFs: 0} : {}),
    Labels: labelsOf(container),
    State: container.state,
    Status: statusOf(container, engine.clock.now()),
    HostConfig: {NetworkMode: name === 'bridge' ? 'default' : name},
    NetworkSettings: {
      Networks: {
        [name]: {
          ...endpointOf(container, network, hostOf(engine, container), isUp(container)),
          Aliases: null,
        },
      },
    },
    Mounts: mountsOf(container),
  };
};

const list = ({engine, query, response}: Call): void => {
  const filters = checked(filtersOf(query, kinds));
  const limit = integer(query, 'limit') ?? 0;
  const isAll = flag(query, 'all') || limit > 0 || filters.has('status');
  const wanted = engine.containers
    .filter(container => isAll || isUp(container))
    .filter(container => isWanted(engine, filters, container));
  const shown = limit > 0 ? wanted.slice(0, limit) : wanted;
  const withSize = flag(query, 'size');
  sendJson(
    response,
    200,
    shown.map(container => summary(engine, container, withSize)),
  );
};

/** GET /containers/json: `all`, `limit`, `size`, `filters`; newest first. */
export const listRoutes: readonly Route[] = [{method: 'GET', path: /^\/containers\/json$/, handle: list}];

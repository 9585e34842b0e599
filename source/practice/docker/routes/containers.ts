import {type Call, type Route, sendError, sendJson} from '../call.ts';
import {type EngineContainer, labelsOf, stamp} from '../container.ts';
import type {PracticeEngine} from '../engine.ts';

const ports = ({spec}: EngineContainer): readonly (readonly [number, number | null])[] =>
  Object.entries(spec.ports ?? {}).map(([container, host]) => [Number(container), host] as const);

const statusOf = (container: EngineContainer): string => {
  switch (container.state) {
    case 'created':
      return 'Created';
    case 'exited':
      return `Exited (${container.exitCode}) 2 seconds ago`;
    case 'paused':
      return 'Up 2 seconds (Paused)';
    case 'running': {
      const health = container.health === 'starting' ? 'health: starting' : container.health;
      return `Up 2 seconds${health === undefined ? '' : ` (${health})`}`;
    }
  }
};

const isUp = ({state}: EngineContainer): boolean => state === 'running' || state === 'paused';

const summary = (container: EngineContainer): unknown => ({
  Id: container.id,
  Names: [`/${container.name}`],
  Image: container.spec.image ?? 'practice',
  Command: (container.spec.command ?? ['run']).join(' '),
  Created: Math.floor(container.createdAt / 1000),
  Ports: ports(container).map(([inside, host]) =>
    host === null || !isUp(container)
      ? {PrivatePort: inside, Type: 'tcp'}
      : {IP: '127.0.0.1', PrivatePort: inside, PublicPort: host, Type: 'tcp'},
  ),
  Labels: labelsOf(container),
  State: container.state,
  Status: statusOf(container),
  Mounts: [],
});

const detail = (container: EngineContainer): unknown => {
  const {spec} = container;
  const [path = 'run', ...args] = spec.command ?? ['run'];
  const binding = (host: number) => [{HostIp: '127.0.0.1', HostPort: String(host)}];
  const mapped = ports(container);
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Created: stamp(container.createdAt),
    Path: path,
    Args: args,
    RestartCount: container.restarts,
    State: {
      Status: container.state,
      ExitCode: isUp(container) ? 0 : container.exitCode,
      OOMKilled: container.isOutOfMemory,
      StartedAt: stamp(container.startedAt),
      FinishedAt: stamp(container.finishedAt),
      ...(container.health === undefined
        ? {}
        : {Health: {Status: container.health, FailingStreak: 0, Log: []}}),
    },
    Config: {
      Image: spec.image ?? 'practice',
      Env: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
      Labels: labelsOf(container),
      Tty: spec.isTty ?? false,
      ...(spec.stopSeconds === undefined ? {} : {StopTimeout: spec.stopSeconds}),
    },
    HostConfig: {
      PortBindings: Object.fromEntries(
        mapped.flatMap(([inside, host]) => (host === null ? [] : [[`${inside}/tcp`, binding(host)]])),
      ),
    },
    NetworkSettings: {
      Ports: isUp(container)
        ? Object.fromEntries(
            mapped.map(([inside, host]) => [`${inside}/tcp`, host === null ? null : binding(host)]),
          )
        : {},
      Networks: {practice_default: {}},
    },
    Mounts: [],
  };
};

/** What a verb does to a container; a string refuses with 409, `null` says that it was so already (304). */
type Verb = (engine: PracticeEngine, container: EngineContainer) => string | null | undefined;

const stop: Verb = (engine, container) => {
  if (!isUp(container)) return null;
  engine.emit('kill', container, {signal: '15'});
  engine.end(container, 143);
  engine.emit('stop', container);
  return undefined;
};

const verbs: Readonly<Record<string, Verb>> = {
  start(engine, container) {
    if (container.state === 'running') return null;
    if (container.state === 'paused') return 'cannot start a paused container, try unpause instead';
    engine.start(container);
    return undefined;
  },
  stop,
  restart(engine, container) {
    stop(engine, container);
    engine.start(container);
    engine.emit('restart', container);
    return undefined;
  },
  pause(engine, container) {
    if (container.state === 'paused') return `Container ${container.id} is already paused`;
    if (container.state !== 'running') return `Container ${container.id} is not running`;
    container.state = 'paused';
    engine.emit('pause', container);
    return undefined;
  },
  unpause(engine, container) {
    if (container.state !== 'paused') return `Container ${container.id} is not paused`;
    container.state = 'running';
    engine.emit('unpause', container);
    return undefined;
  },
  kill(engine, container) {
    if (!isUp(container))
      return `Cannot kill container: ${container.name}: Container ${container.id} is not running`;
    engine.emit('kill', container, {signal: '9'});
    engine.end(container, 137);
    return undefined;
  },
};

const withContainer = ({engine, match, response}: Call, run: (container: EngineContainer) => void): void => {
  const name = decodeURIComponent(match[1] ?? '');
  const container = engine.find(name);
  if (container === undefined) sendError(response, 404, `No such container: ${name}`);
  else run(container);
};

/** GET /containers/json, GET /containers/{id}/json, POST /containers/{id}/{verb}, DELETE /containers/{id} */
export const containerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/json$/,
    handle: ({engine, query, response}) =>
      sendJson(
        response,
        200,
        engine.containers.filter(container => query.get('all') !== null || isUp(container)).map(summary),
      ),
  },
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/json$/,
    handle: call => withContainer(call, container => sendJson(call.response, 200, detail(container))),
  },
  {
    method: 'POST',
    path: /^\/containers\/([^/]+)\/(start|stop|restart|pause|unpause|kill)$/,
    handle: call =>
      withContainer(call, container => {
        const answer = verbs[call.match[2] ?? '']?.(call.engine, container);
        if (typeof answer === 'string') sendError(call.response, 409, answer);
        else call.response.writeHead(answer === null ? 304 : 204).end();
      }),
  },
  {
    method: 'DELETE',
    path: /^\/containers\/([^/]+)$/,
    handle: call =>
      withContainer(call, container => {
        if (isUp(container) && call.query.get('force') === null)
          return sendError(call.response, 409, 'You cannot remove a running container');
        if (isUp(container)) call.engine.end(container, 137);
        call.engine.remove(container);
        call.response.writeHead(204).end();
      }),
  },
];

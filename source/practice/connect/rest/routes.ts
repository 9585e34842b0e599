import type {Herder} from '../herder.ts';
import type {Offsets} from '../offsets.ts';
import {findPlugin, noSuchPlugin, type Plugin} from '../plugins.ts';
import {commit, version, type WorkerSettings} from '../settings.ts';
import {fieldsOf, probed, validate} from '../validation/validate.ts';
import {configOf, creationOf, offsetsOf, parseBody} from './body.ts';
import {definitionOf, infoOf, statusOf, taskStatusOf, validationOf} from './describe.ts';
import {createLoggers} from './loggers.ts';
import {badRequest, notFound, type RestError, serverError} from './rest-error.ts';
import type {Answer, RestRequest, Route} from './route.ts';

/** What a request is answered from. */
export interface Worker {
  readonly settings: WorkerSettings;
  readonly clusterId: string;
  readonly plugins: readonly Plugin[];
  readonly herder: Herder;
  readonly offsets: Offsets;
  readonly hosts: Readonly<Record<string, number>>;
}

const ok = (body: unknown): Answer => ({status: 200, body});
const accepted: Answer = {status: 202};
const noContent: Answer = {status: 204};

const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  path,
  handle,
});

const taskId = (text: string): number => {
  if (!/^\d+$/.test(text)) throw notFound('HTTP 404 Not Found');
  return Number(text);
};

const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name)?.toLowerCase() === 'true';

const connectorRoutes = ({settings, herder, offsets}: Worker): readonly Route[] => {
  const named = (
    method: Route['method'],
    rest: string,
    handle: (name: string, request: RestRequest) => Promise<Answer> | Answer,
  ) => route(method, `/connectors/*${rest}`, request => handle(request.parts[0] ?? '', request));
  const status = (name: string) => {
    const connector = herder.connectors.get(name);
    if (!connector) throw notFound(`No status found for connector ${name}`);
    return statusOf(settings, connector);
  };
  const made = (name: string, host: string): Omit<Answer, 'body'> => ({
    status: 201,
    location: `http://${host}/connectors/${encodeURIComponent(name)}`,
  });
  return [
    route('GET', '/connectors', ({query}) => {
      const all = [...herder.connectors.values()];
      const wanted = query.getAll('expand');
      if (wanted.length === 0) return ok(all.map(({name}) => name));
      return ok(
        Object.fromEntries(
          all.map(connector => [
            connector.name,
            {
              ...(wanted.includes('status') ? {status: statusOf(settings, connector)} : {}),
              ...(wanted.includes('info') ? {info: infoOf(connector)} : {}),
            },
          ]),
        ),
      );
    }),
    route('POST', '/connectors', async ({body, host}) => {
      const {name, config, target} = creationOf(parseBody(body));
      const connector = await herder.create(name, config, target);
      return {...made(name, host), body: infoOf(connector)};
    }),
    named('GET', '', name => ok(infoOf(herder.find(name)))),
    named('DELETE', '', async name => {
      await herder.remove(name);
      return noContent;
    }),
    named('GET', '/config', name => ok(herder.find(name).config)),
    named('PUT', '/config', async (name, {body, host}) => {
      const {connector, isNew} = await herder.configure(name, configOf(parseBody(body)));
      return {...(isNew ? made(name, host) : {status: 200}), body: infoOf(connector)};
    }),
    named('PATCH', '/config', async (name, {body}) =>
      ok(infoOf(await herder.patch(name, configOf(parseBody(body))))),
    ),
    named('GET', '/status', name => ok(status(name))),
    named('GET', '/tasks', name =>
      ok(herder.find(name).tasks.map(({id, config}) => ({id: {connector: name, task: id}, config}))),
    ),
    named('GET', '/tasks-config', name =>
      ok(Object.fromEntries(herder.find(name).tasks.map(({id, config}) => [`${name}-${id}`, config]))),
    ),
    named('GET', '/tasks/*/status', (name, {parts}) => {
      const id = taskId(parts[1] ?? '');
      const task = herder.connectors.get(name)?.tasks.find(one => one.id === id);
      if (!task) throw notFound(`No status found for task ${name}-${id}`);
      return ok(taskStatusOf(settings, task));
    }),
    named('POST', '/tasks/*/restart', async (name, {parts}) => {
      await herder.restartTask(name, taskId(parts[1] ?? ''));
      return noContent;
    }),
    named('POST', '/restart', async (name, {query}) => {
      const [includeTasks, onlyFailed] = [isTrue(query, 'includeTasks'), isTrue(query, 'onlyFailed')];
      const connector = await herder.restart(name, includeTasks, onlyFailed);
      return includeTasks || onlyFailed ? {status: 202, body: statusOf(settings, connector)} : noContent;
    }),
    named('PUT', '/pause', async name => {
      await herder.pause(name);
      return accepted;
    }),
    named('PUT', '/resume', async name => {
      await herder.resume(name);
      return accepted;
    }),
    named('PUT', '/stop', async name => {
      await herder.stop(name);
      return noContent;
    }),
    named('GET', '/topics', name => ok({[name]: {topics: [...(herder.connectors.get(name)?.topics ?? [])]}})),
    named('PUT', '/topics/reset', name => {
      herder.forgetTopics(name);
      return accepted;
    }),
    named('GET', '/offsets', async name => ok({offsets: await offsets.read(name)})),
    named('PATCH', '/offsets', async (name, {body}) =>
      ok({message: await offsets.alter(name, offsetsOf(parseBody(body)))}),
    ),
    named('DELETE', '/offsets', async name => ok({message: await offsets.reset(name)})),
  ];
};

const pluginRoutes = ({plugins, hosts}: Worker): readonly Route[] => [
  route('GET', '/connector-plugins', () =>
    ok(plugins.map(({className, type, version: own}) => ({class: className, type, version: own}))),
  ),
  route('PUT', '/connector-plugins/*/config/validate', async ({parts, body}) => {
    const [name = ''] = parts;
    const config = configOf(parseBody(body));
    const wanted = config['connector.class'];
    const thrown = (error: RestError, className: string): RestError =>
      serverError(`org.apache.kafka.connect.${className}: ${error.message}`);
    if (wanted === undefined || wanted === null) {
      const written = Object.entries(config).map(([key, value]) => `${key}=${value}`);
      throw thrown(
        badRequest(`Connector config {${written.join(', ')}} contains no connector type`),
        'runtime.rest.errors.BadRequestException',
      );
    }
    const plugin = findPlugin(plugins, wanted);
    const last = (className: string): string => className.split('.').at(-1) ?? className;
    const asked = findPlugin(plugins, name);
    if (plugin && asked !== plugin)
      throw badRequest(`Included connector type ${wanted} does not match request type ${last(name)}`);
    if (!plugin) throw thrown(noSuchPlugin(plugins, wanted), 'errors.ConnectException');
    return ok(validationOf(plugin, wanted, await probed(plugin, config, validate(plugin, config), hosts)));
  }),
  route('GET', '/connector-plugins/*/config', ({parts}) => {
    const [name = ''] = parts;
    const plugin = findPlugin(plugins, name);
    if (!plugin) throw notFound(`Unknown plugin ${name}.`);
    return ok(fieldsOf(plugin).map(definitionOf));
  }),
];

/** Every path that a worker answers. */
export const routesOf = (worker: Worker): readonly Route[] => [
  route('GET', '/', () => ok({version, commit, kafka_cluster_id: worker.clusterId})),
  route('GET', '/health', () =>
    ok({status: 'healthy', message: 'Worker has completed startup and is ready to handle requests.'}),
  ),
  ...connectorRoutes(worker),
  ...pluginRoutes(worker),
  ...createLoggers().map(({method, path, handle}) => route(method, path, handle)),
];

import {type Connector, createRunner} from './connector.ts';
import {javaText} from './converters.ts';
import {createOrders, type Orders} from './orders.ts';
import {findPlugin, noSuchPlugin, type Plugin} from './plugins.ts';
import {badRequest, notFound, RestError} from './rest/rest-error.ts';
import type {Config, RawConfig} from './settings.ts';
import type {KeptConnector, Target} from './storage/storage.ts';
import type {WorkerContext} from './tasks/task-run.ts';
import {probed, requireValid, validate} from './validation/validate.ts';

/** Whose connectors a worker runs. What changes something is done one after the other. */
export interface Herder extends Orders {
  readonly connectors: ReadonlyMap<string, Connector>;
  /** The connector; throws what the worker answers where there is none. */
  find(name: string): Connector;
  create(name: string, config: RawConfig, target: Target): Promise<Connector>;
  /** Sets the whole configuration; makes the connector where there is none. */
  configure(
    name: string,
    config: RawConfig,
  ): Promise<{readonly connector: Connector; readonly isNew: boolean}>;
  /** Sets some fields, and takes away those that are null. */
  patch(name: string, changes: RawConfig): Promise<Connector>;
  remove(name: string): Promise<void>;
  forgetTopics(name: string): void;
  /** Does something else in turn, while no connector changes. */
  inTurn<T>(act: () => Promise<T>): Promise<T>;
  /** Starts with what was kept. */
  begin(kept: readonly KeptConnector[]): Promise<void>;
  /** Stops all tasks, as at the worker's end. */
  end(): Promise<void>;
}

const textsOf = (config: RawConfig): Config =>
  Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

export const createHerder = (worker: WorkerContext, plugins: readonly Plugin[]): Herder => {
  const {storage, settings} = worker;
  const isDistributed = settings.mode === 'distributed';
  const runner = createRunner(worker);
  const connectors = new Map<string, Connector>();
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  };
  /** What a standalone worker does before it answers, and a distributed one when it has answered. */
  const afterAnswer = async (act: () => Promise<void>): Promise<void> => {
    if (isDistributed) void inTurn(act).catch(() => {});
    else await act();
  };
  const find = (name: string): Connector => {
    const connector = connectors.get(name);
    if (!connector) throw notFound(`Connector ${name} not found`);
    return connector;
  };
  /** The configuration with the connector's name in it, and its class, if nothing is wrong with it. */
  const checked = async (name: string, raw: RawConfig): Promise<{config: Config; plugin: Plugin}> => {
    const own = raw.name;
    if (own !== undefined && own !== null && own !== name)
      throw badRequest(
        `Connector name configuration (${own}) doesn't match connector name in the URL (${name})`,
      );
    const config = {...raw, name};
    const className = raw['connector.class'];
    if (className === undefined || className === null)
      throw badRequest(`Connector config ${javaText({name, ...raw})} contains no connector type`);
    const plugin = findPlugin(plugins, className);
    if (!plugin) throw noSuchPlugin(plugins, className);
    requireValid(await probed(plugin, config, validate(plugin, config), worker.hosts));
    return {config: textsOf(config), plugin};
  };

  const add = async (name: string, config: Config, plugin: Plugin, target: Target): Promise<Connector> => {
    const connector: Connector = {
      name,
      plugin,
      config,
      target,
      state: 'UNASSIGNED',
      trace: null,
      tasks: [],
      topics: new Set(),
    };
    if (target !== 'STARTED') await storage.keepTarget(name, target);
    await storage.keepConfig(name, config);
    connectors.set(name, connector);
    await afterAnswer(() => runner.start(connector));
    return connector;
  };

  const reconfigure = async (connector: Connector, config: Config): Promise<void> => {
    await storage.keepConfig(connector.name, config);
    connector.config = config;
    await afterAnswer(async () => {
      await runner.stop(connector, true);
      await runner.start(connector);
    });
  };

  return {
    ...createOrders({worker, runner, connectors, inTurn}),
    connectors,
    find,
    inTurn,
    create: (name, raw, target) =>
      inTurn(async () => {
        const {config, plugin} = await checked(name, raw);
        if (connectors.has(name)) throw new RestError(409, `Connector ${name} already exists`);
        return add(name, config, plugin, target);
      }),
    configure: (name, raw) =>
      inTurn(async () => {
        const {config, plugin} = await checked(name, raw);
        const connector = connectors.get(name);
        if (!connector) return {connector: await add(name, config, plugin, 'STARTED'), isNew: true};
        await reconfigure(connector, config);
        return {connector, isNew: false};
      }),
    patch: (name, changes) =>
      inTurn(async () => {
        const connector = find(name);
        const {config} = await checked(name, textsOf({...connector.config, ...changes}));
        await reconfigure(connector, config);
        return connector;
      }),
    remove: name =>
      inTurn(async () => {
        const connector = find(name);
        await runner.stop(connector, true);
        connectors.delete(name);
        await storage.keepConfig(name, null);
        await storage.keepTarget(name, null);
        storage.forgetTopics(name, [...connector.topics]);
        storage.keepStatus(name, null, null);
      }),
    forgetTopics(name) {
      const connector = connectors.get(name);
      storage.forgetTopics(name, [...(connector?.topics ?? [])]);
      connector?.topics.clear();
    },
    begin: kept =>
      inTurn(async () => {
        for (const {name, config, target, topics} of kept) {
          const plugin = findPlugin(plugins, config['connector.class'] ?? '');
          if (!plugin) continue;
          const connector: Connector = {
            name,
            plugin,
            config,
            target,
            state: 'UNASSIGNED',
            trace: null,
            tasks: [],
            topics: new Set(topics),
          };
          connectors.set(name, connector);
          await runner.start(connector);
        }
      }),
    end: () =>
      inTurn(async () => {
        await Promise.all([...connectors.values()].map(connector => runner.stop(connector, false)));
        for (const connector of connectors.values()) {
          for (const {id} of connector.tasks)
            storage.keepStatus(connector.name, id, {state: 'UNASSIGNED', trace: null});
          storage.keepStatus(connector.name, null, {state: 'UNASSIGNED', trace: null});
        }
        connectors.clear();
      }),
  };
};

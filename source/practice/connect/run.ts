import {mkdir, writeFile} from 'node:fs/promises';
import type {Clock} from '../../clock.ts';
import type {ProgramHost} from '../docker/program.ts';
import {createSteps, type Steps} from '../programs/steps.ts';
import {type Admin, createAdmin, type Described} from './admin.ts';
import {fileSystem} from './files.ts';
import {createHerder, type Herder} from './herder.ts';
import {connectException, JavaFailure} from './java-failure.ts';
import {firstInput, type GivenConnector} from './lab-connectors.ts';
import {joinGroup, type Membership} from './membership.ts';
import {createOffsets} from './offsets.ts';
import {pluginsOf} from './plugins.ts';
import {routesOf} from './rest/routes.ts';
import {type RestServer, startRestServer} from './rest/server.ts';
import {type Mode, settingsOf} from './settings.ts';
import {createSockets} from './sockets.ts';
import {fileStorage} from './storage/file-storage.ts';
import {createStateWriter} from './storage/state-writer.ts';
import {topicStorage} from './storage/topic-storage.ts';
import {createSwitch} from './switch.ts';
import type {WorkerContext} from './tasks/task-run.ts';
import {createWorkerLog} from './worker-log.ts';
import {createWrites} from './writes.ts';

export interface ConnectWorkerOptions {
  /** The container's. */
  readonly name: string;
  readonly mode: Mode;
  /** Of 127.0.0.1, for its REST interface; 0 for a free one. */
  readonly port: number;
  /** `host:port` of the brokers. */
  readonly bootstrap: readonly string[];
  /** Stands for the root of the container's file system: `/data/input.txt` is `data/input.txt` in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** The ports of this machine that stand for `host:port` inside the lab's network; none where it is left out. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** Those that it is started with. A distributed worker makes them only where it does not know them yet. */
  readonly connectors: readonly GivenConnector[];
}

/** A worker between its start and its end. */
export interface Run {
  readonly context: WorkerContext;
  /** Null while it does not listen. */
  readonly server: RestServer | null;
  readonly herder: Herder | null;
  readonly isReady: boolean;
  /** Brings it up, after so many milliseconds. Rejects with a `StartFailure` where it cannot come up. */
  begin(startTime: number): Promise<void>;
  /** As at SIGTERM: tasks commit what they have done, the group is left. */
  stop(): Promise<void>;
  /** As at SIGKILL: all of it is gone when this resolves, and nothing more is written. */
  kill(): Promise<void>;
}

/** Why a worker ends by itself while it starts, and with which exit code. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly failure: JavaFailure;
  readonly code: number;

  constructor(failure: JavaFailure, code: number) {
    super(failure.message);
    this.failure = failure;
    this.code = code;
  }
}

/** `default.api.timeout.ms`, after which a worker that finds no broker gives up (ms). */
const brokersTime = 60_000;
const askEvery = 500;
/** How long its tasks may take to end when it is told to (ms). */
const endTime = 9000;
const rest = 'runtime.rest.RestServer';

const contextOf = (
  {name, mode, bootstrap, folder, clock, hosts = {}}: ConnectWorkerOptions,
  host: ProgramHost,
  killed: AbortSignal,
): WorkerContext & {readonly admin: Admin} => {
  const settings = settingsOf(mode, name);
  const files = fileSystem(folder);
  const shared = {bootstrap, sockets: createSockets(), clock, thawed: createSwitch(true), killed};
  const writes = createWrites(killed);
  const log = createWorkerLog(clock, line => {
    if (!killed.aborted) host.log(line);
  });
  const admin = createAdmin('connector-worker-adminclient', shared);
  const storage =
    mode === 'standalone'
      ? fileStorage(files(settings.offsetsFile), writes)
      : topicStorage({
          settings,
          clock,
          log,
          admin,
          writer: createStateWriter({...shared, clientId: `${settings.group}-configs`}),
        });
  return {...shared, settings, files, writes, hosts, slots: new Set<string>(), log, storage, admin};
};

/** Waits for the brokers; null where the run was ended meanwhile. */
const findCluster = async (admin: Admin, steps: Steps): Promise<Described | null> => {
  for (let left = brokersTime; left > 0 && !steps.isEnded; left -= askEvery) {
    try {
      return await admin.describe([]);
    } catch {
      await steps.wait(askEvery);
    }
  }
  if (steps.isEnded) return null;
  throw new StartFailure(
    connectException(
      "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties.",
    ),
    2,
  );
};

export const createRun = (options: ConnectWorkerOptions, host: ProgramHost): Run => {
  const {mode, port, clock} = options;
  const killing = new AbortController();
  const context = contextOf(options, host, killing.signal);
  const {settings, storage, log, files, writes, admin, sockets, thawed, killed} = context;
  const plugins = pluginsOf(mode);
  const steps = createSteps(clock);
  let server: RestServer | null = null;
  let herder: Herder | null = null;
  let membership: Membership | null = null;
  let isReady = false;

  const makeFiles = async (): Promise<void> => {
    for (const inside of ['/data', '/tmp']) await mkdir(files(inside), {recursive: true});
    // What is there already is kept.
    if (mode === 'standalone')
      await writeFile(files('/data/input.txt'), firstInput, {flag: 'wx'}).catch(() => {});
  };

  const listen = async (): Promise<RestServer> => {
    log.info('Initializing REST server', rest);
    try {
      return await startRestServer({port, clock, thawed, log: line => log.info(line, rest)});
    } catch (error) {
      const message = `Failed to bind to 127.0.0.1:${port}: ${error instanceof Error ? error.message : String(error)}`;
      const cause = {className: 'java.io.IOException', message, frames: []};
      throw new StartFailure(connectException('Unable to initialize REST server', [], cause), 2);
    }
  };

  const closeServer = async (): Promise<void> => {
    isReady = false;
    const closing = server;
    server = null;
    await closing?.close();
  };

  const kill = async (): Promise<void> => {
    steps.end();
    killing.abort();
    sockets.cut();
    await closeServer();
    await writes.settled();
  };

  return {
    context,
    get server() {
      return server;
    },
    get herder() {
      return herder;
    },
    get isReady() {
      return isReady;
    },
    kill,
    async begin(startTime) {
      log.info('Kafka Connect worker initializing ...', 'cli.AbstractConnectCli');
      await writes.run(makeFiles);
      // No line of the real one's: whoever is to add a line to a file has to know where it is.
      log.info(`The root of this container's file system is ${options.folder}`, 'cli.AbstractConnectCli');
      if (!(await steps.wait(startTime))) return;
      const cluster = await findCluster(admin, steps);
      if (!cluster || steps.isEnded) return;
      log.info(`Kafka cluster ID: ${cluster.clusterId}`, 'runtime.WorkerConfig');
      server = await listen();
      if (steps.isEnded) {
        await closeServer();
        return;
      }
      log.info(`REST server listening at http://0.0.0.0:8083/, advertising URL http://${settings.id}/`, rest);
      log.info('Kafka Connect starting', 'runtime.Connect');
      log.info('Worker started', 'runtime.Worker');
      const kept = await storage.open(killed).catch((error: unknown) => {
        const failure = error instanceof JavaFailure ? error : connectException(String(error));
        throw new StartFailure(failure, 1);
      });
      if (steps.isEnded) return;
      if (mode === 'distributed') membership = joinGroup(context);
      herder = createHerder(context, plugins);
      await herder.begin(kept);
      log.info('Initializing REST resources', rest);
      const offsets = createOffsets(herder, storage, admin);
      server?.serve(
        routesOf({settings, clusterId: cluster.clusterId, plugins, herder, offsets, hosts: context.hosts}),
      );
      isReady = true;
      log.info('REST resources initialized; server is started and ready to handle requests', rest);
      for (const {name, config} of options.connectors) {
        if (steps.isEnded || herder.connectors.has(name)) continue;
        await herder.create(name, config, 'STARTED');
        log.info(`Created connector ${name}`, 'cli.ConnectStandalone');
      }
    },
    async stop() {
      steps.end();
      log.info('Kafka Connect stopping', 'runtime.Connect');
      log.info('Stopping REST server', rest);
      await closeServer();
      const ended = new AbortController();
      const ending = (async () => {
        await herder?.end();
        await storage.close();
        await membership?.leave();
      })().finally(() => ended.abort());
      await Promise.race([ending, clock.sleep(endTime, ended.signal).catch(() => {})]);
      log.info('Worker stopped', 'runtime.Worker');
      log.info('Kafka Connect stopped', 'runtime.Connect');
      await kill();
    },
  };
};

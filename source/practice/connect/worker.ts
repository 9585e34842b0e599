import {mkdir, writeFile} from 'node:fs/promises';
import type {Clock} from '../../clock.ts';
import type {Program, ProgramHost} from '../docker/program.ts';
import {createSteps, type Steps} from '../programs/steps.ts';
import {createAdmin, type Described} from './admin.ts';
import {fileSystem} from './files.ts';
import {createHerder, type Herder} from './herder.ts';
import {connectException, JavaFailure} from './java-failure.ts';
import {firstInput, type GivenConnector} from './lab-connectors.ts';
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
  /** Those that it is started with. A distributed worker makes them only where it does not know them yet. */
  readonly connectors: readonly GivenConnector[];
}

/** A Connect worker as the process of its container. */
export interface ConnectWorker extends Program {
  /** Where its REST interface listens; null while it does not. */
  readonly url: string | null;
}

/** How long a JVM takes until it asks the brokers (ms); the first time, when the lab begins, it takes less. */
const startTime = 2500;
const firstStartTime = 300;
/** `default.api.timeout.ms`, after which a worker that finds no broker gives up (ms). */
const brokersTime = 60_000;
const askEvery = 500;
/** How long its tasks may take to end when it is told to (ms). */
const endTime = 9000;
const terminated = 143;

/** What there is of a worker between its start and its end. */
interface Run {
  readonly steps: Steps;
  readonly context: WorkerContext;
  readonly killing: AbortController;
  server: RestServer | null;
  herder: Herder | null;
  isReady: boolean;
}

/** A Connect worker, distributed or standalone, that really moves records between files and the lab's brokers. */
export const connectWorker = (options: ConnectWorkerOptions): ConnectWorker => {
  const {name, mode, port, bootstrap, folder, clock, connectors} = options;
  const settings = settingsOf(mode, name);
  const plugins = pluginsOf(mode);
  const files = fileSystem(folder);
  let run: Run | null = null;
  let hasRun = false;
  let load = {at: clock.now(), bytes: 0, cores: 0.02};

  const createRun = (host: ProgramHost): Run => {
    const killing = new AbortController();
    const killed = killing.signal;
    const sockets = createSockets();
    const thawed = createSwitch(true);
    const log = createWorkerLog(clock, line => {
      if (!killed.aborted) host.log(line);
    });
    const shared = {bootstrap, sockets, clock, thawed, killed};
    const storage =
      mode === 'standalone'
        ? fileStorage(files(settings.offsetsFile))
        : topicStorage({
            settings,
            clock,
            log,
            admin: createAdmin(`${settings.group}-shared-admin`, shared),
            writer: createStateWriter({...shared, clientId: `${settings.group}-configs`}),
          });
    return {
      steps: createSteps(clock),
      killing,
      context: {...shared, settings, files, log, storage},
      server: null,
      herder: null,
      isReady: false,
    };
  };

  const makeFiles = async (): Promise<void> => {
    for (const inside of ['/data', '/tmp']) await mkdir(files(inside), {recursive: true});
    if (mode === 'standalone')
      await writeFile(files('/data/input.txt'), firstInput, {flag: 'wx'}).catch(() => {});
  };

  const findCluster = async ({steps, context}: Run): Promise<Described | null> => {
    const admin = createAdmin('adminclient-1', context);
    for (let left = brokersTime; left > 0 && !steps.isEnded; left -= askEvery) {
      try {
        return await admin.describe([]);
      } catch {
        await steps.wait(askEvery);
      }
    }
    return null;
  };

  const begin = async (own: Run, host: ProgramHost): Promise<void> => {
    const {steps, context} = own;
    const {log, storage} = context;
    const cli = 'cli.AbstractConnectCli';
    const give = (failure: JavaFailure, code: number): void => {
      log.error('Stopping due to error', cli, failure);
      host.exit(code);
    };
    log.info('Kafka Connect worker initializing ...', cli);
    await makeFiles();
    const wait = hasRun ? startTime : firstStartTime;
    hasRun = true;
    if (!(await steps.wait(wait))) return;
    const cluster = await findCluster(own);
    if (steps.isEnded) return;
    if (!cluster) {
      give(
        connectException(
          "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties.",
        ),
        2,
      );
      return;
    }
    log.info(`Kafka cluster ID: ${cluster.clusterId}`, 'runtime.WorkerConfig');
    const rest = 'runtime.rest.RestServer';
    log.info('Initializing REST server', rest);
    const server = await startRestServer({
      port,
      clock,
      thawed: context.thawed,
      log: line => log.info(line, rest),
    }).catch((error: unknown) => {
      give(
        connectException('Unable to initialize REST server', [], {
          className: 'java.io.IOException',
          message: `Failed to bind to 127.0.0.1:${port}: ${error instanceof Error ? error.message : String(error)}`,
          frames: [],
        }),
        2,
      );
      return null;
    });
    if (!server) return;
    if (steps.isEnded) {
      await server.close();
      return;
    }
    own.server = server;
    log.info(`REST server listening at http://0.0.0.0:8083/, advertising URL http://${settings.id}/`, rest);
    log.info('Kafka Connect starting', 'runtime.Connect');
    log.info('Worker started', 'runtime.Worker');
    const kept = await storage.open(context.killed);
    if (steps.isEnded) return;
    const herder = createHerder(context, plugins);
    own.herder = herder;
    const offsets = createOffsets(herder, storage, createAdmin('connector-worker-adminclient', context));
    await herder.begin(kept);
    log.info('Initializing REST resources', rest);
    server.serve(routesOf({settings, clusterId: cluster.clusterId, plugins, herder, offsets}));
    own.isReady = true;
    log.info('REST resources initialized; server is started and ready to handle requests', rest);
    for (const given of connectors) {
      if (steps.isEnded || herder.connectors.has(given.name)) continue;
      await herder.create(given.name, given.config, 'STARTED');
      log.info(`Created connector ${given.name}`, 'cli.ConnectStandalone');
    }
  };

  const end = async (own: Run): Promise<void> => {
    own.steps.end();
    own.isReady = false;
    own.killing.abort();
    own.context.sockets.cut();
    await own.server?.close();
    own.server = null;
  };

  return {
    get url() {
      return run?.server ? `http://127.0.0.1:${run.server.port}` : null;
    },
    async start(host) {
      const own = createRun(host);
      run = own;
      void begin(own, host).catch(async (error: unknown) => {
        if (own.steps.isEnded) return;
        const failure =
          error instanceof JavaFailure
            ? error
            : connectException(error instanceof Error ? error.message : String(error));
        if (mode === 'distributed')
          own.context.log.error(
            `[Worker clientId=connect-${settings.id}, groupId=${settings.group}] Uncaught exception in herder work thread, exiting: `,
            'runtime.distributed.DistributedHerder',
            failure,
          );
        else own.context.log.error('Stopping due to error', 'cli.AbstractConnectCli', failure);
        await end(own);
        host.exit(1);
      });
    },
    async stop() {
      if (!run) return terminated;
      const own = run;
      const {log, storage} = own.context;
      own.steps.end();
      own.isReady = false;
      log.info('Kafka Connect stopping', 'runtime.Connect');
      log.info('Stopping REST server', 'runtime.rest.RestServer');
      await own.server?.close();
      own.server = null;
      const ended = new AbortController();
      const ending = (async () => {
        await own.herder?.end();
        await storage.close();
      })().finally(() => ended.abort());
      await Promise.race([ending, clock.sleep(endTime, ended.signal).catch(() => {})]);
      log.info('Worker stopped', 'runtime.Worker');
      log.info('Kafka Connect stopped', 'runtime.Connect');
      await end(own);
      if (run === own) run = null;
      return terminated;
    },
    async kill() {
      const own = run;
      run = null;
      if (own) await end(own);
    },
    pause() {
      run?.context.thawed.set(false);
      run?.context.sockets.freeze();
    },
    unpause() {
      run?.context.sockets.thaw();
      run?.context.thawed.set(true);
    },
    check: async () => ({
      isHealthy: run?.isReady ?? false,
      output: JSON.stringify([...(run?.herder?.connectors.keys() ?? [])]),
    }),
    usage() {
      const {received = 0, sent = 0} = run?.context.sockets.counts ?? {};
      const seconds = Math.max(0.001, (clock.now() - load.at) / 1000);
      const bytes = received + sent;
      if (seconds >= 0.5)
        load = {at: clock.now(), bytes, cores: 0.02 + Math.max(0, bytes - load.bytes) / seconds / 20_000_000};
      return {
        cores: run?.isReady ? Math.min(1, load.cores) : 0.6,
        memoryBytes: 165 * 1024 * 1024,
        receivedBytes: received,
        sentBytes: sent,
      };
    },
  };
};

import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {calmKafkajs} from '../calm-kafkajs.ts';
import type {Clock} from '../clock.ts';
import {UserError} from '../errors.ts';
import {practiceExtras, practiceImages} from '../model/practice.ts';
import {fileSystem} from './connect/files.ts';
import {standaloneConnectors} from './connect/lab-connectors.ts';
import {connectWorker} from './connect/worker.ts';
import {labContainers, type Ports, type Variant} from './containers.ts';
import {PracticeEngine} from './docker/engine.ts';
import {tagged} from './docker/routes/images.ts';
import {EngineServer} from './docker/server.ts';
import {Cluster} from './kafka/cluster.ts';
import {type Loads, runLoads} from './loads.ts';
import {findPorts} from './ports.ts';
import {postgresPassword, postgresProgram} from './programs/postgres.ts';
import {scaledClock} from './scaled-clock.ts';
import type {Scene} from './scenes/scene.ts';

export interface LabOptions {
  readonly scene: Scene;
  readonly variant: Variant;
  /** Free ones, or those of the course sheet. */
  readonly ports: 'free' | 'sheet';
  /** How many times faster than a real lab it waits: 1 is as a real one. */
  readonly speed: number;
  /** Its own, for its socket and its files; made if it is not there, and removed at the end. */
  readonly folder: string;
  readonly clock: Clock;
  /** Hears what is being done until the lab is ready. */
  readonly tell?: (step: string) => void;
}

/** Where the lab is to be reached: what a monitor needs to know. */
export interface Endpoints {
  /** `host:port` of each broker. */
  readonly bootstrap: readonly string[];
  /** As the variable DOCKER_HOST has it. */
  readonly dockerHost: string;
  readonly connect: readonly {readonly name: string; readonly url: string}[];
  /** The URL of its database. */
  readonly postgres: string;
}

/** A practice lab that is ready. */
export interface Lab {
  readonly endpoints: Endpoints;
  readonly cluster: Cluster;
  readonly engine: PracticeEngine;
  /** Ends everything about it: clients, containers, listeners and files. */
  close(): Promise<void>;
}

/** How long brokers and workers may take to be up when the lab begins (ms), and how often that is looked at. */
const startDeadline = 30_000;
const lookEvery = 50;

const makeCluster = (variant: Variant, clock: Clock): Cluster => {
  const cluster = new Cluster({
    mode: variant,
    clusterId: variant === 'kraft' ? 'PracticeKRaftLabAAAAAA' : 'PracticeZooKeeperLabAA',
    clock,
    // What a real one takes to notice that a broker is dead.
    sessionTimeoutMs: variant === 'kraft' ? 9000 : 18_000,
    initialRebalanceDelayMs: 0,
    maxLogBytes: 64 * 1024 * 1024,
    maxRequestBytes: 16 * 1024 * 1024,
    // It lives for hours, and nobody looks at them but a test.
    requestsKept: 500,
    // As `docker/compose.yaml` sets them.
    configs: {
      'log.dirs': '/var/lib/kafka/data',
      'offsets.topic.replication.factor': '2',
      'transaction.state.log.replication.factor': '2',
      'transaction.state.log.min.isr': '1',
      'default.replication.factor': '2',
      'leader.imbalance.check.interval.seconds': '30',
      'log.retention.check.interval.ms': '10000',
      'group.initial.rebalance.delay.ms': '0',
    },
  });
  // The program of its container starts it.
  cluster.control.stopQuorum();
  return cluster;
};

const addressesOf = ({kafka1, kafka2}: Ports): readonly string[] => [
  `localhost:${kafka1}`,
  `localhost:${kafka2}`,
];

/** Starts a practice lab; resolves when it is ready. Rejects with `PortTaken`, and leaves nothing behind then. */
export const startLab = async ({
  scene,
  variant,
  folder,
  tell = () => {},
  ...options
}: LabOptions): Promise<Lab> => {
  // Its clients are those of kafkajs.
  calmKafkajs();
  const clock = scaledClock(options.clock, options.speed);
  const ports = await findPorts(options.ports);
  await mkdir(folder, {recursive: true, mode: 0o700});
  const cluster = makeCluster(variant, clock);
  const engine = new PracticeEngine(clock);
  const server = new EngineServer(engine);
  let loads: Loads | undefined;
  const close = async (): Promise<void> => {
    await loads?.close();
    await engine.close();
    await server.close();
    await cluster.close();
    // A line that a shell was adding to a file may make it just now.
    await rm(folder, {recursive: true, force: true, maxRetries: 10, retryDelay: 50});
  };
  try {
    const bootstrap = addressesOf(ports);
    const connect = {
      worker: connectWorker({
        bootstrap,
        clock,
        name: 'postgres-debezium',
        mode: 'distributed',
        port: ports.connect,
        folder: path.join(folder, 'postgres-debezium'),
        hosts: {'postgres:5432': ports.postgres},
        connectors: [],
      }),
      standalone: connectWorker({
        bootstrap,
        clock,
        name: 'connect-standalone',
        mode: 'standalone',
        port: ports.standalone,
        folder: path.join(folder, 'connect-standalone'),
        connectors: standaloneConnectors,
      }),
      files: fileSystem(path.join(folder, 'connect-standalone')),
    };
    const postgres = postgresProgram({
      // The process of the database is real, and takes the time that it takes.
      clock: options.clock,
      port: ports.postgres,
      folder: path.join(folder, 'postgres'),
    });
    for (const spec of labContainers({cluster, clock, variant, ports, connect, postgres}))
      if (practiceExtras.includes(spec.name)) engine.know(spec);
      else engine.add(spec);
    for (const image of new Set(Object.values(practiceImages(variant)))) engine.images.push(tagged(image));
    const dockerHost = await server.listen(
      process.platform === 'win32' ? {port: 0} : {path: path.join(folder, 'engine.sock')},
    );
    const begin = async (...names: readonly string[]): Promise<void> => {
      for (const name of names) {
        const container = engine.find(name);
        if (container) await engine.start(container);
      }
    };
    const all = async (what: string, areUp: () => Promise<boolean>): Promise<void> => {
      for (let left = startDeadline; !(await areUp()); left -= lookEvery) {
        if (left <= 0)
          throw new UserError(
            `The ${what} of the practice lab did not start within ${startDeadline / 1000} s.`,
            `See whether this machine is busy, and whether there is room in ${folder}; then try again.`,
          );
        await options.clock.sleep(lookEvery);
      }
    };
    tell(variant === 'kraft' ? 'Starting the controller.' : 'Starting ZooKeeper.');
    await begin(variant === 'kraft' ? 'controller' : 'zookeeper');
    tell('Starting two brokers.');
    await begin('kafka1', 'kafka2');
    await all('brokers', async () => cluster.registered().length === 2);
    for (const topic of scene.topics) cluster.createTopic(topic);
    tell('Starting two Connect workers and the other containers.');
    await begin('akhq', 'postgres', 'postgres-debezium', 'connect-standalone');
    const workers = [connect.worker, connect.standalone];
    await all('Connect workers', async () => {
      const checks = await Promise.all(workers.map(worker => worker.check()));
      return checks.every(({isHealthy}) => isHealthy);
    });
    loads = runLoads(scene.loads, bootstrap, clock);
    const url = (port: number): string => `http://localhost:${port}`;
    return {
      endpoints: {
        bootstrap,
        dockerHost,
        connect: [
          {name: 'postgres-debezium', url: url(ports.connect)},
          {name: 'connect-standalone', url: url(ports.standalone)},
        ],
        postgres: `postgresql://postgres:${postgresPassword}@localhost:${ports.postgres}/postgres`,
      },
      cluster,
      engine,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

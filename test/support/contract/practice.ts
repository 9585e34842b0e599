import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../../source/clock.ts';
import type {ContainerSpec} from '../../../source/practice/docker/container.ts';
import {PracticeEngine} from '../../../source/practice/docker/engine.ts';
import type {Program, ProgramHost} from '../../../source/practice/docker/program.ts';
import {EngineServer} from '../../../source/practice/docker/server.ts';
import type {Cluster} from '../../../source/practice/kafka/cluster.ts';
import {startKafka} from '../../../source/practice/kafka/start.ts';
import {connector, list, startWorker} from '../connect-worker.ts';
import type {Lab, Variant} from './lab.ts';

const quiet = {cores: 0.1, memoryBytes: 100_000_000, receivedBytes: 1000, sentBytes: 1000};

/** A broker's process: the engine starts and ends the broker with it. */
const brokerProgram = (cluster: Cluster, id: number): Program => ({
  async start(host: ProgramHost) {
    await cluster.startBroker(id);
    host.log(`[KafkaServer id=${id}] started (kafka.server.KafkaServer)`);
  },
  async stop() {
    await cluster.stopBroker(id);
    return 143;
  },
  kill: () => cluster.killBroker(id),
  pause: () => cluster.pauseBroker(id),
  unpause: () => void cluster.unpauseBroker(id),
  check: async () => ({isHealthy: true, output: ''}),
  usage: () => quiet,
});

const idle = (): Program => ({
  start: async host => host.log('started'),
  stop: async () => 143,
  kill: async () => {},
  pause: () => {},
  unpause: () => {},
  check: async () => ({isHealthy: true, output: ''}),
  usage: () => quiet,
});

const healthCheck = {test: ['CMD', 'true'], interval: 200, timeout: 1000, retries: 3} as const;
const common = {project: 'kafka-lab', image: 'example/lab:1', healthCheck, stopSeconds: 45} as const;

const containersOf = (cluster: Cluster, variant: Variant): readonly ContainerSpec[] => [
  {
    ...common,
    name: variant === 'kraft' ? 'controller' : 'zookeeper',
    ...(variant === 'kraft' ? {environment: {KAFKA_NODE_ID: '1000', KAFKA_PROCESS_ROLES: 'controller'}} : {}),
    program: idle(),
  },
  ...[...cluster.brokers.values()].map(
    ({id, port}): ContainerSpec => ({
      ...common,
      name: `kafka${id}`,
      ports: {[port]: port},
      environment: {
        ...(variant === 'kraft'
          ? {KAFKA_NODE_ID: String(id), KAFKA_PROCESS_ROLES: 'broker'}
          : {KAFKA_BROKER_ID: String(id)}),
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT_HOST://localhost:${port}`,
      },
      program: brokerProgram(cluster, id),
    }),
  ),
  {...common, name: 'postgres', environment: {POSTGRES_PASSWORD: 'postgres'}, program: idle()},
  {...common, name: 'postgres-debezium', ports: {8083: 9090}, program: idle()},
  {...common, name: 'connect-standalone', ports: {8083: 8083}, program: idle()},
];

const fileConnectors = {
  'file-source': connector('source', {
    name: 'file-source',
    'connector.class': 'FileStreamSource',
    topic: 'input-file-data',
  }),
  'file-sink': connector('sink', {
    name: 'file-sink',
    'connector.class': 'FileStreamSink',
    topics: 'input-file-data',
  }),
};

const offsetsOf = (name: string): string => `/connectors/${name}/offsets`;
const topicsOf = (name: string): string => `/connectors/${name}/topics`;

/** Brokers, an engine that starts and ends them, and two stand-ins for Connect workers, in this process. */
export const startPracticeServers = async (variant: Variant): Promise<Lab> => {
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const context = {after: (end: () => unknown) => void ends.push(end)};
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-contract-'));
    context.after(() => rm(folder, {recursive: true, force: true}));
    const cluster = await startKafka({
      mode: variant,
      initialRebalanceDelayMs: 0,
      sessionTimeoutMs: 1000,
      configs: {'auto.create.topics.enable': 'true', 'default.replication.factor': '2'},
    });
    context.after(() => cluster.close());
    const engine = new PracticeEngine(systemClock);
    for (const spec of containersOf(cluster, variant)) engine.add(spec);
    const server = new EngineServer(engine);
    const dockerHost = await server.listen({path: path.join(folder, 'docker.sock')});
    context.after(() => server.close());
    for (const container of [...engine.containers].reverse()) await engine.start(container);
    context.after(() => engine.close());
    const debezium = await startWorker(context, {});
    const standalone = await startWorker(context, {
      [list]: fileConnectors,
      [topicsOf('file-source')]: {'file-source': {topics: ['input-file-data']}},
      [topicsOf('file-sink')]: {'file-sink': {topics: ['input-file-data']}},
      [offsetsOf('file-source')]: {offsets: []},
      [offsetsOf('file-sink')]: {offsets: []},
    });
    return {
      kind: 'practice',
      variant,
      target: {
        kind: 'practice',
        name: 'practice',
        why: 'the contract suite',
        bootstrap: [...cluster.brokers.values()].map(({port}) => `127.0.0.1:${port}`),
        dockerHost,
        project: 'kafka-lab',
        variant,
        connect: [
          {name: 'postgres-debezium', url: debezium.url},
          {name: 'connect-standalone', url: standalone.url},
        ],
        isReadOnly: false,
      },
      requests: () => new Set(cluster.wire.all.map(({name}) => name)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

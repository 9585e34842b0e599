import type {Clock} from '../clock.ts';
import {practiceImages} from '../model/practice.ts';
import type {FileSystem} from './connect/files.ts';
import type {ContainerSpec, HealthCheck} from './docker/container.ts';
import type {Program} from './docker/program.ts';
import type {Cluster} from './kafka/cluster.ts';
import {brokerProgram} from './programs/broker.ts';
import {idleProgram} from './programs/idle.ts';
import {postgresPassword} from './programs/postgres.ts';
import {quorumProgram} from './programs/quorum.ts';
import {shellOn} from './programs/shell.ts';

export type Variant = 'zookeeper' | 'kraft';

/** The compose project that the lab's containers are of, here as in the real lab. */
export const project = 'kafka-lab';

/** Of 127.0.0.1. */
export interface Ports {
  readonly kafka1: number;
  readonly kafka2: number;
  readonly kafka3: number;
  readonly connect: number;
  readonly standalone: number;
  readonly postgres: number;
}

interface ContainersOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly variant: Variant;
  readonly ports: Ports;
  readonly connect: {
    readonly worker: Program;
    readonly standalone: Program;
    /** What the standalone worker has of files. */
    readonly files: FileSystem;
  };
  readonly postgres: Program;
}

const check = (...test: readonly string[]): HealthCheck => ({
  test,
  interval: 2000,
  timeout: 3000,
  retries: 30,
});

const labels = (variant: Variant): Readonly<Record<string, string>> => ({'io.kafka-lab.variant': variant});

/** The lab's seven containers, and the broker that can be added to it, as `docker/compose.yaml` and `docker/compose.kraft.yaml` describe them. */
export const labContainers = ({
  cluster,
  clock,
  variant,
  ports,
  connect,
  postgres,
}: ContainersOptions): readonly ContainerSpec[] => {
  const isKraft = variant === 'kraft';
  const images = practiceImages(variant);
  const named = (name: string): Pick<ContainerSpec, 'name' | 'image'> => ({
    name,
    image: images[name] ?? name,
  });
  const volumes = isKraft ? 'kraft' : 'zk';
  const common = {project, labels: labels(variant)};
  const broker = (id: 1 | 2 | 3, port: number): ContainerSpec => ({
    ...common,
    ...named(`kafka${id}`),
    command: ['/etc/confluent/docker/run'],
    environment: {
      ...(isKraft
        ? {KAFKA_NODE_ID: String(id), KAFKA_PROCESS_ROLES: 'broker'}
        : {KAFKA_BROKER_ID: String(id), KAFKA_ZOOKEEPER_CONNECT: 'zookeeper:2181'}),
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka${id}:9092,PLAINTEXT_HOST://localhost:${port}`,
    },
    ports: {9092: null, [port]: port},
    mounts: [{type: 'volume', source: `${project}_${volumes}-kafka${id}`, target: '/var/lib/kafka/data'}],
    healthCheck: check('CMD', 'nc', '-z', 'localhost', '9092'),
    stopSeconds: 45,
    program: brokerProgram({cluster, id, port}),
  });
  const quorum: ContainerSpec = {
    ...common,
    ...named(isKraft ? 'controller' : 'zookeeper'),
    command: ['/etc/confluent/docker/run'],
    environment: isKraft
      ? {KAFKA_NODE_ID: '1000', KAFKA_PROCESS_ROLES: 'controller'}
      : {ZOOKEEPER_CLIENT_PORT: '2181', ZOOKEEPER_TICK_TIME: '2000'},
    ports: {[isKraft ? 9093 : 2181]: null},
    healthCheck: check('CMD-SHELL', 'echo srvr | nc -w 2 localhost 2181 | grep -q Mode'),
    program: quorumProgram(cluster),
  };
  const worker = (name: string, port: number, program: Program): ContainerSpec => ({
    ...common,
    ...named(name),
    ports: {8083: port},
    healthCheck: check('CMD', 'curl', '-fs', 'http://localhost:8083/connectors'),
    program,
  });
  return [
    quorum,
    broker(1, ports.kafka1),
    broker(2, ports.kafka2),
    broker(3, ports.kafka3),
    {
      ...common,
      ...named('akhq'),
      ports: {8080: null},
      program: idleProgram({
        clock,
        log: ['AKHQ is no part of the practice lab: this container runs and serves nothing.'],
        memoryBytes: 20 * 1024 * 1024,
        exitCode: 143,
      }),
    },
    {
      ...common,
      ...named('postgres'),
      command: ['postgres', '-c', 'wal_level=logical'],
      environment: {POSTGRES_USER: 'postgres', POSTGRES_PASSWORD: postgresPassword},
      ports: {5432: ports.postgres},
      mounts: [
        {type: 'volume', source: `${project}_${volumes}-postgres`, target: '/var/lib/postgresql/data'},
      ],
      stopSignal: 2,
      healthCheck: check('CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres'),
      program: postgres,
    },
    worker('postgres-debezium', ports.connect, connect.worker),
    {
      ...worker('connect-standalone', ports.standalone, connect.standalone),
      exec: shellOn(connect.files),
    },
  ];
};

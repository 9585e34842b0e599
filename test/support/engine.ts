import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {createDockerClient, type DockerClient} from '../../source/clients/docker/client.ts';
import {systemClock} from '../../source/clock.ts';
import type {ContainerSpec} from '../../source/practice/docker/container.ts';
import {PracticeEngine} from '../../source/practice/docker/engine.ts';
import {EngineServer} from '../../source/practice/docker/server.ts';

/** An engine on a socket file of its own, and a real client of it. */
export interface TestEngine {
  readonly engine: PracticeEngine;
  readonly server: EngineServer;
  readonly host: string;
  readonly client: DockerClient;
}

/** What ends what was begun for it: a test, or a file of tests. */
export interface WithEnd {
  after(end: () => unknown): void;
}

/** A folder that is gone after the test. */
export const temporaryFolder = async (context: WithEnd): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-test-'));
  context.after(() => rm(folder, {recursive: true, force: true}));
  return folder;
};

export const startEngine = async (
  context: TestContext,
  containers: readonly ContainerSpec[] = [],
  deadline = 30_000,
): Promise<TestEngine> => {
  const folder = await temporaryFolder(context);
  const engine = new PracticeEngine(systemClock);
  for (const spec of containers) engine.add(spec);
  const server = new EngineServer(engine);
  const host = await server.listen({path: path.join(folder, 'docker.sock')});
  const client = createDockerClient({address: {host}, clock: systemClock, deadline});
  context.after(async () => {
    client.close();
    await server.close();
  });
  return {engine, server, host, client};
};

/** Waits until something is so, and says what it waited for where it never is. */
export const until = async (what: string, isSo: () => boolean, deadline = 60_000): Promise<void> => {
  const end = systemClock.now() + deadline;
  while (!isSo()) {
    if (systemClock.now() > end) throw new Error(`waited ${deadline} ms in vain until ${what}`);
    await systemClock.sleep(5);
  }
};

const broker = (id: number, port: number): ContainerSpec => ({
  name: `kafka${id}`,
  image: 'confluentinc/cp-kafka:7.9.0',
  command: ['/etc/confluent/docker/run'],
  project: 'kafka-lab',
  ports: {9092: null, [port]: port},
  health: 'healthy',
  stopSeconds: 45,
  environment: {
    KAFKA_BROKER_ID: String(id),
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka${id}:9092,PLAINTEXT_HOST://localhost:${port}`,
  },
});

/** The lab's containers as the course sheet has them, without the two that have nothing to say here. */
export const labContainers: readonly ContainerSpec[] = [
  {name: 'postgres', image: 'postgres:16', project: 'kafka-lab', ports: {5432: 5433}, health: 'healthy'},
  {name: 'zookeeper', image: 'confluentinc/cp-zookeeper:7.9.0', project: 'kafka-lab', ports: {2181: 2181}},
  broker(1, 29092),
  broker(2, 39092),
  {
    name: 'postgres-debezium',
    image: 'quay.io/debezium/connect:3.1',
    project: 'kafka-lab',
    ports: {8083: 9090},
    environment: {CONNECT_DATABASE_PASSWORD: 'geheim'},
  },
];

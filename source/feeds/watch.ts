import {type ConnectClient, createConnectClient} from '../clients/connect/client.ts';
import type {DockerClient} from '../clients/docker/client.ts';
import {parseAddress} from '../clients/kafka/address.ts';
import {createKafkaClient, type KafkaClient} from '../clients/kafka/client.ts';
import type {Security} from '../clients/kafka/security.ts';
import {createPostgresClient} from '../clients/postgres/client.ts';
import type {Clock} from '../clock.ts';
import {advance} from '../model/advance.ts';
import {ready} from '../model/reading.ts';
import type {Target} from '../model/target.ts';
import type {World} from '../model/world.ts';
import type {Store} from '../store/store.ts';
import {createConnectFeed} from './connect.ts';
import {createDockerFeed, type DockerFeed} from './docker.ts';
import type {Feed} from './feed.ts';
import {createKafkaFeed, type KafkaFeed} from './kafka.ts';
import {createPostgresFeed} from './postgres.ts';

export interface WatchOptions {
  readonly target: Target;
  readonly security: Security;
  /** The client of the target's engine; null where none is looked at. */
  readonly docker: DockerClient | null;
  readonly world: Store<World>;
  readonly clock: Clock;
  /** Milliseconds between polls. */
  readonly every: number;
}

/** A target with its clients, and the feeds that read it into the world. */
export interface Watch {
  readonly target: Target;
  readonly kafka: KafkaClient;
  readonly docker: DockerClient | null;
  readonly connect: readonly ConnectClient[];
  readonly kafkaFeed: KafkaFeed;
  readonly dockerFeed: DockerFeed | null;
  readonly feeds: readonly Feed[];
  /** Closes the feeds, and every connection of the clients. */
  close(): Promise<void>;
}

/** Opens the clients of a target and makes its feeds; nothing is read before a feed is polled. */
export const watch = ({target, security, docker, world, clock, every}: WatchOptions): Watch => {
  /** Every change goes through here, so that history and events see each reading beside the one before. */
  const update = (change: (before: World) => World): void =>
    world.update(before => {
      const after = change(before);
      return after === before ? before : advance(before, after, clock.now());
    });
  const kafka = createKafkaClient({bootstrap: target.bootstrap.map(parseAddress), security, clock});
  const connect = target.connect.map(address => createConnectClient({address, clock}));
  const kafkaFeed = createKafkaFeed({client: kafka, world: {get: world.get, update}, clock, every});
  const dockerFeed = docker && createDockerFeed({client: docker, update, clock, every, target});
  if (!docker)
    update(before => ({...before, containers: ready(null, clock.now(), Number.POSITIVE_INFINITY)}));
  // A practice lab has no slots to read, and its database is only started by who asks it something.
  const postgres =
    target.postgres && target.kind !== 'practice'
      ? createPostgresClient({address: target.postgres, clock})
      : null;
  if (!postgres)
    update(before => ({...before, postgres: ready(null, clock.now(), Number.POSITIVE_INFINITY)}));
  const feeds: readonly Feed[] = [
    kafkaFeed,
    ...(dockerFeed ? [dockerFeed] : []),
    createConnectFeed({clients: connect, update, clock, every}),
    ...(postgres ? [createPostgresFeed({client: postgres, update, clock, every})] : []),
  ];
  return {
    target,
    kafka,
    docker,
    connect,
    kafkaFeed,
    dockerFeed,
    feeds,
    async close() {
      await Promise.all(feeds.map(feed => feed.close()));
      kafka.close();
      docker?.close();
    },
  };
};

import {randomUUID} from 'node:crypto';
import type {TestContext} from 'node:test';
import {type Admin, Kafka, logLevel} from 'kafkajs';
import {type ConnectClient, createConnectClient} from '../../../source/clients/connect/client.ts';
import {createDockerClient, type DockerClient} from '../../../source/clients/docker/client.ts';
import {parseAddress} from '../../../source/clients/kafka/address.ts';
import {createKafkaClient, type KafkaClient} from '../../../source/clients/kafka/client.ts';
import type {Link} from '../../../source/clients/kafka/link.ts';
import {plaintext} from '../../../source/clients/kafka/security.ts';
import {systemClock} from '../../../source/clock.ts';
import type {Metadata, PartitionMetadata} from '../../../source/model/cluster.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {askMetadata} from '../../../source/queries/any-metadata.ts';
import {readMetadata} from '../../../source/queries/metadata.ts';
import {readOffsets} from '../../../source/queries/offsets.ts';
import {until} from '../../real/support.ts';
import type {Lab} from './lab.ts';

/** Replicas of each partition; the first is to lead. */
export type Replicas = readonly (readonly number[])[];

/** One partition on each broker, with a copy on the other. */
export const onBoth: Replicas = [
  [1, 2],
  [2, 1],
];

/** What a test works with: clients of its own to the lab, and names that nobody else has. All end with the test. */
export interface Hand extends Omit<Lab, 'close'> {
  readonly kafka: KafkaClient;
  readonly docker: DockerClient;
  readonly connect: readonly ConnectClient[];
  /** Another client, by which things are made and looked at independently. */
  readonly kafkajs: Kafka;
  readonly admin: () => Promise<Admin>;
  /** A name that no other test has. */
  name(what: string): string;
  metadata(): Promise<Metadata>;
  link(broker: number): Promise<Link>;
  /** Makes a topic that is gone after the test, and waits until its leaders serve it and every broker knows them. */
  topic(replicas?: Replicas, configs?: Readonly<Record<string, string>>): Promise<string>;
  /** A group that is gone after the test, whoever makes it. */
  group(): string;
  partitions(topic: string): Promise<readonly PartitionMetadata[]>;
}

/** A machine may be slow: what a test asks may take this long (ms). */
const deadline = 15_000;

const quietly = (run: () => Promise<unknown>) => async (): Promise<void> => {
  await run().catch(() => {});
};

export const handOf = (lab: Lab, t: TestContext): Hand => {
  const {target} = lab;
  const ends: (() => Promise<unknown>)[] = [];
  t.after(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const kafka = createKafkaClient({
    bootstrap: target.bootstrap.map(parseAddress),
    security: plaintext,
    clock: systemClock,
    deadline,
    connectTimeout: deadline,
  });
  const docker = createDockerClient({
    address: {host: target.dockerHost ?? ''},
    clock: systemClock,
    deadline,
  });
  ends.push(async () => {
    kafka.close();
    docker.close();
  });
  const kafkajs = new Kafka({
    clientId: 'contract',
    brokers: [...target.bootstrap],
    logLevel: logLevel.NOTHING,
    retry: {retries: 8, initialRetryTime: 50},
  });
  let connected: Promise<Admin> | undefined;
  const admin = (): Promise<Admin> => {
    connected ??= (async () => {
      const made = kafkajs.admin();
      await made.connect();
      ends.unshift(quietly(() => made.disconnect()));
      return made;
    })();
    return connected;
  };
  let names = 0;
  const name = (what: string): string => {
    names += 1;
    return `contract-${randomUUID().slice(0, 8)}-${what}-${names}`;
  };
  const metadata = async (): Promise<Metadata> =>
    (await askMetadata(kafka, {known: kafka.bootstrap})).metadata;

  const hand: Hand = {
    ...lab,
    kafka,
    docker,
    connect: target.connect.map(address => createConnectClient({address, clock: systemClock, deadline})),
    kafkajs,
    admin,
    name,
    metadata,
    async link(id) {
      const broker = (await metadata()).brokers.find(each => each.id === id);
      if (!broker) throw new Error(`broker ${id} is not registered`);
      const link = kafka.link({host: broker.host, port: broker.port});
      await link.open();
      return link;
    },
    async topic(replicas = onBoth, configs = {}) {
      const topic = name('topic');
      const made = await admin();
      ends.push(quietly(() => made.deleteTopics({topics: [topic], timeout: 10_000})));
      await made.createTopics({
        // It gives up at a broker that has not heard of the topic yet; what follows waits for all of them.
        waitForLeaders: false,
        topics: [
          {
            topic,
            replicaAssignment: replicas.map((each, partition) => ({partition, replicas: [...each]})),
            configEntries: Object.entries(configs).map(([key, value]) => ({name: key, value})),
          },
        ],
      });
      for (const {id} of (await metadata()).brokers) {
        const link = await hand.link(id);
        await until(
          `broker ${id} knows the leaders of ${topic}`,
          async () => (await readMetadata(link, systemClock, [topic])).topics[0],
          found =>
            found !== undefined &&
            !isUnknown(found.partitions) &&
            found.partitions.length === replicas.length &&
            found.partitions.every(({leader}) => leader !== null),
        );
      }
      // A broker is named as leader a moment before it takes the log over.
      for (const id of new Set(replicas.map(([leader = 0]) => leader))) {
        const led = replicas.flatMap(([leader], partition) => (leader === id ? [{topic, partition}] : []));
        const link = await hand.link(id);
        await until(
          `broker ${id} leads its part of ${topic}`,
          () => readOffsets(link, led, 'latest'),
          found => found.every(({offset}) => !isUnknown(offset)),
        );
      }
      return topic;
    },
    group() {
      const group = name('group');
      ends.push(quietly(async () => (await admin()).deleteGroups([group])));
      return group;
    },
    async partitions(topic) {
      const found = (await metadata()).topics.find(each => each.name === topic)?.partitions;
      if (found === undefined || isUnknown(found)) throw new Error(`${topic} is not there`);
      return found;
    },
  };
  return hand;
};

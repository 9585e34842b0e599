import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Kafka, logLevel} from 'kafkajs';
import {calmKafkajs} from '../../source/calm-kafkajs.ts';
import {systemClock} from '../../source/clock.ts';
import type {Cluster} from '../../source/practice/kafka/cluster.ts';
import {recordsOf} from '../../source/practice/kafka/records.ts';
import type {PartitionState} from '../../source/practice/kafka/state.ts';
import {scaledClock} from '../../source/practice/scaled-clock.ts';
import {createRandom, type Random} from '../real/support/random.ts';
import {startKafka} from '../support/practice-kafka.ts';

/*
  Random operations and faults on three brokers, checked after each against a small model. RANDOM_SEED runs one again,
  RANDOM_STEPS says how long it is.
*/

const seed = Number(process.env.RANDOM_SEED ?? 20_261_123);
const steps = Number(process.env.RANDOM_STEPS ?? 150);
const topics = ['pair', 'three'] as const;
const brokerIds = [1, 2, 3] as const;
/** Sessions of 18 s end after 180 ms. */
const speed = 100;

/** What was acknowledged by all in-sync replicas, in order, by partition; and how far logs were cut on purpose. */
interface Model {
  readonly acknowledged: Map<string, {readonly offset: number; readonly value: string}[]>;
  readonly cut: Map<string, number>;
}

const nameOf = ({topic, id}: PartitionState): string => `${topic}-${id}`;

/** What is wrong with a partition, as sentences. */
const faultsOf = (cluster: Cluster, partition: PartitionState, model: Model): readonly string[] => {
  const {leader, isr, replicas, log} = partition;
  const faults: string[] = [];
  const expect = (holds: boolean, sentence: string): void => {
    if (!holds) faults.push(`${nameOf(partition)}: ${sentence}`);
  };
  expect(isr.length > 0, 'nobody is in sync');
  expect(
    isr.every(id => replicas.includes(id)),
    `in sync are ${isr.join()}, of the replicas ${replicas.join()}`,
  );
  expect(leader === -1 || isr.includes(leader), `leader ${leader} is not in sync (${isr.join()})`);
  expect(
    leader === -1 || cluster.brokers.get(leader)?.isRegistered === true,
    `leader ${leader} is not registered`,
  );
  expect(log.start <= log.highWatermark && log.highWatermark <= log.end, 'the log is out of order');
  let next: number | null = null;
  for (const {baseOffset, lastOffset} of log.batches) {
    expect(next === null || baseOffset === next, `a hole before offset ${baseOffset}`);
    next = lastOffset + 1;
  }
  expect(next === null || next === log.end, `the last batch ends at ${next}, the log at ${log.end}`);
  const stored = new Map(
    log.batches.flatMap(batch => recordsOf(batch).map(({offset, value}) => [offset, String(value)] as const)),
  );
  for (const {offset, value} of model.acknowledged.get(nameOf(partition)) ?? [])
    if (offset >= log.start)
      expect(
        stored.get(offset) === value,
        `offset ${offset} was acknowledged as ${value}, and is ${stored.get(offset)}`,
      );
  expect(
    log.start <= (model.cut.get(nameOf(partition)) ?? 0),
    `it begins at ${log.start}, and nobody cut it there`,
  );
  return faults;
};

const anyPartition = (random: Random, cluster: Cluster): PartitionState => {
  const all = [...cluster.partitions()].filter(({topic}) => topics.some(name => name === topic));
  return random.pick(all);
};

test(`${steps} random operations and faults leave no acknowledged record lost and no rule broken`, async context => {
  context.diagnostic(`RANDOM_SEED=${seed}`);
  calmKafkajs();
  const random = createRandom(seed);
  const clock = scaledClock(systemClock, speed);
  const cluster = await startKafka({brokers: 3, clock, initialRebalanceDelayMs: 0});
  context.after(() => cluster.close());
  cluster.createTopic({name: 'pair', partitions: 2, replicationFactor: 2});
  cluster.createTopic({
    name: 'three',
    partitions: 2,
    replicationFactor: 3,
    configs: {'min.insync.replicas': '2'},
  });
  const model: Model = {acknowledged: new Map(), cut: new Map()};
  const kafka = new Kafka({
    brokers: [...cluster.brokers.values()].map(({port}) => `127.0.0.1:${port}`),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 300,
    requestTimeout: 500,
    retry: {initialRetryTime: 20, retries: 1},
  });
  const producer = kafka.producer({allowAutoTopicCreation: false, metadataMaxAge: 50});
  await producer.connect();
  context.after(() => producer.disconnect().catch(() => {}));

  let sent = 0;
  const produce = async (): Promise<void> => {
    const partition = anyPartition(random, cluster);
    sent += 1;
    const value = `value-${sent}`;
    try {
      const [answer] = await producer.send({
        topic: partition.topic,
        acks: -1,
        timeout: 300,
        messages: [{partition: partition.id, value}],
      });
      const offset = Number(answer?.baseOffset ?? -1);
      const known = model.acknowledged.get(nameOf(partition)) ?? [];
      known.push({offset, value});
      model.acknowledged.set(nameOf(partition), known);
    } catch {
      // It may be stored or not: nobody was told.
    }
  };
  const broker = () => random.pick(brokerIds);
  const run = (id: number) => cluster.brokers.get(id)?.run;
  /** How often each is drawn is how often it stands here. */
  const operations: readonly (readonly [name: string, act: () => unknown])[] = [
    ['produce', produce],
    ['produce', produce],
    ['produce', produce],
    ['produce', produce],
    [
      'stop',
      () =>
        run(1) === 'up' || run(2) === 'up' || run(3) === 'up' ? cluster.control.stop(broker()) : undefined,
    ],
    ['kill', () => cluster.control.kill(broker())],
    ['pause', () => cluster.control.pause(broker())],
    ['start', () => cluster.control.start(broker())],
    ['start', () => cluster.control.start(broker())],
    ['start', () => cluster.control.start(broker())],
    ['quorum down', () => cluster.control.stopQuorum()],
    ['quorum up', () => cluster.control.startQuorum()],
    ['quorum up', () => cluster.control.startQuorum()],
    ['a session ends', () => cluster.control.expire(broker())],
    ['time passes', () => clock.sleep(random.between(100, 20_000))],
    ['elect', () => (cluster.isQuorumUp ? cluster.electPreferred() : undefined)],
    [
      'cut',
      () => {
        const partition = anyPartition(random, cluster);
        const before = random.between(0, partition.log.highWatermark);
        model.cut.set(nameOf(partition), Math.max(before, model.cut.get(nameOf(partition)) ?? 0));
        cluster.deleteRecords(partition.topic, partition.id, before);
      },
    ],
  ];
  const done: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    // From time to time all is mended, so that something is acknowledged whatever the seed.
    if (step % 25 === 0) {
      cluster.control.startQuorum();
      for (const id of brokerIds) await cluster.control.start(id);
      for (let count = 0; count < 3; count += 1) await produce();
    }
    const [name, act] = random.pick(operations);
    done.push(name);
    await act();
    const faults = [...cluster.partitions()]
      .filter(({topic}) => topics.some(each => each === topic))
      .flatMap(partition => faultsOf(cluster, partition, model));
    assert.deepEqual(faults, [], `RANDOM_SEED=${seed}, after step ${step}: ${done.slice(-12).join(', ')}`);
  }
  assert.ok(
    [...model.acknowledged.values()].flat().length > steps / 20,
    'enough was acknowledged to be judged',
  );
});

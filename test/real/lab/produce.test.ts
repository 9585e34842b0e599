import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {parseAddress} from '../../../source/clients/kafka/address.ts';
import {createKafkaClient} from '../../../source/clients/kafka/client.ts';
import {plaintext} from '../../../source/clients/kafka/security.ts';
import {systemClock} from '../../../source/clock.ts';
import {type NewEvent, type ProduceProgress, startProduce} from '../../../source/workloads/produce.ts';
import {startTail} from '../../../source/workloads/tail.ts';
import {docker, restore} from '../support/containers.ts';
import {createTopic, deleteTopics} from '../support/kafka-tools.ts';
import {realLab, run, until} from '../support.ts';

const lab = realLab();
const topic = 'produced';
/** The same keys, put into partitions by librdkafka. */
const reference = 'produced-reference';
const count = 10_000;
const keys = Array.from({length: 257}, (_, index) => `key-${index}-ø`);
const keyOf = (event: number): string => keys[event % keys.length] ?? '';
// A kill is the harder one; under ZooKeeper it would take twenty seconds.
const verb = lab.variant === 'kraft' ? 'kill' : 'stop';

const client = createKafkaClient({
  bootstrap: lab.bootstrap.map(parseAddress),
  security: plaintext,
  clock: systemClock,
});

before(async () => {
  const replicas = [
    [2, 1],
    [1, 2],
    [2, 1],
    [1, 2],
    [2, 1],
  ];
  await restore(lab.variant, lab.bootstrap);
  for (const name of [topic, reference]) await createTopic(name, replicas);
});
after(async () => {
  client.close();
  await restore(lab.variant, lab.bootstrap);
  await deleteTopics(/produced.*/);
});

interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly payload: string;
}

const readAll = async (name: string): Promise<readonly StoredRecord[]> => {
  const flags = ['-C', '-J', '-q', '-e', '-o', 'beginning', '-t', name];
  const printed = await run(['kcat', '-b', lab.bootstrap.join(), ...flags], {deadline: 60_000});
  return printed
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
};

const place = ({partition, offset}: Pick<StoredRecord, 'partition' | 'offset'>): string =>
  `${partition}/${offset}`;

function* events(): Generator<NewEvent> {
  for (let event = 0; event < count; event += 1)
    yield {
      key: Buffer.from(keyOf(event)),
      value: Buffer.from(`event ${event}`),
      headers: [],
      partition: null,
    };
}

test(`10,000 events while a leader's container gets a ${verb} half way: each one stored once, and tailed once`, async context => {
  const acknowledged = new Map<number, string>();
  const twice: number[] = [];
  const tailed: StoredRecord[] = [];
  const tail = startTail({
    client,
    topics: [topic],
    start: {from: 'oldest'},
    clock: systemClock,
    onRecords: records => {
      for (const {partition, offset, key, value} of records)
        tailed.push({
          partition,
          offset,
          key: String(Buffer.from(key ?? [])),
          payload: String(Buffer.from(value ?? [])),
        });
    },
    onNote: () => {},
  });
  context.after(() => tail.stop());
  const half = Promise.withResolvers<unknown>();
  const job = startProduce({
    client,
    clock: systemClock,
    topic,
    events: events(),
    rate: 2500,
    deliveryTimeout: 60_000,
    onStored(event, partition, offset) {
      if (acknowledged.has(event)) twice.push(event);
      acknowledged.set(event, place({partition, offset: offset ?? -1}));
      if (acknowledged.size >= count / 2) half.resolve(undefined);
    },
  });
  context.after(() => job.cancel());
  // A job that ends before its half is a failure, and no reason to wait.
  void job.done.then(half.resolve, half.resolve);
  const broken = half.promise.then(() => docker(verb, 'kafka2'));
  const [end]: readonly [ProduceProgress, string] = await Promise.all([job.done, broken]);

  assert.deepEqual([end.acknowledged, end.failed, end.waiting], [count, [], 0]);
  assert.deepEqual(twice, [], 'events that were acknowledged twice');
  await restore(lab.variant, lab.bootstrap);

  const stored = await readAll(topic);
  assert.equal(stored.length, count, 'what is stored is what was acknowledged, and nothing twice');
  const places = new Map(stored.map(record => [record.payload, record]));
  assert.equal(places.size, count);
  for (const [event, at] of acknowledged) {
    const record = places.get(`event ${event}`);
    assert.ok(record, `event ${event} was acknowledged, and is not stored`);
    assert.deepEqual([place(record), record.key], [at, keyOf(event)]);
  }

  // Events of one key are in the order in which they were made.
  const lastOf = new Map<string, number>();
  for (const {key, payload} of stored) {
    const event = Number(payload.slice('event '.length));
    assert.ok((lastOf.get(key) ?? -1) < event, `${payload} of ${key} comes too late`);
    lastOf.set(key, event);
  }

  const settings = ['-X', 'topic.partitioner=murmur2_random', '-X', 'acks=all'];
  const lines = keys.map(key => `${key}:-`).join('\n');
  await run([
    ...['sh', '-c', 'printf "%s\\n" "$0" | kcat -P -K: "$@"', lines],
    ...['-b', lab.bootstrap.join(), '-t', reference, ...settings],
  ]);
  const partitionOf = new Map((await readAll(reference)).map(({key, partition}) => [key, partition]));
  assert.equal(partitionOf.size, keys.length);
  for (const {key, partition} of stored)
    assert.equal(partition, partitionOf.get(key), `${key} is in the partition that murmur2 says`);

  await until(
    'the tail has shown what is stored',
    async () => tailed.length,
    length => length >= count,
  );
  assert.equal(tailed.length, count, 'no record was shown twice');
  const next = new Map<number, number>();
  for (const {partition, offset, payload} of tailed) {
    assert.equal(offset, next.get(partition) ?? 0, `partition ${partition} is shown in the order of offsets`);
    next.set(partition, offset + 1);
    assert.equal(places.get(payload)?.offset, offset);
  }
});

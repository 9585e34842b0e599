import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {partitionOfKey} from '../../../source/clients/kafka/partition-of-key.ts';
import {systemClock} from '../../../source/clock.ts';
import {UserError} from '../../../source/errors.ts';
import {failedUnsent} from '../../../source/workloads/produce/tally.ts';
import {type NewEvent, type ProduceOptions, startProduce} from '../../../source/workloads/produce.ts';
import {startTail} from '../../../source/workloads/tail.ts';
import {until} from '../../support/engine.ts';
import {kafkaFor, type TestKafka} from '../../support/kafka.ts';

const event = (n: number, more: Partial<NewEvent> = {}): NewEvent => ({
  key: Buffer.from(`key-${n % 20}`),
  value: Buffer.from(`value-${n}`),
  headers: [],
  partition: null,
  ...more,
});

function* events(count: number, more: Partial<NewEvent> = {}): Generator<NewEvent> {
  for (let n = 0; n < count; n += 1) yield event(n, more);
}

type Started = ReturnType<typeof startProduce>;

const produceTo = (
  t: TestContext,
  {client}: TestKafka,
  options: Partial<ProduceOptions> & Pick<ProduceOptions, 'events'>,
): Started => {
  const job = startProduce({client, clock: systemClock, topic: 'orders', ...options});
  t.after(() => {
    job.cancel();
    return job.done.catch(() => {});
  });
  return job;
};

interface Stored {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** All that a topic holds, read as a user would. */
const storedIn = async ({client, cluster}: TestKafka, topic = 'orders'): Promise<readonly Stored[]> => {
  const ends = [...(cluster.topics.get(topic)?.partitions ?? [])].reduce(
    (sum, {log}) => sum + log.end - log.start,
    0,
  );
  const stored: Stored[] = [];
  const text = (bytes: Uint8Array | null): string | null =>
    bytes === null ? null : String(Buffer.from(bytes));
  const tail = startTail({
    client,
    clock: systemClock,
    topics: [topic],
    start: {from: 'oldest'},
    onRecords: batch =>
      void stored.push(
        ...batch.map(({partition, offset, key, value}) => ({
          partition,
          offset,
          key: text(key),
          value: text(value),
        })),
      ),
    onNote: () => {},
  });
  await until('all records were read', () => stored.length >= ends);
  await tail.stop();
  return stored;
};

const counts = (values: readonly (string | null)[]): ReadonlyMap<string | null, number> => {
  const found = new Map<string | null, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
};

const two = {
  name: 'orders',
  replicas: [
    [1, 2],
    [2, 1],
  ],
};

test('events are stored once, in order per key, in the partitions that murmur2 says', async t => {
  const kafka = await kafkaFor(t, {topics: [{name: 'orders', partitions: 4, replicationFactor: 2}]});
  const {sent, acknowledged, failed, waiting} = await produceTo(t, kafka, {events: events(1000)}).done;
  assert.deepEqual([sent, acknowledged, failed, waiting], [1000, 1000, [], 0]);
  assert.equal(failedUnsent({sent, acknowledged, failed, waiting, partitions: []}), 0);
  const stored = await storedIn(kafka);
  assert.equal(stored.length, 1000);
  for (const {partition, key} of stored) assert.equal(partition, partitionOfKey(Buffer.from(key ?? ''), 4));
  for (const key of new Set(stored.map(each => each.key))) {
    const numbers = stored.filter(each => each.key === key).map(({value}) => Number(value?.slice(6)));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
  }
});

test('murmur2 as Java computes it', () => {
  // From the tests of Kafka's own clients: the hash of "21" is -973932308, of "foobar" -790332482.
  assert.equal(partitionOfKey(Buffer.from('21'), 1000), (-973932308 & 0x7fffffff) % 1000);
  assert.equal(partitionOfKey(Buffer.from('foobar'), 1000), (-790332482 & 0x7fffffff) % 1000);
});

for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const)
  test(`compressed with ${compression}`, async t => {
    const kafka = await kafkaFor(t, {
      brokers: 1,
      topics: [{name: 'orders', partitions: 1, replicationFactor: 1}],
    });
    await produceTo(t, kafka, {events: events(300), compression}).done;
    assert.equal((await storedIn(kafka)).length, 300);
    assert.ok((kafka.cluster.partition('orders', 0)?.log.bytes ?? 0) < 300 * 12);
  });

test('events without a key go round the partitions; a partition may be named; headers and tombstones arrive', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', partitions: 3, replicationFactor: 1}],
  });
  await produceTo(t, kafka, {events: events(300, {key: null}), batchBytes: 500}).done;
  const spread = counts((await storedIn(kafka)).map(({partition}) => String(partition)));
  assert.deepEqual([...spread.keys()].sort(), ['0', '1', '2']);
  for (const count of spread.values()) assert.ok(count > 60, `${count} of 300`);
  const headers = [
    {key: 'trace', value: Buffer.from('abc')},
    {key: 'none', value: null},
  ];
  await produceTo(t, kafka, {events: [event(0, {partition: 2, value: null, headers})]}).done;
  const last = (await storedIn(kafka)).findLast(({partition}) => partition === 2);
  assert.equal(last?.value, null);
});

test('10,000 events while their leader is stopped half way: every acknowledged one is stored, none twice', async t => {
  const kafka = await kafkaFor(t, {topics: [two]});
  const acknowledged = new Set<number>();
  const job = produceTo(t, kafka, {
    events: events(10_000),
    rate: 20_000,
    batchBytes: 2000,
    onStored: number => void acknowledged.add(number),
  });
  await until('half of them are stored', () => acknowledged.size > 5000);
  await kafka.cluster.control.stop(1);
  const {sent, failed, waiting} = await job.done;
  assert.deepEqual([sent, acknowledged.size, failed, waiting], [10_000, 10_000, [], 0]);
  const stored = counts((await storedIn(kafka)).map(({value}) => value));
  assert.equal(stored.size, 10_000);
  assert.ok([...stored.values()].every(count => count === 1));
});

test('an answer that was lost does not store a batch twice', async t => {
  const kafka = await kafkaFor(t, {topics: [two]});
  kafka.cluster.faults.plan(0, {kind: 'garbled'}, {times: 3});
  kafka.cluster.faults.plan(0, {kind: 'closed'}, {times: 3});
  const {acknowledged} = await produceTo(t, kafka, {events: events(2000), batchBytes: 4000}).done;
  assert.equal(acknowledged, 2000);
  const stored = counts((await storedIn(kafka)).map(({value}) => value));
  assert.equal(stored.size, 2000);
  assert.ok([...stored.values()].every(count => count === 1));
  assert.ok(kafka.cluster.wire.of('Produce').length > 2);
});

test('where there is no leader events wait and fail, and the others are stored', async t => {
  const kafka = await kafkaFor(t, {topics: [{name: 'orders', replicas: [[1], [2]]}]});
  await kafka.cluster.control.stop(1);
  const job = produceTo(t, kafka, {events: events(200), deliveryTimeout: 700});
  await until(
    'the refusal is told',
    () => job.progress().partitions[0]?.refusal === 'orders-0 has no leader.',
  );
  const {acknowledged, failed, partitions} = await job.done;
  const [lost, fine] = partitions;
  assert.deepEqual(failed, [{error: 'LEADER_NOT_AVAILABLE', count: lost?.failed ?? -1}]);
  assert.equal((lost?.failed ?? 0) + acknowledged, 200);
  assert.equal(fine?.acknowledged, acknowledged);
  assert.ok(acknowledged > 0);
});

test('events without a key pass a leaderless partition over', async t => {
  const kafka = await kafkaFor(t, {topics: [{name: 'orders', replicas: [[1], [2]]}]});
  await kafka.cluster.control.stop(1);
  const {acknowledged, failed} = await produceTo(t, kafka, {events: events(100, {key: null})}).done;
  assert.deepEqual([acknowledged, failed], [100, []]);
});

test('too few in-sync replicas: the events fail under that name, and with acks 1 they are stored', async t => {
  const kafka = await kafkaFor(t, {topics: [{...two, configs: {'min.insync.replicas': '2'}}]});
  await kafka.cluster.control.stop(2);
  const {acknowledged, failed} = await produceTo(t, kafka, {events: events(50), deliveryTimeout: 500}).done;
  assert.deepEqual([acknowledged, failed], [0, [{error: 'NOT_ENOUGH_REPLICAS', count: 50}]]);
  const second = await produceTo(t, kafka, {events: events(50), acks: 1}).done;
  assert.deepEqual([second.acknowledged, second.failed], [50, []]);
});

test('a job that is cancelled says why a partition took nothing of it', async t => {
  const kafka = await kafkaFor(t, {
    topics: [
      {name: 'orders', replicas: [[1, 2]], configs: {'min.insync.replicas': '2'}},
      {name: 'lonely', replicas: [[2]]},
    ],
  });
  await kafka.cluster.control.stop(2);
  for (const [topic, error, wasSent] of [
    ['orders', 'NOT_ENOUGH_REPLICAS', true],
    ['lonely', 'LEADER_NOT_AVAILABLE', false],
  ] as const) {
    const job = produceTo(t, kafka, {topic, events: events(1_000_000), rate: 500});
    await until('the partition refuses', () => {
      const {waiting, partitions} = job.progress();
      return waiting > 5 && partitions[0]?.refusal != null;
    });
    job.cancel();
    const {sent, acknowledged, failed} = await job.done;
    assert.equal(acknowledged, 0);
    assert.equal(sent > 0, wasSent, topic);
    assert.deepEqual(
      failed.map(each => each.error),
      [error],
    );
  }
});

test('a job that is cancelled while the leader says nothing has failed', async t => {
  const kafka = await kafkaFor(t, {topics: [{name: 'orders', replicas: [[2]]}]});
  kafka.cluster.control.pause(2);
  const job = produceTo(t, kafka, {events: events(10)});
  await until('it waits', () => job.progress().waiting === 10);
  job.cancel();
  const end = await job.done;
  assert.deepEqual([end.sent, end.failed], [0, [{error: 'REQUEST_TIMED_OUT', count: 10}]]);
  assert.equal(failedUnsent(end), 10);
});

test('with acks 0 nothing is acknowledged, and no identity is asked for', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', replicas: [[1]]}]});
  const {sent, acknowledged, failed, waiting} = await produceTo(t, kafka, {events: events(100), acks: 0})
    .done;
  assert.deepEqual([sent, acknowledged, failed, waiting], [100, 0, [], 0]);
  await until('they are stored', () => kafka.cluster.partition('orders', 0)?.log.end === 100);
  assert.equal(kafka.cluster.wire.of('InitProducerId').length, 0);
});

test('with acks 1 a batch whose answer was lost is not tried again', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', replicas: [[1]]}]});
  kafka.cluster.faults.plan(0, {kind: 'closed'}, {times: 1});
  const {acknowledged, failed} = await produceTo(t, kafka, {events: events(10), acks: 1}).done;
  assert.deepEqual([acknowledged, failed], [0, [{error: 'NETWORK_EXCEPTION', count: 10}]]);
  assert.equal(kafka.cluster.wire.of('Produce').length, 1);
});

test('a record that is too large fails alone, with the name of the reason', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', replicas: [[1]], configs: {'max.message.bytes': '2000'}}],
  });
  const large = event(5, {value: Buffer.alloc(5000)});
  const list = [...events(5), large, ...events(5)];
  const {acknowledged, failed} = await produceTo(t, kafka, {events: list}).done;
  assert.deepEqual([acknowledged, failed], [10, [{error: 'MESSAGE_TOO_LARGE', count: 1}]]);
});

test('a topic or partition that is not there is refused in a sentence, and not made', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', replicas: [[1]]}],
    configs: {'auto.create.topics.enable': 'true'},
  });
  const refusal = async (options: Partial<ProduceOptions>): Promise<string> => {
    const error: unknown = await produceTo(t, kafka, {events: events(1), ...options}).done.catch(
      reason => reason,
    );
    assert.ok(error instanceof UserError);
    return error.message;
  };
  assert.equal(await refusal({topic: 'phantom'}), 'There is no topic phantom.');
  assert.equal(await refusal({events: events(1, {partition: 3})}), 'orders has no partition 3.');
  assert.deepEqual([...kafka.cluster.topics.keys()], ['orders']);
  kafka.cluster.faults.deny('topic', 'orders');
  assert.match(await refusal({}), /TOPIC_AUTHORIZATION_FAILED/);
});

test('a rate is kept, progress is told, and cancelling ends the job', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', replicas: [[1]]}]});
  let told = 0;
  const began = systemClock.now();
  const job = produceTo(t, kafka, {
    events: events(1_000_000),
    rate: 200,
    onProgress: () => {
      told += 1;
    },
  });
  await until('a hundred are stored', () => job.progress().acknowledged >= 100);
  const took = systemClock.now() - began;
  assert.ok(took > 400, `100 events at 200 a second took ${took} ms`);
  job.cancel();
  const {sent, acknowledged, failed} = await job.done;
  assert.ok(told > 1);
  assert.ok(sent < 1000);
  assert.deepEqual([acknowledged, failed], [sent, []]);
});

test('events from a pipe leave as they come, and a pipe that stays silent does not hold up the end', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', replicas: [[1]]}]});
  async function* pipe(): AsyncGenerator<NewEvent> {
    yield event(0);
    await new Promise(() => {});
  }
  const job = produceTo(t, kafka, {events: pipe()});
  await until('the first is stored', () => job.progress().acknowledged === 1);
  job.cancel();
  assert.equal((await job.done).acknowledged, 1);
});

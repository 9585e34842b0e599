import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {Kafka, logLevel} from 'kafkajs';
import {createTransactions} from '../../../../source/practice/kafka/transactions.ts';
import {until} from '../../../real/support.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {startKafka} from '../../../support/practice-kafka.ts';

const settingOf = async (context: TestContext) => {
  const cluster = await startKafka({
    initialRebalanceDelayMs: 0,
    configs: {'transaction.state.log.replication.factor': '2'},
  });
  context.after(() => cluster.close());
  cluster.createTopic({name: 'orders', partitions: 2, replicationFactor: 2});
  const kafka = new Kafka({
    brokers: [...cluster.brokers.values()].map(({port}) => `127.0.0.1:${port}`),
    logLevel: logLevel.NOTHING,
    retry: {initialRetryTime: 50, retries: 5},
  });
  const producerOf = async (transactionalId: string) => {
    const producer = kafka.producer({transactionalId, idempotent: true, maxInFlightRequests: 1});
    await producer.connect();
    context.after(() => producer.disconnect().catch(() => {}));
    return producer;
  };
  /** Values that a consumer gets which sees only what was committed, or everything. */
  const read = async (count: number, readUncommitted = false): Promise<readonly string[]> => {
    const consumer = kafka.consumer({
      groupId: `reader-${Math.random()}`,
      readUncommitted,
      maxWaitTimeInMs: 50,
    });
    const values: string[] = [];
    await consumer.connect();
    await consumer.subscribe({topic: 'orders', fromBeginning: true});
    await consumer.run({eachMessage: async ({message}) => void values.push(String(message.value))});
    await until(
      `${count} records were read`,
      async () => values.length,
      found => found >= count,
    );
    await consumer.disconnect();
    return values.sort();
  };
  return {cluster, kafka, producerOf, read};
};

const send = (value: string) => ({
  topic: 'orders',
  messages: [
    {partition: 0, value},
    {partition: 1, value},
  ],
});

test('what is committed is seen, what is rolled back is seen only by who asks for it', async context => {
  const {producerOf, read} = await settingOf(context);
  const producer = await producerOf('shop');
  const kept = await producer.transaction();
  await kept.send(send('kept'));
  await kept.commit();
  const dropped = await producer.transaction();
  await dropped.send(send('dropped'));
  await dropped.abort();
  const last = await producer.transaction();
  await last.send(send('last'));
  await last.commit();
  assert.deepEqual(await read(4), ['kept', 'kept', 'last', 'last']);
  assert.deepEqual(await read(6, true), ['dropped', 'dropped', 'kept', 'kept', 'last', 'last']);
});

test('while a transaction is open nothing behind its beginning is stable', async context => {
  const {cluster, producerOf} = await settingOf(context);
  const producer = await producerOf('shop');
  const open = await producer.transaction();
  await open.send(send('open'));
  cluster.append('orders', 0, [{key: null, value: 'behind'}]);
  const log = cluster.partition('orders', 0)?.log;
  assert.deepEqual([log?.lastStable, log?.end], [0, 2]);
  await open.commit();
  assert.deepEqual([log?.lastStable, log?.end], [3, 3]);
});

test('offsets of a group are committed with the transaction, and not without it', async context => {
  const {kafka, producerOf} = await settingOf(context);
  const producer = await producerOf('shop');
  const admin = kafka.admin();
  await admin.connect();
  context.after(() => admin.disconnect());
  const offsetsAfter = async (end: 'commit' | 'abort', offset: string): Promise<string | undefined> => {
    const transaction = await producer.transaction();
    await transaction.sendOffsets({
      consumerGroupId: 'billing',
      topics: [{topic: 'orders', partitions: [{partition: 0, offset}]}],
    });
    await transaction[end]();
    const [orders] = await admin.fetchOffsets({groupId: 'billing', topics: ['orders']});
    return orders?.partitions.find(({partition}) => partition === 0)?.offset;
  };
  assert.equal(await offsetsAfter('commit', '3'), '3');
  assert.equal(await offsetsAfter('abort', '7'), '3');
});

test('a second producer of the same id fences the first, and ends what that left open', async context => {
  const {cluster, producerOf, read} = await settingOf(context);
  const first = await producerOf('shop');
  const left = await first.transaction();
  await left.send(send('left'));
  const second = await producerOf('shop');
  const own = await second.transaction();
  assert.equal(cluster.partition('orders', 0)?.log.lastStable, 2, 'the marker is there');
  await assert.rejects(left.commit());
  await own.send(send('own'));
  await own.commit();
  assert.deepEqual(await read(2), ['own', 'own']);
});

test('a transaction that lasts too long is aborted, and its producer is fenced', async () => {
  const clock = createFakeClock();
  const marks: string[] = [];
  const transactions = createTransactions({
    clock,
    newProducerId: () => 7,
    mark: ({topic, partition}, end) => void marks.push(`${end} ${topic}-${partition}`),
    commitOffset: () => assert.fail('nothing is committed'),
  });
  const {producerId, epoch} = transactions.begin('shop', 1000);
  const claim = {transactionalId: 'shop', producerId, producerEpoch: epoch};
  assert.equal(transactions.add(claim, [{topic: 'orders', partition: 0}]), 0);
  await clock.advance(1000);
  assert.deepEqual(marks, ['abort orders-0']);
  assert.equal(transactions.end(claim, true), 47);
  transactions.close();
});

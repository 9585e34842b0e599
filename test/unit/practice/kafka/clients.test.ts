import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {Consumer, Producer, stringDeserializers, stringSerializers} from '@platformatic/kafka';
import {Kafka, logLevel, Partitioners} from 'kafkajs';
import {settle} from '../../../support/clock.ts';
import {brokersFor} from './connect.ts';

/** Waits for a condition; says which where it does not come about. */
const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > end) assert.fail(`waited in vain: ${what}`);
    await settle(1);
  }
};

const kafkaOf = (brokers: readonly string[]): Kafka =>
  new Kafka({clientId: 'js', brokers: [...brokers], logLevel: logLevel.NOTHING});

const numbered = (count: number) => Array.from({length: count}, (_, n) => ({key: `k${n}`, value: `v${n}`}));

const producing = async (t: TestContext, kafka: Kafka, idempotent = true) => {
  const producer = kafka.producer({idempotent, createPartitioner: Partitioners.DefaultPartitioner});
  t.after(() => producer.disconnect());
  await producer.connect();
  return producer;
};

for (const mode of ['zookeeper', 'kraft'] as const)
  describe(`kafkajs on a ${mode} cluster`, () => {
    it('administers, produces, and consumes in a group of two', async t => {
      const {bootstrap, cluster} = await brokersFor(t, {
        mode,
        configs: {'group.min.session.timeout.ms': '500'},
      });
      const kafka = kafkaOf(bootstrap);
      const admin = kafka.admin();
      t.after(() => admin.disconnect());
      await admin.connect();
      await admin.createTopics({topics: [{topic: 'orders', numPartitions: 4, replicationFactor: 2}]});
      assert.deepEqual(await admin.listTopics(), ['orders']);
      const producer = await producing(t, kafka);
      await producer.send({topic: 'orders', messages: numbered(100)});

      const seen: string[] = [];
      const consume = async () => {
        const consumer = kafka.consumer({
          groupId: 'demo',
          sessionTimeout: 3000,
          heartbeatInterval: 50,
          maxWaitTimeInMs: 100,
          allowAutoTopicCreation: false,
        });
        t.after(() => consumer.disconnect());
        await consumer.connect();
        await consumer.subscribe({topic: 'orders', fromBeginning: true});
        await consumer.run({
          autoCommitInterval: 50,
          eachMessage: async ({partition, message}) => void seen.push(`${partition}@${message.offset}`),
        });
        return consumer;
      };
      const one = await consume();
      await until('all is read', () => new Set(seen).size === 100);
      await consume();
      const group = async () => (await admin.describeGroups(['demo'])).groups[0];
      await until('both are members', async () => {
        const found = await group();
        return found?.state === 'Stable' && found.members.length === 2;
      });
      await producer.send({topic: 'orders', messages: numbered(50)});
      await until('all is read again', () => new Set(seen).size === 150);
      await one.disconnect();
      await until('one member is left', async () => {
        const found = await group();
        return found?.state === 'Stable' && found.members.length === 1;
      });
      const ends = await admin.fetchTopicOffsets('orders');
      await until('all is committed', async () => {
        const [found] = await admin.fetchOffsets({groupId: 'demo', topics: ['orders']});
        const left = ends.map(({partition, high}) => {
          const commit = found?.partitions.find(p => p.partition === partition);
          return Number(high) - Number(commit?.offset);
        });
        return left.every(lag => lag === 0);
      });
      assert.equal(
        ends.reduce((sum, {high}) => sum + Number(high), 0),
        150,
      );
      await admin.deleteTopics({topics: ['orders']});
      assert.equal(cluster.topics.has('orders'), false);
    });
  });

describe('@platformatic/kafka', () => {
  it('produces with keys in the partitions of murmur2, and consumes in a group', async t => {
    const {bootstrap, cluster} = await brokersFor(t, {
      topics: [{name: 'names', partitions: 4, replicationFactor: 2}],
      configs: {'group.min.session.timeout.ms': '500'},
    });
    const common = {clientId: 'pk', bootstrapBrokers: [...bootstrap], retries: 3, retryDelay: 20};
    const producer = new Producer({...common, serializers: stringSerializers, idempotent: true});
    t.after(() => producer.close());
    const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
    await producer.send({messages: names.map(key => ({topic: 'names', key, value: key.toUpperCase()}))});
    const ends = [0, 1, 2, 3].map(id => cluster.partition('names', id)?.log.end);
    assert.deepEqual(ends, [1, 1, 3, 1]);

    const consumer = new Consumer({
      ...common,
      groupId: 'readers',
      deserializers: stringDeserializers,
      sessionTimeout: 3000,
      heartbeatInterval: 100,
      maxWaitTime: 100,
    });
    t.after(() => consumer.close(true));
    const stream = await consumer.consume({topics: ['names'], mode: 'earliest', autocommit: false});
    const seen: string[] = [];
    for await (const {key, value, partition} of stream) {
      seen.push(`${partition} ${key} ${value}`);
      if (seen.length === names.length) break;
    }
    assert.deepEqual(seen.sort(), [
      '0 erin ERIN',
      '1 alice ALICE',
      '2 bob BOB',
      '2 carol CAROL',
      '2 dave DAVE',
      '3 frank FRANK',
    ]);
  });
});

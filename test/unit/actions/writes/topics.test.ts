import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {topicAddPartitions} from '../../../../source/actions/writes/topic-add-partitions.ts';
import {readConfigs, topicCreate} from '../../../../source/actions/writes/topic-create.ts';
import {topicEmpty} from '../../../../source/actions/writes/topic-empty.ts';
import {kafkaFor} from '../../../support/kafka.ts';
import {createLab, healthyLab} from '../../../support/worlds.ts';
import {writeContext} from '../../../support/write-context.ts';

const create = (name: string, values: Readonly<Record<string, string>> = {}) =>
  topicCreate.plan(writeContext(healthyLab()), [name], values);

describe('a new topic', () => {
  for (const [name, why] of [
    ['', /needs a name/],
    ['a b', /no name for a topic/],
    ['..', /no name for a topic/],
    ['orders', /already/],
    ['x'.repeat(250), /no name for a topic/],
  ] as const)
    test(`"${name.slice(0, 10)}" is refused`, async () => {
      await assert.rejects(create(name), why);
    });
  test('more replicas than brokers: it says that Kafka will refuse, and why', async () => {
    const plan = await create('new', {'replication-factor': '3'});
    assert.match(plan.consequences.join(' '), /refuses 3 replicas while 2 brokers are there/);
  });
  test('more replicas than brokers, with KRaft: it says what Kafka itself says of it', async t => {
    const {client, cluster} = await kafkaFor(t, {mode: 'kraft', brokers: 2});
    await cluster.control.stop(2);
    const lab = createLab({mode: 'kraft'}).metadata(metadata => ({
      ...metadata,
      brokers: metadata.brokers.flatMap(broker =>
        broker.id === 1 ? [{...broker, host: '127.0.0.1', port: cluster.brokers.get(1)?.port ?? 0}] : [],
      ),
    }));
    const context = {...writeContext(lab.poll()), kafka: client};
    const said = async (replicas: string): Promise<string> =>
      (await topicCreate.plan(context, ['new'], {'replication-factor': replicas})).consequences.join(' ');
    assert.match(await said('2'), /takes 2 replicas while 1 broker is there, for with KRaft/);
    assert.match(await said('3'), /refuses 3 replicas while 1 broker is there/);
    assert.equal(cluster.topics.has('new'), false, 'it was only asked');
    cluster.faults.deny('cluster');
    cluster.faults.deny('topic', 'new');
    assert.match(
      await said('3'),
      /takes 3 replicas .* only if more brokers are registered/,
      'no right to ask',
    );
    cluster.faults.clear();
    await cluster.control.stop(1);
    assert.match(await said('2'), /takes 2 replicas .* only if more brokers are registered/);
  });
  test('wrong numbers and settings are refused before anything is sent', async () => {
    await assert.rejects(create('new', {partitions: '0'}), /1 or more/);
    await assert.rejects(create('new', {partitions: 'many'}), /1 or more/);
    await assert.rejects(create('new', {config: 'retention.ms'}), /name=value/);
  });
  test('settings are split where Kafka splits them: a list stands in brackets', () => {
    assert.deepEqual(readConfigs('cleanup.policy=[compact,delete], retention.ms=60000'), [
      ['cleanup.policy', 'compact,delete'],
      ['retention.ms', '60000'],
    ]);
  });
});

test('more partitions: only the sample keys that move are shown, each with both places', async () => {
  const plan = await topicAddPartitions.plan(writeContext(healthyLab()), ['orders'], {partitions: '4'});
  assert.ok(plan.preview.length > 0);
  for (const {before, after} of plan.preview) {
    assert.notEqual(before, after);
    assert.ok(Number(before) < 3 && Number(after) < 4);
  }
  await assert.rejects(
    topicAddPartitions.plan(writeContext(healthyLab()), ['orders'], {partitions: '3'}),
    /orders has 3 partitions, and Kafka only adds some/,
  );
});

test('emptying counts what goes, asks for the name, and guesses nothing', async () => {
  const context = writeContext(healthyLab(), (_place, of) => (of === 'earliest' ? 10 : 60));
  const plan = await topicEmpty.plan(context, ['orders']);
  assert.equal(plan.typed, 'orders');
  assert.match(plan.consequences.join(' '), /^150 records go/);
  assert.match(
    plan.commandLines.join(),
    /^kafka-delete-records --bootstrap-server \S+ --offset-json-file <\(echo '\{"version":1,"partitions":\[\{"topic":"orders","partition":0,"offset":60\},/,
  );
  await assert.rejects(topicEmpty.plan(writeContext(healthyLab()), ['orders']), /cannot be emptied now/);
});

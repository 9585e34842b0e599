import assert from 'node:assert/strict';
import {test} from 'node:test';
import {partitionElect, partitionElectAll} from '../../../../source/actions/writes/partition-elect.ts';
import {partitionReassign} from '../../../../source/actions/writes/partition-reassign.ts';
import {healthyLab, refusedReading} from '../../../support/worlds.ts';
import {writeContext} from '../../../support/write-context.ts';

test('an election takes only partitions that another broker leads, and says which Kafka will refuse', async () => {
  const lab = healthyLab()
    .partitions(partition => ({...partition, leader: 2, isr: [2]}), 'orders')
    .poll();
  const plan = await partitionElect.plan(writeContext(lab), ['orders']);
  assert.deepEqual(
    plan.preview.map(({partition, leader, preferred}) => [partition, leader, preferred]),
    [
      ['orders-0', '2', '1'],
      ['orders-2', '2', '1'],
    ],
  );
  assert.match(
    plan.consequences.join(' '),
    /orders-0, orders-2 will be refused: the preferred leader is not in sync/,
  );
  await assert.rejects(
    partitionElect.plan(writeContext(healthyLab()), ['orders']),
    /preferred leader already/,
  );
});

test('the election of one, of several and of all is a line of Kafka’s tool', async () => {
  const lab = healthyLab()
    .partitions(partition => ({...partition, leader: 2}), 'orders')
    .poll();
  const lineOf = async (names: readonly string[]) =>
    (await partitionElect.plan(writeContext(lab), names)).commandLines.join();
  assert.match(
    await lineOf(['orders-0']),
    /^kafka-leader-election --bootstrap-server \S+ --election-type preferred --topic orders --partition 0$/,
  );
  assert.ok(
    (await lineOf(['orders'])).endsWith(
      `--path-to-json-file <(echo '{"partitions":[{"topic":"orders","partition":0},{"topic":"orders","partition":2}]}')`,
    ),
  );
  const all = await partitionElectAll.plan(writeContext(lab));
  assert.deepEqual(
    all.preview.map(({partition}) => partition),
    ['orders-0', 'orders-2'],
  );
  assert.match(all.commandLines.join(), /--election-type preferred --all-topic-partitions$/);
  await assert.rejects(
    partitionElectAll.plan(writeContext(healthyLab())),
    /led by its preferred leader already/,
  );
});

test('of an election of all it is said which topics stay as they are, for nobody knows who leads them', async () => {
  const lab = healthyLab()
    .metadata(metadata => ({
      ...metadata,
      topics: metadata.topics.map(topic =>
        topic.name === 'lonely' ? {...topic, partitions: refusedReading} : topic,
      ),
    }))
    .poll();
  await assert.rejects(
    partitionElectAll.plan(writeContext(lab)),
    /preferred leader already\. lonely: left as it is, for who leads it is not known\./,
  );
  lab.partitions(partition => ({...partition, leader: 2}), 'orders').poll();
  const {consequences} = await partitionElectAll.plan(writeContext(lab));
  assert.match(consequences.join(' '), /lonely: left as it is/);
  lab.metadata(metadata => ({...metadata, topics: []})).poll();
  await assert.rejects(partitionElectAll.plan(writeContext(lab)), /is not known/);
});

test('replicas go where they are told to, or by turns, and what is there already stays out', async () => {
  const plan = async (names: readonly string[], to: string) =>
    (await partitionReassign.plan(writeContext(healthyLab()), names, {to})).preview.map(
      ({partition, before, after}) => [partition, before, after],
    );
  assert.deepEqual(await plan(['orders'], '2,1'), [
    ['orders-0', '1 2', '2 1'],
    ['orders-2', '1 2', '2 1'],
  ]);
  assert.deepEqual(await plan(['lonely-0'], 'spread:1,2'), [['lonely-0', '2', '1']]);
  await assert.rejects(plan(['orders'], '2,9'), /Broker 9 is not there now/);
  await assert.rejects(plan(['orders'], '2,2'), /no list of brokers/);
  await assert.rejects(plan(['orders-1'], '2,1'), /there already/);
  await assert.rejects(plan(['orders-7'], '2,1'), /has no partition 7/);
});

test('of a reassignment it is said what is copied, what goes, and what is left with one copy', async () => {
  const told = async (names: readonly string[], to: string) =>
    (await partitionReassign.plan(writeContext(healthyLab()), names, {to})).consequences.join(' ');
  assert.match(
    await told(['orders-0'], '2,1'),
    /^No record is copied: only the order of the replicas changes/,
  );
  assert.match(await told(['lonely-0'], '1,2'), /^1 new replica is copied from the leaders/);
  const fewer = await told(['orders'], '1');
  assert.match(fewer, /^No record is copied: 3 replicas go, with the copies that are there\./);
  assert.match(
    fewer,
    /orders-0, orders-1, orders-2 have one replica each then, and nobody reads or writes them/,
  );
});

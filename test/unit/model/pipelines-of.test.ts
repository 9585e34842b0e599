import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Pipeline} from '../../../source/model/pipeline.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {connector, consumerGroup, labTarget, slot} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const one = (lab: SeededLab): Pipeline => {
  const {pipelines} = lab.picture();
  assert.equal(pipelines.length, 1);
  const [pipeline] = pipelines;
  assert.ok(pipeline);
  return pipeline;
};

const down = {why: 'unreachable', sentence: 'It refuses the connection.'} as const;
const debezium = 'io.debezium.connector.postgresql.PostgresConnector';

test('the way of a change is its slot, task, topics and readers, each with its figure', () => {
  const lab = healthyLab().addGroup(consumerGroup('audit', 'orders', [0, 1, 2]));
  const pipeline = one(lab.poll());
  const ends = [0, 1, 2].reduce((sum, id) => sum + lab.end('orders', id), 0);
  assert.deepEqual(pipeline.slot, slot('debezium'));
  assert.equal(pipeline.task, 'RUNNING');
  assert.deepEqual(pipeline.topics, [{name: 'orders', end: {sum: ends, unknownParts: 0}}]);
  assert.ok(!isUnknown(pipeline.readers));
  assert.deepEqual(
    new Map(pipeline.readers.map(({group, lag}) => [group, lag])),
    new Map([
      ['audit', {sum: ends, unknownParts: 0}],
      ['billing', {sum: 0, unknownParts: 0}],
    ]),
  );
  assert.equal(pipeline.unseenReaders, null);
});

describe('what could not be read is unknown, and the rest stays', () => {
  test('without PostgreSQL', () => {
    const pipeline = one(healthyLab().postgres(down).poll());
    assert.ok(isUnknown(pipeline.slot));
    assert.equal(pipeline.slotName, 'debezium');
    assert.equal(pipeline.task, 'RUNNING');
    assert.ok(!isUnknown(pipeline.readers));
  });

  test('without the worker, which was read before', () => {
    const pipeline = one(healthyLab().worker('postgres-debezium', down).poll());
    assert.ok(isUnknown(pipeline.task));
    assert.ok(!isUnknown(pipeline.slot) && pipeline.slot?.isActive);
  });

  test('without the worker from the first: whose slot it is, nobody knows', () => {
    const pipeline = one(createLab().worker('postgres-debezium', down).poll());
    assert.ok(isUnknown(pipeline.connector));
    assert.ok(isUnknown(pipeline.task) && isUnknown(pipeline.readers));
    assert.ok(!isUnknown(pipeline.slot) && pipeline.slot?.name === 'debezium');
  });

  test('without the brokers', () => {
    const lab = createLab().silence(1, 'refused').silence(2, 'refused').poll(2);
    const {topics, readers} = one(lab);
    assert.ok(!isUnknown(topics));
    assert.ok(isUnknown(topics[0]?.end));
    assert.ok(isUnknown(readers));
  });
});

test('a slot that no connector names is a line of its own', () => {
  const lab = healthyLab().postgres(reading => ({...reading, slots: [slot('debezium'), slot('other')]}));
  const [, other] = lab.poll().picture().pipelines;
  assert.equal(other?.connector, null);
  assert.equal(other?.slotName, 'other');
});

test('a connector has the slot that its settings name, and before its first record the topics of its tables', () => {
  const config = {
    'connector.class': debezium,
    'slot.name': 'shop',
    'topic.prefix': 'srv',
    'table.include.list': 'public.customers, public.orders',
  };
  const lab = healthyLab()
    .worker('postgres-debezium', worker => ({
      ...worker,
      connectors: [connector('shop', worker.name, {config, topics: []})],
    }))
    .postgres(reading => ({...reading, slots: []}))
    .poll();
  const pipeline = one(lab);
  assert.equal(pipeline.slotName, 'shop');
  assert.equal(pipeline.slot, null);
  assert.deepEqual(pipeline.topics, [
    {name: 'srv.public.customers', end: null},
    {name: 'srv.public.orders', end: null},
  ]);
});

test('a practice lab has no slot, which is none and not unknown', () => {
  const {postgres, ...target} = labTarget('zookeeper');
  const pipeline = one(healthyLab({target: {...target, kind: 'practice'}}));
  assert.equal(pipeline.slot, null);
  assert.equal(pipeline.slotName, null);
  assert.equal(pipeline.task, 'RUNNING');
});

test('a lab whose PostgreSQL is not known has slots that nobody knows', () => {
  const {postgres, ...target} = labTarget('zookeeper');
  assert.ok(isUnknown(one(healthyLab({target})).slot));
});

test('where no connector reads from PostgreSQL, and it has no slot, there is no way', () => {
  const lab = healthyLab()
    .worker('postgres-debezium', worker => ({...worker, connectors: []}))
    .postgres(reading => ({...reading, slots: []}))
    .poll();
  assert.deepEqual(lab.picture().pipelines, []);
});

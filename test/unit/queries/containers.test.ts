import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isUnknown} from '../../../source/model/reading.ts';
import {createContainerReader, readContainers} from '../../../source/queries/containers.ts';
import {labContainers, startEngine} from '../../support/engine.ts';

const target = {kind: 'lab', project: 'kafka-lab'} as const;

test('names every container of the lab, and what else the engine runs', async context => {
  const {client} = await startEngine(context, [...labContainers, {name: 'web', image: 'nginx'}]);
  const {containers, missing} = await readContainers(client, target);
  assert.deepEqual(missing, []);
  assert.deepEqual(
    containers.map(({name, role}) => [name, role]),
    [
      ['web', 'other'],
      ['postgres-debezium', 'lab'],
      ['kafka2', 'lab'],
      ['kafka1', 'lab'],
      ['zookeeper', 'lab'],
      ['postgres', 'lab'],
    ],
  );
});

test('reads the last lines of a container that ended with an error, once', async context => {
  const {server, client} = await startEngine(context, [
    {
      name: 'kafka1',
      project: 'kafka-lab',
      state: 'exited',
      exitCode: 1,
      log: ['KAFKA_PROCESS_ROLES is required.'],
    },
    {name: 'kafka2', project: 'kafka-lab', state: 'exited', exitCode: 0, log: ['bye']},
  ]);
  const reader = createContainerReader(client, target);
  const {containers} = await reader.read(new Set(), true);
  await reader.read(new Set(), true);
  const byName = new Map(containers.map(container => [container.name, container.lastLog]));
  assert.deepEqual(byName.get('kafka1'), ['KAFKA_PROCESS_ROLES is required.']);
  assert.ok(isUnknown(byName.get('kafka2')), 'a clean end has no last words to read');
  assert.equal(server.requests.filter(request => request.endsWith('/logs')).length, 1);
});

test('reads only what the last run said', async context => {
  const {engine, client} = await startEngine(context, [{name: 'kafka2', project: 'kafka-lab'}]);
  const kafka2 = engine.find('kafka2');
  assert.ok(kafka2);
  kafka2.log.add((kafka2.startedAt ?? 0) - 60_000, 'NodeExists', 2);
  engine.end(kafka2, 1);
  engine.start(kafka2);
  kafka2.log.add(Date.now(), '[KafkaServer id=2] started');
  engine.end(kafka2, 143);
  const {containers} = await readContainers(client, target);
  assert.deepEqual(containers[0]?.lastLog, ['[KafkaServer id=2] started']);
});

test('asks again only about what changed, and keeps the same objects for the rest', async context => {
  const {engine, server, client} = await startEngine(context, labContainers);
  const reader = createContainerReader(client, target);
  const before = await reader.read(new Set(), true);
  server.requests.length = 0;
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  engine.end(kafka1, 137);
  const after = await reader.read(new Set(), false);
  assert.deepEqual(
    server.requests.filter(request => request !== 'GET /containers/json'),
    [`GET /containers/${kafka1.id}/json`, `GET /containers/${kafka1.id}/logs`],
  );
  for (const container of after.containers) {
    const same = before.containers.find(({id}) => id === container.id);
    assert.equal(container === same, container.name !== 'kafka1', container.name);
  }
});

test('a whole reading in which nothing changed gives the same objects', async context => {
  const {client} = await startEngine(context, labContainers);
  const reader = createContainerReader(client, target);
  const before = await reader.read(new Set(), true);
  const after = await reader.read(new Set(), true);
  for (const [index, container] of after.containers.entries())
    assert.equal(container, before.containers[index], container.name);
});

test('asks about what it is told is dirty', async context => {
  const {engine, server, client} = await startEngine(context, labContainers);
  const reader = createContainerReader(client, target);
  await reader.read(new Set(), true);
  server.requests.length = 0;
  const id = engine.find('zookeeper')?.id ?? '';
  await reader.read(new Set([id]), false);
  assert.deepEqual(server.requests, ['GET /containers/json', `GET /containers/${id}/json`]);
});

test('one container that cannot be inspected does not hide the others', async context => {
  const {engine, server, client} = await startEngine(context, labContainers);
  const reader = createContainerReader(client, target);
  await reader.read(new Set(), true);
  const id = engine.find('kafka2')?.id ?? '';
  server.faults.push({
    on: new RegExp(`/containers/${id}/json`),
    answer: {status: 500, message: 'layer lost'},
  });
  const {containers, missing} = await reader.read(new Set(), true);
  assert.equal(containers.length, 5, 'its last value is kept');
  assert.deepEqual(missing, [
    {path: 'container kafka2', why: 'not-read', sentence: 'Docker answered 500: layer lost'},
  ]);
});

test('a container that went between the list and the inspection is gone, not missing', async context => {
  const {engine, server, client} = await startEngine(context, labContainers);
  const id = engine.find('kafka2')?.id ?? '';
  server.faults.push({
    on: new RegExp(`/containers/${id}/json`),
    answer: {status: 404, message: 'No such container'},
  });
  const {containers, missing} = await readContainers(client, target);
  assert.equal(containers.length, 4);
  assert.deepEqual(missing, []);
});

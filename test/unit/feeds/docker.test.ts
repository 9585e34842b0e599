import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import {createDockerFeed, type DockerFeed} from '../../../source/feeds/docker.ts';
import type {Container} from '../../../source/model/container.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {labContainers, startEngine, type TestEngine, until} from '../../support/engine.ts';

interface Running extends TestEngine {
  readonly feed: DockerFeed;
  readonly events: string[];
  world(): World;
  container(name: string): Container | undefined;
}

const start = async (context: TestContext, deadline = 30_000): Promise<Running> => {
  const test = await startEngine(context, labContainers, deadline);
  let world = emptyWorld(null);
  const events: string[] = [];
  const feed = createDockerFeed({
    client: test.client,
    update: change => {
      world = change(world);
    },
    clock: systemClock,
    every: 2000,
    target: {kind: 'lab', project: 'kafka-lab', variant: 'zookeeper'},
    onEvent: event => events.push(`${event.action} ${event.name}`),
  });
  context.after(() => feed.close());
  await feed.poll();
  const container = (name: string): Container | undefined =>
    world.containers.state === 'waiting' || world.containers.state === 'failed'
      ? undefined
      : world.containers.value?.find(one => one.name === name);
  return {...test, feed, events, world: () => world, container};
};

test('an event changes the world without a poll', async context => {
  const {engine, server, container, events} = await start(context);
  await until('events are followed', () => server.requests.includes('GET /events'));
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  engine.end(kafka1, 137);
  await until('kafka1 is seen to have ended', () => container('kafka1')?.exitCode === 137);
  assert.equal(container('kafka2')?.state, 'running');
  assert.deepEqual(events, ['die kafka1']);
});

test('health checks make no work: their exec events are never listed', async context => {
  const {engine, server, events} = await start(context);
  await until('events are followed', () => server.requests.includes('GET /events'));
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  server.requests.length = 0;
  for (const action of ['exec_create: nc', 'exec_start: nc', 'exec_die']) engine.emit(action, kafka1);
  engine.emit('health_status: unhealthy', kafka1);
  await until('the change of health is seen', () => events.length > 0);
  assert.deepEqual(events, ['health_status kafka1']);
});

test('a poll finds what no event told', async context => {
  const {engine, feed, container} = await start(context);
  const kafka2 = engine.find('kafka2');
  assert.ok(kafka2);
  kafka2.state = 'paused';
  await feed.poll();
  assert.equal(container('kafka2')?.state, 'paused');
});

test('a container that is removed is absent until it is made again', async context => {
  const {engine, feed, world} = await start(context);
  const absent = () => world().absent.map(({name, state}) => `${name} ${state}`);
  assert.deepEqual(absent(), ['akhq missing', 'connect-standalone missing'], 'never made');
  const kafka2 = engine.find('kafka2');
  assert.ok(kafka2);
  engine.remove(kafka2);
  await feed.poll();
  assert.deepEqual(absent(), ['kafka2 missing', 'akhq missing', 'connect-standalone missing']);
});

test('an engine that goes silent leaves the last containers, stale and with the reason', async context => {
  const {server, feed, world} = await start(context, 1000);
  server.faults.push({on: /containers\/json/, answer: 'hang'});
  await feed.poll();
  const {containers} = world();
  assert.equal(containers.state, 'stale');
  assert.equal(containers.state === 'stale' && containers.value?.length, 5);
  assert.equal(containers.state === 'stale' && containers.error.why, 'timed-out');
  server.faults.length = 0;
  await feed.poll();
  assert.equal(world().containers.state, 'ready');
});

test('events that happened while the stream was cut are not lost, and none comes twice', async context => {
  const {engine, server, events} = await start(context);
  await until('events are followed', () => server.requests.includes('GET /events'));
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  engine.end(kafka1, 1);
  await until('the first event came', () => events.length === 1);
  server.cut();
  engine.start(kafka1);
  engine.end(kafka1, 1);
  await until('the others came', () => events.length >= 3);
  assert.deepEqual(events, ['die kafka1', 'start kafka1', 'die kafka1']);
});

test('statistics are streamed only for the containers that are asked for', async context => {
  const {engine, server, feed, world, container} = await start(context);
  const id = container('kafka1')?.id ?? '';
  feed.wantStats([id]);
  await until('a CPU share is there', () => (world().stats.get(id)?.cpuPercent ?? null) !== null);
  assert.deepEqual([...world().stats.keys()], [id]);
  assert.equal(server.requests.filter(request => request.endsWith('/stats')).length, 1);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  engine.end(kafka1, 0);
  await until('a stopped container has none', () => !world().stats.has(id));
  feed.wantStats([]);
});

test('closing ends streams and polls, and writes nothing any more', async context => {
  const {feed, world, server} = await start(context);
  feed.wantStats([...labContainers.keys()].map(String));
  const before = world();
  await feed.close();
  server.requests.length = 0;
  await feed.poll();
  assert.equal(world(), before);
  assert.deepEqual(server.requests, []);
});

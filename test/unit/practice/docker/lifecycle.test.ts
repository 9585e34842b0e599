import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ContainerSpec} from '../../../../source/practice/docker/container.ts';
import {PracticeEngine} from '../../../../source/practice/docker/engine.ts';
import {createFakeClock, settle} from '../../../support/clock.ts';
import {testProgram} from './program.ts';

const broker = async (spec: Partial<ContainerSpec> = {}) => {
  const clock = createFakeClock();
  const engine = new PracticeEngine(clock);
  const program = testProgram();
  const events: string[] = [];
  engine.follow(null, ({Action, Actor}) => {
    if (Action.startsWith('exec_')) return;
    const {signal, exitCode} = Actor.Attributes;
    events.push([Action, signal, exitCode].filter(word => word !== undefined).join(' '));
  });
  const kafka1 = engine.add({name: 'kafka1', program, ...spec});
  await engine.start(kafka1);
  events.length = 0;
  return {clock, engine, program, events, kafka1};
};

const checked: Partial<ContainerSpec> = {
  healthCheck: {test: ['CMD', 'nc', '-z', 'localhost', '9092'], interval: 2000, timeout: 3000, retries: 2},
};

test('a container with a program runs once it is started, and then its program does', async () => {
  const engine = new PracticeEngine(createFakeClock());
  const program = testProgram();
  const kafka1 = engine.add({name: 'kafka1', program});
  assert.equal(kafka1.state, 'created');
  assert.equal(await engine.start(kafka1), true);
  assert.equal(kafka1.state, 'running');
  assert.equal(await engine.start(kafka1), false, 'it runs already');
  assert.deepEqual(program.done, ['start']);
});

test('a stop sends SIGTERM and waits for the program', async () => {
  const {engine, program, events, kafka1} = await broker();
  program.isObedient = false;
  const stopping = engine.stop(kafka1);
  await settle();
  assert.equal(kafka1.state, 'running', 'it runs on until it has ended');
  program.obey(143);
  assert.equal(await stopping, true);
  assert.equal(kafka1.exitCode, 143);
  assert.deepEqual(events, ['kill 15', 'die 143', 'stop']);
  assert.equal(await engine.stop(kafka1), false);
});

test('a program that does not obey is killed when the grace period is over', async () => {
  const {clock, engine, program, events, kafka1} = await broker({stopSeconds: 45});
  program.isObedient = false;
  const stopping = engine.stop(kafka1);
  await clock.advance(44_000);
  assert.equal(kafka1.state, 'running');
  await clock.advance(1000);
  await stopping;
  assert.equal(kafka1.exitCode, 137);
  assert.deepEqual(events, ['kill 15', 'kill 9', 'die 137', 'stop']);
  assert.deepEqual(program.done, ['start', 'stop', 'kill']);
  program.obey(143);
  await settle();
  assert.equal(kafka1.exitCode, 137, 'what it says after its end is not heard');
  assert.equal(clock.pending(), 0);
});

test('a kill in the middle of a stop ends both, and it dies once', async () => {
  const {engine, program, events, kafka1} = await broker();
  program.isObedient = false;
  const stopping = engine.stop(kafka1);
  await settle();
  await engine.kill(kafka1);
  await stopping;
  assert.deepEqual(events, ['kill 15', 'kill 9', 'die 137', 'stop']);
});

test('a paused container is frozen, and a stop lets it run again first', async () => {
  const {engine, program, events, kafka1} = await broker();
  engine.pause(kafka1);
  assert.throws(() => engine.pause(kafka1), /is already paused$/);
  await assert.rejects(engine.start(kafka1), /cannot start a paused container, try unpause instead/);
  await engine.stop(kafka1);
  assert.deepEqual(events, ['pause', 'kill 15', 'unpause', 'die 143', 'stop']);
  assert.deepEqual(program.done, ['start', 'pause', 'unpause', 'stop']);
});

test('a paused container dies of SIGKILL as it is', async () => {
  const {engine, program, events, kafka1} = await broker();
  engine.pause(kafka1);
  await engine.kill(kafka1);
  assert.equal(kafka1.state, 'exited');
  assert.deepEqual(events, ['pause', 'kill 9', 'die 137']);
  assert.deepEqual(program.done, ['start', 'pause', 'kill']);
});

test('a restart stops and starts', async () => {
  const {engine, events, kafka1} = await broker();
  await engine.restart(kafka1);
  assert.deepEqual(events, ['kill 15', 'die 143', 'stop', 'start', 'restart']);
  assert.equal(kafka1.state, 'running');
});

test('a program that ends by itself ends its container with its code', async () => {
  const {clock, program, events, kafka1} = await broker();
  program.host().log('NodeExists', 'stderr');
  program.host().exit(1);
  assert.equal(kafka1.state, 'exited');
  assert.equal(kafka1.exitCode, 1);
  assert.deepEqual(events, ['die 1']);
  await clock.advance(120_000);
  assert.equal(kafka1.state, 'exited', 'without a restart policy it stays so');
});

test('a program that ends while it starts has started before it dies', async () => {
  const engine = new PracticeEngine(createFakeClock());
  const program = testProgram();
  program.start = async host => host.exit(1);
  const events: string[] = [];
  engine.follow(null, ({Action}) => events.push(Action));
  await engine.start(engine.add({name: 'kafka1', program}));
  assert.deepEqual(events, ['create', 'start', 'die']);
});

test('a start that fails says why, and the container can be started again', async () => {
  const engine = new PracticeEngine(createFakeClock());
  const program = testProgram();
  const {start} = program;
  program.start = async () => {
    throw new Error('port 29092 is taken');
  };
  const kafka1 = engine.add({name: 'kafka1', program});
  await assert.rejects(engine.start(kafka1), /port 29092 is taken/);
  assert.equal(kafka1.state, 'created');
  program.start = start;
  assert.equal(await engine.start(kafka1), true);
});

test('restart policies: on failure only as often as it says, and never after a stop by hand', async () => {
  const {clock, engine, program, kafka1} = await broker({
    restartPolicy: {name: 'on-failure', maximumRetries: 2},
  });
  program.host().exit(1);
  assert.equal(kafka1.state, 'restarting');
  await clock.advance(100);
  assert.equal(kafka1.state, 'running');
  assert.equal(kafka1.restarts, 1);
  program.host().exit(1);
  await clock.advance(100);
  assert.equal(kafka1.state, 'restarting', 'each time it waits for longer');
  await clock.advance(100);
  program.host().exit(1);
  assert.equal(kafka1.state, 'exited');

  const always = await broker({restartPolicy: {name: 'unless-stopped'}});
  always.program.host().exit(0);
  assert.equal(always.kafka1.state, 'restarting');
  await always.engine.stop(always.kafka1);
  await always.clock.advance(60_000);
  assert.equal(always.kafka1.state, 'exited');
  await always.engine.start(always.kafka1);
  await always.engine.kill(always.kafka1);
  assert.equal(always.kafka1.state, 'exited');
  assert.equal(always.clock.pending(), 0);
  await engine.close();
});

test('health goes from starting to healthy, and to unhealthy after its retries', async () => {
  const {clock, engine, program, events, kafka1} = await broker(checked);
  assert.equal(kafka1.health, 'starting');
  await clock.advance(1999);
  assert.equal(kafka1.health, 'starting');
  await clock.advance(1);
  assert.equal(kafka1.health, 'healthy');
  program.isHealthy = false;
  await clock.advance(2000);
  assert.equal(kafka1.health, 'healthy');
  assert.equal(kafka1.failingStreak, 1);
  await clock.advance(2000);
  assert.equal(kafka1.health, 'unhealthy');
  program.isHealthy = true;
  await clock.advance(20_000);
  assert.deepEqual(events, ['health_status: healthy', 'health_status: unhealthy', 'health_status: healthy']);
  assert.equal(kafka1.probes.length, 5, 'the last five');
  await engine.stop(kafka1);
  assert.equal(kafka1.health, 'unhealthy', 'as a real engine says of what does not run');
  assert.equal(clock.pending(), 0, 'and nobody probes any more');
});

test('a check that does not answer fails at its timeout', async () => {
  const {clock, engine, program, kafka1} = await broker(checked);
  program.isHealthy = null;
  await clock.advance(5000);
  assert.deepEqual(
    kafka1.probes.map(({exitCode, output}) => [exitCode, output]),
    [[-1, 'Health check exceeded timeout (3s)']],
  );
  await engine.close();
});

test('failures in the start period do not count, and a paused container is not probed', async () => {
  const {healthCheck} = checked;
  assert.ok(healthCheck);
  const {clock, engine, program, kafka1} = await broker({healthCheck: {...healthCheck, startPeriod: 10_000}});
  program.isHealthy = false;
  await clock.advance(8000);
  assert.equal(kafka1.failingStreak, 0);
  assert.equal(kafka1.health, 'starting');
  await clock.advance(6000);
  assert.equal(kafka1.health, 'unhealthy');
  engine.pause(kafka1);
  const {length} = kafka1.probes;
  const before = kafka1.probes;
  await clock.advance(60_000);
  assert.equal(kafka1.probes, before);
  engine.unpause(kafka1);
  await clock.advance(2000);
  assert.notEqual(kafka1.probes, before);
  assert.equal(length, 5);
  await engine.close();
});

test('two containers of one program do not run at once', async () => {
  const {engine, program, kafka1} = await broker({ports: {9092: null, 29092: 29092}});
  engine.rename(kafka1, 'old_kafka1');
  const again = engine.add({...kafka1.spec, name: 'kafka1', program});
  await assert.rejects(engine.start(again), /Bind for 127\.0\.0\.1:29092 failed: port is already allocated/);
  await engine.destroy(kafka1);
  assert.equal(await engine.start(again), true);
  assert.deepEqual(program.done, ['start', 'kill', 'start']);
});

test('its memory is bounded: the log by its bytes, the events by their number', async () => {
  const {engine, program, kafka1} = await broker({logBytes: 10_000});
  for (let line = 0; line < 5000; line += 1) program.host().log(`line ${line}`);
  assert.ok(kafka1.log.bytes <= 10_000);
  assert.equal(kafka1.log.entries.at(-1)?.text, 'line 4999');
  const times = kafka1.log.entries.map(({at}) => at);
  assert.equal(new Set(times).size, times.length, 'no two lines have the same time');
  for (let count = 0; count < 1000; count += 1) engine.emit('exec_die', kafka1);
  const kept: string[] = [];
  engine.follow('0', ({Action}) => kept.push(Action))();
  assert.deepEqual(kept, ['create', 'start'], 'health checks push no event out');
  for (let count = 0; count < 1000; count += 1) engine.emit('pause', kafka1);
  kept.length = 0;
  engine.follow('0', ({Action}) => kept.push(Action))();
  assert.equal(kept.length, 256);
});

import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import path from 'node:path';
import {test} from 'node:test';
import {createDockerClient} from '../../../../source/clients/docker/client.ts';
import {EngineError} from '../../../../source/clients/docker/failure.ts';
import {systemClock} from '../../../../source/clock.ts';
import type {ContainerStats} from '../../../../source/model/container.ts';
import {labContainers, startEngine, temporaryFolder} from '../../../support/engine.ts';

const failureOf = async (promise: Promise<unknown>): Promise<EngineError> => {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof EngineError, String(error));
    return error;
  }
  throw new Error('it did not fail');
};

test('asks for the version once, and speaks the older of ours and the engine’s from then on', async context => {
  const {server, client} = await startEngine(context, labContainers);
  assert.equal((await client.list()).length, 5);
  await client.images();
  assert.deepEqual(server.requests, ['GET /version', 'GET /containers/json', 'GET /images/json']);
  assert.deepEqual(server.versions, ['', 'v1.41', 'v1.41']);
});

test('reads a container as a user knows it, with its secrets masked', async context => {
  const {client} = await startEngine(context, labContainers);
  const kafka1 = await client.inspect('kafka1');
  assert.equal(kafka1.state, 'running');
  assert.equal(kafka1.health, 'healthy');
  assert.equal(kafka1.exitCode, null);
  assert.equal(kafka1.nodeId, 1);
  assert.equal(kafka1.nodeRole, 'broker');
  assert.equal(kafka1.stopSeconds, 45);
  assert.deepEqual(kafka1.ports, [
    {host: null, container: 9092, protocol: 'tcp'},
    {host: 29092, container: 29092, protocol: 'tcp'},
  ]);
  const {environment} = await client.inspect('postgres-debezium');
  assert.deepEqual(environment, [{name: 'CONNECT_DATABASE_PASSWORD', value: '******'}]);
});

test('a stopped container keeps the ports that it will have again', async context => {
  const {client} = await startEngine(context, labContainers);
  await client.act('stop', 'kafka1', 1000);
  const kafka1 = await client.inspect('kafka1');
  assert.equal(kafka1.exitCode, 143);
  assert.ok(kafka1.ports.some(({host}) => host === 29092));
});

test('says that a container was in the wanted state before', async context => {
  const {client} = await startEngine(context, labContainers);
  assert.equal(await client.act('start', 'kafka1', 1000), 'already');
  assert.equal(await client.act('stop', 'kafka1', 1000), 'done');
  assert.equal(await client.act('stop', 'kafka1', 1000), 'already');
});

test('keeps the engine’s own words when it refuses', async context => {
  const {client} = await startEngine(context, labContainers);
  const error = await failureOf(client.act('unpause', 'kafka1', 1000));
  assert.equal(error.status, 409);
  assert.match(error.sentence, /^Docker answered 409: Container \w+ is not paused$/);
});

test('an engine that never answers costs the deadline, not more', async context => {
  const {server, client} = await startEngine(context, labContainers, 1000);
  await client.version();
  server.faults.push({on: /containers\/json/, answer: 'hang'});
  const error = await failureOf(client.list());
  assert.equal(error.why, 'timed-out');
  assert.match(error.sentence, /did not answer within 1 s\.$/);
  server.faults.length = 0;
  assert.equal((await client.list()).length, 5, 'and it is asked again afterwards');
});

test('says why there is no engine: no socket, nobody listens, no permission, broken', async context => {
  const folder = await temporaryFolder(context);
  const absent = createDockerClient({address: {host: `unix://${folder}/none`}, clock: systemClock});
  assert.match((await failureOf(absent.list())).sentence, /that socket does not exist\.$/);

  const file = path.join(folder, 'dead.sock');
  const dead = createServer().listen(file);
  await new Promise(resolve => dead.once('listening', resolve));
  // Closing would remove the file: an engine that crashed leaves it.
  const {rename} = await import('node:fs/promises');
  await rename(file, `${file}.left`);
  await new Promise(resolve => dead.close(resolve));
  const refusing = createDockerClient({address: {host: `unix://${file}.left`}, clock: systemClock});
  assert.match((await failureOf(refusing.list())).sentence, /refuses the connection: it is not running\.$/);
  await rm(`${file}.left`);

  const {server, client} = await startEngine(context, labContainers);
  server.faults.push({on: /containers/, answer: {status: 500, message: 'driver failed'}});
  const broken = await failureOf(client.list());
  assert.equal(broken.sentence, 'Docker answered 500: driver failed');
  server.faults.splice(0, 1, {
    on: /containers/,
    answer: {status: 403, message: 'authorization denied by plugin'},
  });
  assert.equal((await failureOf(client.list())).why, 'not-authorised');
});

test('streams statistics: no CPU share in the first sample, memory without the file cache', async context => {
  const {client} = await startEngine(context, labContainers);
  const samples: ContainerStats[] = [];
  const ended = new AbortController();
  await client.stats('kafka1', ended.signal, sample => {
    samples.push(sample);
    if (samples.length === 2) ended.abort();
  });
  assert.equal(samples[0]?.cpuPercent, null);
  assert.equal(Math.round(samples[1]?.cpuPercent ?? 0), 5);
  assert.equal(samples[1]?.memoryBytes, 80 * 1024 ** 2);
});

test('a stopped container’s statistics are not measured, which is not 0', async context => {
  const {client} = await startEngine(context, labContainers);
  await client.act('stop', 'kafka1', 1000);
  const ended = new AbortController();
  let sample: ContainerStats | undefined;
  await client.stats('kafka1', ended.signal, got => {
    sample = got;
    ended.abort();
  });
  assert.equal(sample?.memoryBytes, null);
  assert.equal(sample?.cpuPercent, null);
});

test('reads the end of a log, framed or from a terminal', async context => {
  const lines = ['one', 'two', 'three – größer'];
  const {client} = await startEngine(context, [
    {name: 'framed', log: lines},
    {name: 'terminal', log: lines, isTty: true},
  ]);
  for (const name of ['framed', 'terminal']) {
    const {id, isTty} = await client.inspect(name);
    const read = await client.logs(id, isTty, {tail: 2});
    assert.deepEqual(
      read.map(line => line.text),
      ['two', 'three – größer'],
      name,
    );
    assert.ok(read.every(({at}) => at !== null));
  }
});

test('lists images and a project’s volumes', async context => {
  const {engine, client} = await startEngine(context);
  engine.images.push('postgres:16');
  engine.volumes.push({name: 'zk-kafka1', project: 'kafka-lab'}, {name: 'other', project: 'other'});
  assert.deepEqual(await client.images(), ['postgres:16']);
  assert.deepEqual(await client.volumes('kafka-lab'), ['zk-kafka1']);
});

test('a pull that fails in mid-stream fails, although the answer was 200', async context => {
  const {engine, client} = await startEngine(context);
  engine.registry.set('broken:1', [{status: 'Pulling from broken', id: '1'}, {error: 'unexpected EOF'}]);
  const error = await failureOf(client.pull('broken:1', new AbortController().signal, () => {}));
  assert.equal(error.sentence, 'Docker answered: unexpected EOF');
  const absent = await failureOf(client.pull('absent:1', new AbortController().signal, () => {}));
  assert.match(absent.sentence, /^Docker answered 404: manifest for absent:1 not found/);
});

test('a closed client leaves nothing behind', async context => {
  const {client} = await startEngine(context, labContainers);
  const following = client.events(null, new AbortController().signal, () => {});
  await client.list();
  client.close();
  await following;
});

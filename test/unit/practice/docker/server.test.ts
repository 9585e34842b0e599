import assert from 'node:assert/strict';
import {existsSync, statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {networkInterfaces} from 'node:os';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../../../source/clock.ts';
import {longestBody} from '../../../../source/practice/docker/body.ts';
import {PracticeEngine} from '../../../../source/practice/docker/engine.ts';
import {EngineServer} from '../../../../source/practice/docker/server.ts';
import {labContainers, startEngine, temporaryFolder, until} from '../../../support/engine.ts';
import {ask} from './request.ts';

const fileOf = (host: string): string => host.replace('unix://', '');

/** Sends bytes as they are, and reads what comes until the engine hangs up. */
const sendRaw = (context: TestContext, host: string, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(fileOf(host));
    context.after(() => socket.destroy());
    let answer = '';
    socket.setEncoding('utf8').on('data', chunk => {
      answer += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(bytes);
  });

test('only its owner may open the socket file, which is gone when the engine is closed', async context => {
  const folder = await temporaryFolder(context);
  const file = path.join(folder, 'engine.sock');
  const server = new EngineServer(new PracticeEngine(systemClock));
  await server.listen({path: file});
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await server.close();
  assert.equal(existsSync(file), false);
});

test('takes the place of a lab that was killed, and not that of one that lives', async context => {
  const folder = await temporaryFolder(context);
  const file = path.join(folder, 'engine.sock');
  const dead = createServer().listen(`${file}.first`);
  await new Promise(resolve => dead.once('listening', resolve));
  // Closing would remove the file: a lab that was killed leaves it.
  await rename(`${file}.first`, file);
  await new Promise(resolve => dead.close(resolve));
  const first = new EngineServer(new PracticeEngine(systemClock));
  context.after(() => first.close());
  await first.listen({path: file});
  const second = new EngineServer(new PracticeEngine(systemClock));
  await assert.rejects(second.listen({path: file}), /EADDRINUSE/);
  assert.equal((await ask(`unix://${file}`, 'GET /_ping')).status, 200);
});

test('listens on a port of the loopback where there are no socket files', async context => {
  const server = new EngineServer(new PracticeEngine(systemClock));
  context.after(() => server.close());
  const host = await server.listen({port: 0});
  assert.match(host, /^tcp:\/\/127\.0\.0\.1:\d+$/);
  const answer = await fetch(`${host.replace('tcp', 'http')}/_ping`);
  assert.equal(await answer.text(), 'OK');
  const outside = Object.values(networkInterfaces()).flatMap(addresses =>
    (addresses ?? []).filter(({family, internal}) => family === 'IPv4' && !internal),
  );
  for (const {address} of outside) {
    const socket = connect(Number(host.split(':').at(-1)), address);
    const seen = await new Promise(resolve => {
      socket.once('connect', () => resolve('a connection'));
      socket.once('error', () => resolve('a refusal'));
    });
    socket.destroy();
    assert.equal(seen, 'a refusal', `from ${address}`);
  }
});

test('refuses what is too long, and what is no JSON', async context => {
  const {host} = await startEngine(context, labContainers);
  const long = JSON.stringify({Image: 'x'.repeat(longestBody)});
  const head = `POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: ${long.length}\r\n\r\n`;
  assert.match(await sendRaw(context, host, head + long), /^HTTP\/1\.1 413 /);
  const upgrade = 'POST /exec/x/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n';
  assert.match(
    await sendRaw(context, host, `${upgrade}Content-Length: 99999999\r\n\r\n`),
    /^HTTP\/1\.1 413 /,
  );
  const malformed = await ask(host, 'POST /containers/kafka1/exec', '{');
  assert.equal(malformed.status, 400);
  assert.match(malformed.message, /^invalid JSON/);
  assert.equal((await ask(host, 'GET /_ping')).status, 200, 'and it goes on');
});

test('garbage costs its sender the connection, and nobody else anything', async context => {
  const {host} = await startEngine(context, labContainers);
  assert.match(await sendRaw(context, host, 'garbage\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(
    await sendRaw(
      context,
      host,
      'POST /exec/absent/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}',
    ),
    /^HTTP\/1\.1 404 .*No such exec instance: absent/s,
  );
  assert.equal((await ask(host, 'GET /_ping')).status, 200);
});

test('half a request holds nothing up, and ends with the engine', async context => {
  const {host, server} = await startEngine(context, labContainers);
  const halves = ['GET /_pi', 'POST /a HTTP/1.1\r\nHost: d\r\nContent-Length: 9\r\n\r\n{'].map(half =>
    sendRaw(context, host, half),
  );
  assert.equal((await ask(host, 'GET /_ping')).status, 200);
  server.cut();
  assert.deepEqual(await Promise.all(halves), ['', '']);
});

test('a client that leaves in the middle of a stream leaves nothing behind', async context => {
  const {host, engine} = await startEngine(context, labContainers);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  const socket = connect(fileOf(host));
  context.after(() => socket.destroy());
  socket.write('GET /containers/kafka1/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: d\r\n\r\n');
  await new Promise(resolve => socket.once('data', resolve));
  assert.equal(kafka1.watchers.size, 1);
  socket.destroy();
  await until('the log is followed no more', () => kafka1.watchers.size === 0);
});

test('the record of requests is bounded', async context => {
  const {host, server} = await startEngine(context);
  for (let count = 0; count < 1000; count += 1) {
    server.requests.push('GET /_ping');
    server.versions.push('');
  }
  await ask(host, 'GET /v1.41/info');
  assert.equal(server.requests.length, 1000);
  assert.equal(server.requests.at(-1), 'GET /info');
  assert.equal(server.versions.at(-1), 'v1.41');
  assert.equal(server.versions.length, 1000);
});

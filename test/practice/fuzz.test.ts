import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect} from 'node:net';
import {type TestContext, test} from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {createRandom, type Random} from '../real/support/random.ts';
import {requestFrames} from '../support/kafka-requests.ts';
import {practiceLab} from '../support/practice-lab.ts';

/*
  Damaged requests and random bytes at every port of the lab. FUZZ_ROUNDS says how many at each, FUZZ_SEED which ones.
*/

const rounds = Number(process.env.FUZZ_ROUNDS ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);
/** What the process may hold more at the end than after the first tenth (bytes): logs are bounded by 64 MiB. */
const growth = 96 * 1024 * 1024;
/** Requests that go over one connection, and how long (ms) it may take to be closed after its end. */
const perConnection = 4;
const patience = 20_000;

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes in use; what is waiting to be collected does not count. */
const held = (): number => {
  assert.ok(typeof collect === 'function');
  collect();
  const {heapUsed, external} = process.memoryUsage();
  return heapUsed + external;
};

const noise = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({length}, () => random.between(0, 255)));

/** The same bytes with something wrong: some changed, cut off, repeated, another length, or nothing but noise. */
const damaged = (random: Random, whole: Buffer): Buffer => {
  const bytes = Buffer.from(whole);
  switch (random.between(0, 5)) {
    case 0:
      return bytes.subarray(0, random.between(1, bytes.length));
    case 1:
      return Buffer.concat([bytes, noise(random, random.between(1, 64))]);
    case 2:
      if (bytes.length >= 4) bytes.writeInt32BE(random.pick([-1, 0, 1, bytes.length, 2 ** 31 - 1]));
      return bytes;
    case 3:
      return noise(random, random.between(1, 256));
    default:
      for (let count = random.between(1, 8); count > 0; count -= 1)
        bytes[random.between(4, bytes.length - 1)] = random.between(0, 255);
      return bytes;
  }
};

/** Sends it all over one connection, and waits until that is closed, by whichever side. */
const send = (
  at: {readonly port: number} | {readonly path: string},
  parts: readonly Buffer[],
): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect('port' in at ? {...at, host: '127.0.0.1'} : at);
    socket.setTimeout(patience, () => {
      socket.destroy();
      reject(new Error('the connection was neither answered nor closed'));
    });
    socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.once('connect', () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
  });

const fuzz = async (
  context: TestContext,
  at: {readonly port: number} | {readonly path: string},
  examples: readonly Buffer[],
): Promise<void> => {
  context.diagnostic(`FUZZ_SEED=${seed}`);
  const random = createRandom(seed);
  let early = 0;
  for (let round = 0; round < rounds; round += perConnection) {
    await send(
      at,
      Array.from({length: perConnection}, () => damaged(random, random.pick(examples))),
    );
    if (early === 0 && round >= rounds / 10) early = held();
  }
  const more = held() - early;
  context.diagnostic(`It holds ${Math.round(more / 1024 / 1024)} MiB more than after the first tenth.`);
  assert.ok(more < growth, `it holds ${Math.round(more / 1024 / 1024)} MiB more`);
};

const http = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);

test('a broker closes or answers whatever comes, and goes on serving', async context => {
  const lab = await practiceLab(context);
  const port = Number(lab.endpoints.bootstrap[0]?.split(':')[1]);
  await fuzz(context, {port}, requestFrames());
  assert.equal((await lab.admin.describeCluster()).brokers.length, 2);
});

test('the engine closes or answers whatever comes, and goes on serving', async context => {
  const lab = await practiceLab(context);
  const examples = [
    http(['GET /v1.41/containers/json?all=1 HTTP/1.1', 'Host: docker']),
    http(['GET /containers/nobody/logs?stdout=1&tail=5 HTTP/1.1', 'Host: docker']),
    http(['GET /containers/akhq/stats?stream=0 HTTP/1.1', 'Host: docker']),
    http(['POST /containers/nobody/stop HTTP/1.1', 'Host: docker', 'Content-Length: 2', '', '{}']),
    http(['GET /events?since=1&until=2&filters={"type":["container"]} HTTP/1.1', 'Host: docker']),
  ];
  await fuzz(context, {path: lab.endpoints.dockerHost.slice('unix://'.length)}, examples);
  assert.equal((await lab.docker.listContainers()).length, 7);
});

test('a Connect worker closes or answers whatever comes, and goes on serving', async context => {
  const lab = await practiceLab(context);
  const url = lab.endpoints.connect.find(({name}) => name === 'connect-standalone')?.url ?? '';
  const examples = [
    http(['GET /connectors?expand=status HTTP/1.1', 'Host: connect']),
    http(['GET /connectors/nobody/status HTTP/1.1', 'Host: connect']),
    http([
      'POST /connectors HTTP/1.1',
      'Host: connect',
      'Content-Type: application/json',
      'Content-Length: 2',
      '',
      '{}',
    ]),
    http([
      'PUT /connector-plugins/x/config/validate HTTP/1.1',
      'Host: connect',
      'Content-Length: 2',
      '',
      '{}',
    ]),
  ];
  await fuzz(context, {port: Number(new URL(url).port)}, examples);
  assert.equal((await fetch(`${url}/connectors`)).status, 200);
});

test('the database closes or answers whatever comes, and goes on serving', async context => {
  const lab = await practiceLab(context);
  const port = Number(new URL(lab.endpoints.postgres).port);
  const [tls, cancel, protocol] = [80877103, 80877102, 196608];
  const packet = (code: number, text = ''): Buffer => {
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + text.length);
    head.writeInt32BE(code, 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const startup = packet(protocol, 'user\0postgres\0database\0postgres\0\0');
  // A wrong password: who comes in would start a process, and that is not what is tried here.
  const password = Buffer.concat([Buffer.from('p\0\0\0\x0a'), Buffer.from('wrong\0')]);
  const examples = [packet(tls), packet(cancel), startup, Buffer.concat([startup, password])];
  await fuzz(context, {port}, examples);
  const client = connect({port, host: '127.0.0.1'});
  client.write(startup);
  const [answer] = await once(client, 'data');
  client.destroy();
  assert.equal(String(answer).charAt(0), 'R', 'it asks for the password');
});

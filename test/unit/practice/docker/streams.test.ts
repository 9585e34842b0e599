import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {Duplex} from 'node:stream';
import {test} from 'node:test';
import Docker from 'dockerode';
import {systemClock} from '../../../../source/clock.ts';
import type {ContainerSpec} from '../../../../source/practice/docker/container.ts';
import {dig} from '../../../../source/practice/docker/json.ts';
import {labContainers, startEngine, until} from '../../../support/engine.ts';
import {testProgram} from './program.ts';
import {ask} from './request.ts';

/** The frames of a log, as `1 text`. */
const frames = (bytes: Buffer): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    found.push(`${bytes[at]} ${bytes.toString('utf8', at + 8, end).trimEnd()}`);
    at = end;
  }
  return found;
};

const at = Date.UTC(2026, 0, 1);
const logged: ContainerSpec = {name: 'kafka1'};

test('a log is sent by stream, time and number of lines', async context => {
  const {engine, host} = await startEngine(context, [logged]);
  const log = engine.find('kafka1')?.log;
  log?.push({at, stream: 1, text: 'one'});
  log?.push({at: at + 1000, stream: 2, text: 'two'});
  log?.push({at: at + 2000, stream: 1, text: 'three'});
  const read = async (query: string) =>
    frames((await ask(host, `GET /containers/kafka1/logs?${query}`)).body);
  assert.deepEqual(await read('stdout=1&stderr=1'), ['1 one', '2 two', '1 three']);
  assert.deepEqual(await read('stderr=true'), ['2 two']);
  assert.deepEqual(await read('stdout=1&stderr=1&tail=2'), ['2 two', '1 three']);
  assert.deepEqual(await read('stdout=1&tail=0'), []);
  assert.deepEqual(await read('stdout=1&tail=all'), ['1 one', '1 three']);
  const seconds = at / 1000;
  assert.deepEqual(await read(`stdout=1&stderr=1&since=${seconds + 1}`), ['2 two', '1 three']);
  assert.deepEqual(await read(`stdout=1&stderr=1&since=${seconds}.000000001&until=${seconds + 1}`), [
    '1 one',
    '2 two',
  ]);
  assert.deepEqual(await read('stdout=1&tail=1&timestamps=1'), ['1 2026-01-01T00:00:02.000000000Z three']);
});

test('a followed log ends with its container', async context => {
  const program = testProgram();
  const {engine, host} = await startEngine(context, [{...logged, program}]);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  await engine.start(kafka1);
  program.host().log('before');
  const following = ask(host, 'GET /containers/kafka1/logs?stdout=1&stderr=1&follow=1');
  await until('the log is followed', () => kafka1.watchers.size === 1);
  program.host().log('a\nb', 'stderr');
  program.host().exit(1);
  assert.deepEqual(frames((await following).body), ['1 before', '2 a', '2 b']);
  assert.equal(kafka1.watchers.size, 0);
});

/** The events that an engine sends of its past, as `action name`. */
const past = async (host: string, filters: unknown): Promise<readonly string[]> => {
  const query = `since=1&until=${((systemClock.now() + 20) / 1000).toFixed(3)}&filters=${JSON.stringify(filters)}`;
  const {body} = await ask(host, `GET /events?${query}`);
  const lines = body.toString().split('\n').slice(0, -1);
  return lines.map(line => {
    const event: unknown = JSON.parse(line);
    // What older versions of the API call the same.
    assert.equal(dig(event, 'status'), dig(event, 'Action'));
    assert.equal(dig(event, 'id'), dig(event, 'Actor', 'ID'));
    assert.match(line, /"timeNano":\d{19}\}$/);
    return `${dig(event, 'Action')} ${dig(event, 'Actor', 'Attributes', 'name')}`;
  });
};

test('events of the past are sent by their filters, and the stream ends when it is said', async context => {
  const {engine, host} = await startEngine(context, labContainers);
  const [kafka1, kafka2] = [engine.find('kafka1'), engine.find('kafka2')];
  assert.ok(kafka1 && kafka2);
  await engine.stop(kafka1);
  engine.pause(kafka2);
  engine.emit('health_status: unhealthy', kafka1);
  const stopped = ['kill kafka1', 'die kafka1', 'stop kafka1'];
  assert.deepEqual(await past(host, {event: ['kill', 'die', 'stop']}), stopped);
  assert.deepEqual(await past(host, {event: {kill: true, die: true, stop: true}}), stopped);
  assert.deepEqual(await past(host, {event: ['health_status']}), ['health_status: unhealthy kafka1']);
  assert.deepEqual(await past(host, {event: ['health_status: healthy']}), []);
  assert.deepEqual(await past(host, {container: ['kafka2']}), [
    'create kafka2',
    'start kafka2',
    'pause kafka2',
  ]);
  assert.deepEqual(await past(host, {label: ['com.docker.compose.service=kafka2'], event: ['pause']}), [
    'pause kafka2',
  ]);
  assert.deepEqual(await past(host, {type: ['network']}), []);
});

const docker = (host: string): Docker => new Docker({socketPath: host.replace('unix://', '')});

const readAll = async (stream: Duplex | NodeJS.ReadableStream): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  stream.on('data', chunk => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks);
};

test('a command is run by the container’s own function, on either kind of connection', async context => {
  const asked: (readonly string[])[] = [];
  const {engine, host} = await startEngine(context, [
    {
      name: 'kafka1',
      async exec(command) {
        asked.push(command);
        return {exitCode: 3, output: 'a\nb\n'};
      },
    },
  ]);
  const seen: string[] = [];
  engine.follow(null, ({Action}) => seen.push(Action));
  const kafka1 = docker(host).getContainer('kafka1');
  const options = {Cmd: ['kafka-topics', '--list'], AttachStdout: true, AttachStderr: true};
  for (const hijack of [true, false]) {
    const exec = await kafka1.exec(options);
    assert.equal((await exec.inspect()).ExitCode, null);
    const stream = await exec.start({hijack, stdin: false});
    assert.deepEqual(frames(await readAll(stream)), ['1 a\nb']);
    assert.equal((await exec.inspect()).ExitCode, 3);
    assert.equal((await exec.inspect()).Running, false);
  }
  const onTerminal = await kafka1.exec({...options, Tty: true});
  const stream = await onTerminal.start({hijack: true, stdin: true, Tty: true});
  assert.equal((await readAll(stream)).toString(), 'a\r\nb\r\n', 'on a terminal it is raw');
  assert.deepEqual(asked, Array(3).fill(['kafka-topics', '--list']));
  assert.deepEqual(seen.slice(0, 3), [
    'exec_create: kafka-topics --list',
    'exec_start: kafka-topics --list',
    'exec_die',
  ]);
});

test('a container that runs no commands refuses them clearly, and a paused or ended one at once', async context => {
  const {engine, host} = await startEngine(context, [{name: 'kafka1'}]);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  const container = docker(host).getContainer('kafka1');
  for (const [program, next] of [
    ['bash', '"kafka-lab --help" lists'],
    ['kafka-topics', '"kafka-lab topics" lists'],
    ['/opt/kafka/bin/kafka-consumer-groups.sh', '"kafka-lab groups" lists'],
  ] as const) {
    const exec = await container.exec({Cmd: [program], AttachStdout: true});
    const output = String(await readAll(await exec.start({hijack: true, stdin: false})));
    assert.match(output, /executable file not found in \$PATH: kafka1 is a container of the practice lab/);
    assert.ok(output.includes(program) && output.includes(next), output);
    assert.equal((await exec.inspect()).ExitCode, 127, 'as docker says of a command that is not there');
  }
  engine.pause(kafka1);
  assert.match(
    (await ask(host, 'POST /containers/kafka1/exec', {Cmd: ['ls']})).message,
    /^Container kafka1 is paused, unpause the container before exec$/,
  );
  await engine.kill(kafka1);
  assert.equal((await ask(host, 'POST /containers/kafka1/exec', {Cmd: ['ls']})).status, 409);
});

test('who is attached sees what comes, until the container ends', async context => {
  const program = testProgram();
  const {engine, host} = await startEngine(context, [{...logged, program}]);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  await engine.start(kafka1);
  const stream = await docker(host)
    .getContainer('kafka1')
    .attach({stream: true, stdout: true, stderr: true, hijack: true});
  const reading = readAll(stream);
  program.host().log('hello');
  program.host().exit(0);
  assert.deepEqual(frames(await reading), ['1 hello']);
});

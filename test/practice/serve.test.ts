import assert from 'node:assert/strict';
import {once} from 'node:events';
import {existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../source/clock.ts';
import {UserError} from '../../source/errors.ts';
import {commands} from '../../source/headless/commands.ts';
import type {PracticeOptions} from '../../source/model/practice.ts';
import {servePractice} from '../../source/practice/main.ts';
import {scenes} from '../../source/practice/scenes/index.ts';
import {until} from '../real/support.ts';
import {temporaryFolder} from '../support/engine.ts';

const options: PracticeOptions = {
  scene: 'quiet',
  variant: 'zookeeper',
  ports: 'free',
  speed: 6,
  isJson: true,
  untilLeft: true,
};

const serve = async (context: TestContext, changes: Partial<PracticeOptions> = {}, within?: string) => {
  const runtime = within ?? (await temporaryFolder(context));
  const folder = path.join(runtime, 'kafka-lab');
  const ending = new AbortController();
  const input = new PassThrough();
  const said: string[] = [];
  const served = servePractice(
    {...options, ...changes},
    {
      out: {write: text => said.push(text)},
      err: {write: () => {}},
      input,
      environment: {XDG_RUNTIME_DIR: runtime},
      signal: ending.signal,
      clock: systemClock,
    },
  );
  let isOver = false;
  void served.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  context.after(async () => {
    ending.abort();
    await served.catch(() => {});
  });
  return {folder, said, served, input, end: () => ending.abort(), isOver: () => isOver};
};

const ready = (lab: Awaited<ReturnType<typeof serve>>): Promise<string> =>
  until(
    'the lab says where it is',
    async () => lab.said.join(''),
    text => text.endsWith('\n'),
  );

test('the endpoints are printed and kept in a private file, and gone with the lab', async context => {
  const lab = await serve(context);
  const line = await ready(lab);
  const endpoints = JSON.parse(line);
  assert.equal(endpoints.pid, process.pid);
  assert.equal(endpoints.scene, 'quiet');
  assert.equal(endpoints.bootstrap.length, 2);
  const file = path.join(lab.folder, `practice-${process.pid}.json`);
  assert.equal(readFileSync(file, 'utf8'), line);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(lab.folder).mode & 0o777, 0o700);
  lab.end();
  await lab.served;
  assert.deepEqual(readdirSync(lab.folder), []);
});

test('shell lines are what a shell can take over', async context => {
  const lab = await serve(context, {isJson: false});
  assert.match(
    await ready(lab),
    /^export KAFKA_BOOTSTRAP=localhost:\d+,localhost:\d+\nexport DOCKER_HOST=unix:\/\/\S+\nexport CONNECT_URLS=postgres-debezium=http:\/\/localhost:\d+,connect-standalone=http:\/\/localhost:\d+\nexport POSTGRES_URL=postgresql:\/\/\S+@localhost:\d+\/\w+\n$/,
  );
});

test('it goes on for as long as somebody uses it, and ends with the last', async context => {
  const lab = await serve(context);
  const {life} = JSON.parse(await ready(lab));
  const user = connect(life);
  await new Promise(resolve => user.once('connect', resolve));
  lab.input.end();
  // Whoever started it is gone; another one comes and goes while the first stays.
  const guest = connect(life);
  await new Promise(resolve => guest.once('connect', resolve));
  guest.destroy();
  await new Promise(resolve => guest.once('close', resolve));
  assert.equal(lab.isOver(), false);
  assert.ok(existsSync(life));
  user.destroy();
  await lab.served;
  assert.deepEqual(readdirSync(lab.folder), []);
});

test('it ends with the one who started it where nobody has joined', async context => {
  const lab = await serve(context);
  await ready(lab);
  lab.input.end();
  await lab.served;
});

test('what a lab left that was killed is removed, and what lives is left alone', async context => {
  const runtime = await temporaryFolder(context);
  const folder = path.join(runtime, 'kafka-lab');
  mkdirSync(path.join(folder, 'practice-4194399'), {recursive: true});
  writeFileSync(path.join(folder, 'practice-4194399.json'), '{}');
  writeFileSync(path.join(folder, `practice-${process.ppid}.json`), '{}');
  const ending = new AbortController();
  const written = Promise.withResolvers<void>();
  const served = servePractice(options, {
    out: {write: () => written.resolve()},
    err: {write: () => {}},
    input: new PassThrough(),
    environment: {XDG_RUNTIME_DIR: runtime},
    signal: ending.signal,
    clock: systemClock,
  });
  await written.promise;
  const names = readdirSync(folder).sort();
  ending.abort();
  await served;
  const own = `practice-${process.pid}`;
  assert.deepEqual(names, [own, `${own}.json`, `practice-${process.ppid}.json`].sort());
});

test('what a killed lab left that had the number of this process does not keep it from starting', async context => {
  const runtime = await temporaryFolder(context);
  const own = path.join(runtime, 'kafka-lab', `practice-${process.pid}`);
  mkdirSync(own, {recursive: true});
  for (const name of ['engine.sock', 'life.sock']) {
    // A server that is not closed leaves its file, as a killed process does.
    const socket = path.join(own, name);
    const left = createServer().listen(`${socket}.left`);
    await once(left, 'listening');
    linkSync(`${socket}.left`, socket);
    left.close();
  }
  mkdirSync(path.join(own, 'connect-standalone', 'data'), {recursive: true});
  writeFileSync(path.join(own, 'connect-standalone', 'data', 'output.txt'), 'of the one before\n');
  writeFileSync(`${own}.json`, '{}');
  const lab = await serve(context, {}, runtime);
  await ready(lab);
  const output = path.join(own, 'connect-standalone', 'data', 'output.txt');
  assert.equal(existsSync(output) && readFileSync(output, 'utf8').includes('of the one before'), false);
});

for (const {where, runtimeOf, says} of [
  {
    where: 'so deep down that no socket can lie there',
    runtimeOf: (folder: string) => path.join(folder, 'x'.repeat(100)),
    says: /too long for a socket/,
  },
  {
    where: 'where a file has its name',
    runtimeOf(folder: string) {
      writeFileSync(path.join(folder, 'kafka-lab'), '');
      return folder;
    },
    says: /kafka-lab is not a folder\./,
  },
  {
    where: 'below a file',
    runtimeOf(folder: string) {
      writeFileSync(path.join(folder, 'file'), '');
      return path.join(folder, 'file', 'run');
    },
    says: /\/file is not a folder\./,
  },
])
  test(`a runtime folder ${where} is refused in a sentence, with the next step`, async context => {
    const folder = await temporaryFolder(context);
    const lab = await serve(context, {}, runtimeOf(folder));
    await assert.rejects(
      lab.served,
      (error: unknown) =>
        error instanceof UserError && says.test(error.message) && /XDG_RUNTIME_DIR/.test(error.next),
    );
  });

test('a scene that is not there is refused with those that are', async context => {
  const lab = await serve(context, {scene: 'nowhere'});
  await assert.rejects(
    lab.served,
    (error: unknown) =>
      error instanceof UserError && /nowhere/.test(error.message) && /default, quiet/.test(error.next),
  );
});

test('the command line offers the scenes that there are', () => {
  const scene = commands.find(({name}) => name === 'practice')?.flags.find(({name}) => name === 'scene');
  assert.deepEqual(
    scene?.choices,
    scenes.map(({name}) => name),
  );
});

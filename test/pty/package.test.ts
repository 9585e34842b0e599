import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {cleanEnvironment} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';

const root = path.resolve(import.meta.dirname, '../..');
const call = promisify(execFile);

let folder: string;
let packed: readonly string[];
let installed: string;
let brokers: TestBrokers;

const npm = (cwd: string, ...args: readonly string[]): Promise<{stdout: string}> =>
  call('npm', [...args, '--loglevel=error'], {cwd, maxBuffer: 10_000_000});

const run = async (...args: readonly string[]): Promise<{code: number; out: string; err: string}> => {
  const env = {...cleanEnvironment(), DOCKER_HOST: 'unix:///nowhere/docker.sock'};
  return call(process.execPath, [installed, ...args], {env, cwd: folder}).then(
    ({stdout, stderr}) => ({code: 0, out: stdout, err: stderr}),
    ({code, stdout, stderr}) => ({code, out: stdout, err: stderr}),
  );
};

// What a user gets: the tarball in an empty folder, without anything that only its developers need.
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-package-'));
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball = ''] = (await readdir(folder)).filter(name => name.endsWith('.tgz'));
  packed = (await call('tar', ['tzf', path.join(folder, tarball)])).stdout.trim().split('\n');
  const home = path.join(folder, 'home');
  await mkdir(home);
  await writeFile(path.join(home, 'package.json'), '{"private": true}');
  const quiet = ['--omit=dev', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await npm(home, 'install', path.join(folder, tarball), ...quiet);
  installed = path.join(home, 'node_modules/kafka-lab/source/bin.js');
  brokers = await startBrokers({topics: [{name: 'orders', partitions: 2, records: {0: 3}}]});
});

after(async () => {
  await brokers?.close();
  await rm(folder, {recursive: true, force: true});
});

test('the package carries the bundle, the lab and the licence, and neither sources nor tests', () => {
  for (const name of [
    'source/bin.js',
    'dist/cli.js',
    'LICENSE',
    'README.md',
    'docker/compose.yaml',
    'docker/.env',
  ])
    assert.ok(packed.includes(`package/${name}`), `it carries ${name}`);
  assert.deepEqual(
    packed.filter(name => /^package\/(test|source\/(?!bin\.js$)|node_modules|\.)/.test(name)),
    [],
  );
});

test('installed, it helps, looks at the machine, and says what it cannot reach', async () => {
  const help = await run('--help');
  assert.deepEqual([help.code, help.err], [0, '']);
  const doctor = await run('doctor');
  assert.equal(doctor.code, 1, doctor.err);
  assert.match(doctor.out, /not ok/);
  const status = await run('status');
  assert.equal(status.code, 2);
  assert.match(status.err, /^[^\n]+\n$/);
});

test('installed, it reads a cluster', async () => {
  const {code, out, err} = await run('topics', '--bootstrap', brokers.bootstrap.join(','));
  assert.equal(code, 0, err);
  assert.match(out, /\norders +2 /);
});

test('installed, it draws the monitor and gives the terminal back', async context => {
  const env = {...cleanEnvironment(), NODE_OPTIONS: undefined};
  const terminal = openPseudoTerminal(
    process.execPath,
    [installed, '--bootstrap', brokers.bootstrap.join(',')],
    {
      cwd: folder,
      env,
    },
  );
  context.after(() => terminal.close());
  await terminal.waitFor('orders');
  terminal.send('q');
  assert.deepEqual(await terminal.waitForEnd(), {code: 0, signal: 0});
});

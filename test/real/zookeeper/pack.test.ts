import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {access, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {cleanEnvironment} from '../../support/program.ts';
import {openPseudoTerminal} from '../../support/pseudo-terminal.ts';
import {restore} from '../support/containers.ts';
import {engineEnvironment} from '../support/json.ts';
import {realLab, run} from '../support.ts';

const lab = realLab();
const root = path.resolve(import.meta.dirname, '../../..');
const call = promisify(execFile);
const environment = {...cleanEnvironment(), ...engineEnvironment()};
let folder: string;
let home: string;
/** What npm links for a user to type. */
let program: string;

before(async () => {
  await restore(lab.variant, lab.bootstrap);
  folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-pack-'));
  home = path.join(folder, 'home');
  await mkdir(home);
  await writeFile(path.join(home, 'package.json'), '{"private": true}');
  const deadline = 180_000;
  await run(['npm', '--prefix', root, 'pack', root, '--ignore-scripts', '--pack-destination', folder], {
    deadline,
  });
  const [tarball = ''] = (await readdir(folder)).filter(name => name.endsWith('.tgz'));
  const quiet = ['--omit=dev', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(['npm', '--prefix', home, 'install', path.join(folder, tarball), ...quiet], {deadline});
  program = path.join(home, 'node_modules/.bin/kafka-lab');
});
after(() => rm(folder, {recursive: true, force: true}));

const installed = (...args: readonly string[]): Promise<{code: number; out: string; err: string}> =>
  call(program, args, {cwd: folder, env: environment, timeout: 60_000}).then(
    ({stdout, stderr}) => ({code: 0, out: stdout, err: stderr}),
    ({code, stdout, stderr}) => ({code, out: stdout, err: stderr}),
  );

test('the package carries the lab, and nothing of its developers', async () => {
  const place = path.join(home, 'node_modules/kafka-lab');
  for (const name of ['compose.yaml', 'compose.kraft.yaml', '.env', 'offline/.env', 'connect/customers.json'])
    await access(path.join(place, 'docker', name));
  await assert.rejects(access(path.join(place, 'test')));
  await assert.rejects(access(path.join(home, 'node_modules/typescript')));
});

test('installed, it helps, looks at the machine, and finds the lab ready', async () => {
  const help = await installed('--help');
  assert.deepEqual([help.code, help.err], [0, '']);
  const doctor = await installed('doctor', '--json');
  assert.ok(doctor.code === 0 || doctor.code === 1, doctor.err);
  const checks: readonly {readonly id: string; readonly isOk: boolean; readonly sentence: string}[] =
    JSON.parse(doctor.out).checks;
  const engine = checks.find(({id}) => id === 'engine');
  assert.equal(engine?.isOk, true, doctor.out);
  const status = await installed('status');
  assert.deepEqual([status.code, status.err], [0, ''], status.out);
  assert.match(status.out, /All is well/);
});

test('installed, the monitor shows the lab and gives the terminal back', async context => {
  const terminal = openPseudoTerminal(program, [], {cwd: folder, env: environment});
  context.after(() => terminal.close());
  await terminal.waitFor(/All is well/);
  await terminal.waitFor(/kafka2 +running/);
  terminal.send('q');
  assert.deepEqual(await terminal.waitForEnd(), {code: 0, signal: 0});
  assert.equal(terminal.emulator.isAlternate, false);
});

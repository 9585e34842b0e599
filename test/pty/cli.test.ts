import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {copyFile, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {bin, cleanEnvironment, runProgram, startProgram} from '../support/program.ts';
import {openPseudoTerminal} from '../support/pseudo-terminal.ts';

const call = promisify(execFile);

let brokers: TestBrokers;
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-cli-'));
  brokers = await startBrokers({topics: [{name: 'orders', partitions: 3, records: {0: 4000, 1: 10, 2: 10}}]});
});

after(async () => {
  await brokers.close();
  await rm(folder, {recursive: true, force: true});
});

const bootstrap = (): readonly string[] => ['--bootstrap', brokers.bootstrap.join(',')];

/** A sentence or two, and never a stack. */
const assertSentence = (err: string): void => {
  assert.match(err, /^[^\n]+[.?]\n$/);
  assert.doesNotMatch(err, /\n\s+at |node:internal|Error:/);
};

test('help and version need nothing', async () => {
  const help = await runProgram(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /Usage\n {2}kafka-lab/);
  assert.equal(help.err, '');
  const version = await runProgram(['--version']);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

test('wrong usage is one sentence and 64', async () => {
  for (const [args, said] of [
    [['contaners'], /Did you mean containers\?/],
    [['topics', '--jsn'], /Did you mean --json\?/],
    [['topics', '--bootstrap', 'nonsense'], /nonsense is not host:port/],
    [['tail', 'x', '--from', 'someday', ...bootstrap()], /--from is newest, oldest/],
    [
      ['topics', '--command-config', '/nowhere.properties'],
      /\/nowhere.properties cannot be read: it does not exist/,
    ],
  ] as const) {
    const {code, out, err} = await runProgram(args);
    assert.equal(code, 64, args.join(' '));
    assert.equal(out, '');
    assertSentence(err);
    assert.match(err, said);
  }
});

test('nothing to reach is 2, in a sentence with the next step', async () => {
  const env = {DOCKER_HOST: 'unix:///nowhere/docker.sock'};
  const {code, err} = await runProgram(['status'], {env});
  assert.equal(code, 2);
  assertSentence(err);
  assert.match(err, /kafka-lab doctor/);
  assert.equal((await runProgram(['topics', '--bootstrap', '127.0.0.1:1'])).code, 2);
});

test('the monitor without a terminal says so, and exits 64', async () => {
  const {code, out, err} = await runProgram([]);
  assert.equal(code, 64);
  assert.equal(out, '');
  assertSentence(err);
  assert.match(err, /Standard output is not a terminal/);
});

test('what cannot be written ends with a sentence and 1, where a closed pipe ends quietly', async () => {
  const env = {...cleanEnvironment(), XDG_RUNTIME_DIR: folder};
  for (const args of [['--help'], ['--version'], ['learn', 'list'], ['practice', '--scene', 'quiet']]) {
    const line = ['"$0" "$@" > /dev/full', process.execPath, bin, ...args];
    const failed: {code?: unknown; stderr?: unknown} = await call('sh', ['-c', ...line], {env}).then(
      () => assert.fail(`${args.join(' ')} ends with 0`),
      error => error,
    );
    assert.equal(failed.code, 1, args.join(' '));
    assert.match(
      String(failed.stderr),
      /^(Starting [^\n]+\n)*Standard output cannot be written: there is no space left where it goes\. Send [^\n]+\n$/,
    );
  }
  assert.deepEqual(await readdir(path.join(folder, 'kafka-lab')), [], 'nothing is left of the lab');
});

test('folders that nobody can make are refused in a sentence, or done without', async () => {
  const nowhere = '/proc/kafka-lab-test';
  const {code, out, err} = await runProgram(['practice'], {env: {XDG_RUNTIME_DIR: nowhere}});
  assert.equal(code, 1);
  assert.equal(out, '');
  assertSentence(err);
  assert.match(err, /\/proc.* Set XDG_RUNTIME_DIR to a folder of your own/);
  const version = await runProgram(['--version'], {
    env: {XDG_CACHE_HOME: nowhere, NODE_DISABLE_COMPILE_CACHE: ''},
  });
  assert.equal(version.code, 0, version.err);
});

test('a closed pipe ends a tail quietly', async () => {
  const program = startProgram(['tail', 'orders', '--from', 'oldest', '--json', ...bootstrap()]);
  await program.until('\n');
  program.closeOutput();
  const {code, err} = await program.ended;
  assert.deepEqual([code, err], [0, '']);
});

test('^C ends a tail with 0, SIGTERM with 143', async () => {
  for (const [signal, code] of [
    ['SIGINT', 0],
    ['SIGTERM', 143],
  ] as const) {
    const program = startProgram(['tail', 'orders', '--from', 'oldest', ...bootstrap()]);
    await program.until('orders-2 9');
    program.kill(signal);
    assert.equal((await program.ended).code, code, signal);
  }
});

test('a pipe gets neither colours nor padding', async () => {
  const {out} = await runProgram(['brokers', ...bootstrap()]);
  assert.match(out, /^id/);
  assert.doesNotMatch(out, /\u001b| \n/);
  const forced = await runProgram(['brokers', ...bootstrap()], {env: {FORCE_COLOR: '1'}});
  assert.match(forced.out, /\u001b\[/);
});

test('on a terminal a table is as wide as that, and what is asked can be answered', async context => {
  const env = {...cleanEnvironment(), NODE_OPTIONS: undefined};
  const terminal = openPseudoTerminal(process.execPath, [bin, 'brokers', ...bootstrap()], {
    columns: 60,
    rows: 24,
    env,
  });
  context.after(() => terminal.close());
  const {code} = await terminal.waitForEnd();
  assert.equal(code, 0);
  const lines = terminal.screen().filter(line => line.trim() !== '');
  assert.match(lines[0] ?? '', /^id\s+state/);
  assert.match(lines[1] ?? '', /^\s*1\s+up/);
});

test('bin.js re-runs itself on the Node that the checkout brings, and passes on how it ended', async () => {
  const old = path.join(folder, 'old-node.cjs');
  await writeFile(
    old,
    "Object.defineProperty(process, 'versions', {value: {...process.versions, node: '20.1.0'}});",
  );
  const node = ['--require', old];
  const version = await runProgram(['--version'], {node});
  assert.deepEqual([version.code, version.err], [0, '']);
  assert.equal((await runProgram(['nonsense'], {node})).code, 64);
  const program = startProgram(['tail', 'orders', '--from', 'oldest', ...bootstrap()], {node});
  await program.until('orders-2 9');
  program.kill('SIGTERM');
  assert.equal((await program.ended).code, 143);
});

test('bin.js says which Node it needs where there is none, and what to do where nothing was built', async () => {
  const source = path.join(folder, 'bare', 'source');
  await mkdir(source, {recursive: true});
  await copyFile(bin, path.join(source, 'bin.js'));
  await writeFile(path.join(folder, 'bare', 'package.json'), '{"type": "module"}');
  const old = path.join(folder, 'older-node.cjs');
  await writeFile(
    old,
    "Object.defineProperty(process, 'versions', {value: {...process.versions, node: '18.0.0'}});",
  );
  const start = (options: readonly string[]): Promise<{code: number; stderr: string}> =>
    call(process.execPath, [...options, path.join(source, 'bin.js')]).then(
      ({stderr}) => ({code: 0, stderr}),
      ({code, stderr}) => ({code, stderr}),
    );
  const tooOld = await start(['--require', old]);
  assert.equal(tooOld.code, 64);
  assertSentence(tooOld.stderr);
  assert.match(tooOld.stderr, /needs Node 22\.22 or newer, and this is Node 18\.0\.0/);
  const notBuilt = await start([]);
  assert.equal(notBuilt.code, 64);
  assert.match(notBuilt.stderr, /has not been built yet\. Run npm ci/);
});

test('the completions of bash complete commands, flags and choices', async () => {
  const {out} = await runProgram(['completion', 'bash']);
  const complete = async (...words: readonly string[]): Promise<string[]> => {
    const line = ['kafka-lab', ...words].map(word => `'${word}'`).join(' ');
    const script = `${out}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _kafka_lab; echo "\${COMPREPLY[@]}"`;
    const {stdout} = await call('bash', ['--norc', '-c', script]);
    return stdout.trim().split(' ');
  };
  assert.deepEqual(await complete('cont'), ['containers']);
  assert.deepEqual(await complete('topics', '--inter'), ['--internal', '--interval']);
  assert.deepEqual(await complete('--lab', ''), ['docker', 'practice']);
  assert.deepEqual(await complete('--bootstrap', 'a:1', 'bro'), ['brokers']);
  assert.deepEqual(await complete('completion', ''.concat('z')), ['zsh']);
});

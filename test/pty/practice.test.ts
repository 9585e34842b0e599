import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, test} from 'node:test';
import {until} from '../real/support.ts';
import {isAlive} from '../support/processes.ts';
import {bin, cleanEnvironment, runProgram, startProgram} from '../support/program.ts';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.ts';

// The built monitor on a machine without Docker: a practice lab in a process of its own, over real sockets.
let runtime: string;
let terminals: PseudoTerminal[] = [];

beforeEach(() => {
  runtime = mkdtempSync(path.join(tmpdir(), 'kafka-lab-runtime-'));
});
afterEach(async () => {
  for (const terminal of terminals) await terminal.close();
  terminals = [];
  await until(
    'no lab is left',
    async () => labs(),
    left => left.length === 0,
  );
  rmSync(runtime, {recursive: true, force: true});
});

const environment = (): Record<string, string> => ({
  ...cleanEnvironment(),
  XDG_RUNTIME_DIR: runtime,
  // There may be a real engine on the tester's machine.
  DOCKER_HOST: `unix://${runtime}/nowhere.sock`,
});

const folder = (): string => path.join(runtime, 'kafka-lab');

/** The process ids of the labs that have told where they are. */
const labs = (): readonly number[] =>
  existsSync(folder())
    ? readdirSync(folder())
        .filter(name => name.endsWith('.json'))
        .map(name => Number(name.replace(/\D+/g, '')))
    : [];

const isGone = (pid: number) =>
  until(
    `the lab ${pid} has ended`,
    async () => isAlive(pid),
    alive => !alive,
  );

const open = (columns = 80, rows = 24, ...parameters: readonly string[]): PseudoTerminal => {
  const terminal = openPseudoTerminal(process.execPath, [bin, ...parameters], {
    columns,
    rows,
    env: environment(),
  });
  terminals.push(terminal);
  return terminal;
};

test('on a bare machine a living lab is on screen, marked PRACTICE, and is gone with the monitor', async () => {
  const terminal = open(120, 40);
  await terminal.waitFor(/^ PRACTICE {2}default /);
  await terminal.waitFor(/Containers 7\/7 running/);
  await terminal.waitFor(/Brokers 2\/2 up/);
  await terminal.waitFor(/orders 1 2 1/);
  await terminal.waitFor(/│ reports +stopped/, {deadline: 60_000});
  await terminal.waitFor(/"order":/);
  const [pid = 0] = labs();
  assert.ok(isAlive(pid));
  terminal.send('q');
  assert.deepEqual(await terminal.waitForEnd(), {code: 0, signal: 0});
  await isGone(pid);
  assert.deepEqual(readdirSync(folder()), []);
});

test('by keys alone: a broker stops, its partitions move, and it starts again', async () => {
  const terminal = open(120, 40);
  await terminal.waitFor(/orders 1 2 1/);
  await terminal.waitFor(/kafka2 +running +healthy/);
  // The containers are sorted by name: akhq, connect-standalone, kafka1, kafka2.
  for (const key of ['j', 'j', 'j', 'd']) terminal.send(key);
  await terminal.waitFor('Stop kafka2?');
  terminal.send('y');
  await terminal.waitFor(/kafka2 +exited 143/);
  await terminal.waitFor(/│ +2 +stopped/);
  await terminal.waitFor(/orders 1 1 1/);
  terminal.send('u');
  await terminal.waitFor(/Brokers 2\/2 up/);
});

test('a killed monitor takes its lab along, unless another has joined', async () => {
  const first = open();
  await first.waitFor(/Brokers 2\/2 up/);
  const [pid = 0] = labs();
  const second = open(80, 24, '--lab', 'practice');
  await second.waitFor(/joined/);
  await second.waitFor(/Brokers 2\/2 up/);
  assert.deepEqual(labs(), [pid], 'it joined, and started none');
  process.kill(first.pid, 'SIGKILL');
  await first.waitForEnd();
  await second.waitFor(/"order":/);
  assert.ok(isAlive(pid));
  process.kill(second.pid, 'SIGKILL');
  await second.waitForEnd();
  await isGone(pid);
});

test('the end of the lab is told, and another one can be had', async () => {
  const terminal = open();
  await terminal.waitFor(/Brokers 2\/2 up/);
  const [pid = 0] = labs();
  process.kill(pid, 'SIGKILL');
  await terminal.waitFor(`The process of the practice lab (${pid}) is gone`);
  for (const key of [':', 'practice lab', '\r']) {
    terminal.send(key);
    if (key === ':') await terminal.waitFor('Commands');
  }
  // What was read of the one before may still be on screen.
  await until(
    'another lab is there, and nothing of the one before',
    async () => labs(),
    found => found.length === 1 && found[0] !== pid,
  );
  await terminal.waitFor(/Brokers 2\/2 up/);
});

test('kafka-lab practice serves a lab that commands and monitors find, until ^C', async context => {
  const lab = startProgram(['practice', '--scene', 'quiet', '--json'], {
    env: environment(),
    deadline: 180_000,
  });
  context.after(() => lab.kill('SIGKILL'));
  await lab.until('\n');
  const {bootstrap, dockerHost} = JSON.parse(lab.out());
  const brokers = await runProgram(['brokers', '--lab', 'practice', '--json'], {env: environment()});
  assert.equal(brokers.code, 0, brokers.err);
  assert.equal(JSON.parse(brokers.out).target.kind, 'practice');
  const named = ['--bootstrap', bootstrap.join(), '--docker-host', dockerHost];
  const containers = await runProgram(['containers', ...named, '--json'], {env: environment()});
  assert.equal(JSON.parse(containers.out).containers.length, 7);
  assert.match(readFileSync(path.join(folder(), `practice-${lab.pid}.json`), 'utf8'), /"scene":"quiet"/);
  lab.kill('SIGINT');
  assert.equal((await lab.ended).code, 0);
  assert.deepEqual(readdirSync(folder()), []);
  const without = await runProgram(['status', '--lab', 'practice'], {env: environment()});
  assert.equal(without.code, 2);
  assert.match(without.err, /No practice lab runs\. kafka-lab practice starts one\./);
});

test('a command without the screen starts no lab', async () => {
  const {code, err} = await runProgram(['topics'], {env: environment()});
  assert.equal(code, 2);
  assert.match(err, /nowhere\.sock: that socket does not exist/);
  assert.deepEqual(labs(), []);
});

for (const {how, node, signal, code, says} of [
  {how: 'it is told to quit', node: [], signal: 'SIGQUIT', code: 131, says: /^/},
  {
    how: 'it has a fault',
    node: ["--import=data:text/javascript,process.on('SIGUSR2',()=>{throw%20new%20Error('so')})"],
    signal: 'SIGUSR2',
    code: 1,
    says: /kafka-lab has a fault and cannot go on: so\./,
  },
] as const)
  test(`a lab leaves nothing behind when ${how}`, async context => {
    const lab = startProgram(['practice', '--scene', 'quiet', '--json'], {
      env: environment(),
      node,
      deadline: 180_000,
    });
    context.after(() => lab.kill('SIGKILL'));
    await lab.until('\n');
    lab.kill(signal);
    const ended = await lab.ended;
    assert.equal(ended.code, code, ended.err);
    assert.match(ended.err, says);
    assert.deepEqual(readdirSync(folder()), []);
  });

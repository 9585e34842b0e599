import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, type TestContext, test} from 'node:test';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {until} from '../support/engine.ts';
import {isAlive} from '../support/processes.ts';
import {cleanEnvironment} from '../support/program.ts';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.ts';

// `npm start` as a user types it: in a shell that has jobs, with npm and a shell of npm's between it and the monitor.
let brokers: TestBrokers;
let home: string;

before(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-home-'));
  brokers = await startBrokers({brokers: 2, topics: [{name: 'orders', partitions: 3, replicationFactor: 2}]});
});
after(async () => {
  await brokers.close();
  rmSync(home, {recursive: true, force: true});
});

const openShell = async (context: TestContext): Promise<PseudoTerminal> => {
  const shell = openPseudoTerminal('bash', ['--noprofile', '--norc', '-i'], {
    env: {
      ...cleanEnvironment(),
      HOME: home,
      XDG_CONFIG_HOME: home,
      PS1: 'ready> ',
      npm_config_update_notifier: 'false',
    },
  });
  context.after(() => shell.close());
  await shell.waitFor('ready>');
  shell.send(`npm start -- --bootstrap ${brokers.bootstrap.join()}\r`);
  await shell.waitFor('Brokers 2/2 up', {deadline: 60_000});
  return shell;
};

/** Every process below another one. */
const descendants = (pid: number): readonly number[] => {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'})
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): readonly number[] =>
    pairs.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
};

/** Ends the shell, whose code is that of its last command. */
const leave = async (shell: PseudoTerminal): Promise<number> => {
  await shell.waitFor(/^ready>$/m);
  shell.send('exit\r');
  return (await shell.waitForEnd()).code;
};

test('^Z gives the shell back, fg the screen, and q ends with 0', async t => {
  const shell = await openShell(t);
  for (let time = 0; time < 2; time++) {
    shell.send('\u001a');
    await shell.waitFor('Stopped');
    shell.send('clear; echo still "here"\r');
    await shell.waitFor('still here');
    shell.send('fg\r');
    await shell.waitFor('Brokers 2/2 up');
  }
  shell.send('2');
  await shell.waitFor('Containers');
  shell.send('q');
  assert.equal(await leave(shell), 0);
});

test('^C quits, and the shell goes on in a terminal as it was', async t => {
  const shell = await openShell(t);
  shell.takeRead();
  shell.send('\u0003');
  await shell.waitFor(/^ready>$/m);
  assert.ok(shell.takeRead().includes('\u001b[?1049l'));
  // What is typed is shown again: the terminal is no longer raw.
  shell.send('echo typed');
  await shell.waitFor('echo typed');
  shell.send('\r');
  assert.equal(await leave(shell), 0);
});

test('a terminal that hangs up ends the monitor', async t => {
  const shell = await openShell(t);
  const started = descendants(shell.pid);
  assert.ok(started.length >= 2, 'npm, and the monitor below it');
  shell.hangUp();
  await until('all that the shell started has ended', () => started.every(pid => !isAlive(pid)));
});

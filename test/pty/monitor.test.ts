import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, test} from 'node:test';
import {startBrokers, type TestBrokers} from '../support/brokers.ts';
import {bin, cleanEnvironment, startProgram} from '../support/program.ts';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.ts';

// The built monitor in a real pseudo-terminal, over servers that speak the Kafka protocol on sockets.
let brokers: TestBrokers;
let home: string;
let terminals: PseudoTerminal[] = [];

before(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-home-'));
  brokers = await startBrokers({
    brokers: 2,
    topics: [{name: 'orders', partitions: 3, replicationFactor: 2, records: {0: 5}}],
    groups: [{id: 'billing', committed: {orders: {0: 2}}}],
  });
});
after(async () => {
  await brokers.close();
  rmSync(home, {recursive: true, force: true});
});

// One that a failing test leaves would keep this file from its end.
afterEach(async () => {
  await Promise.all(terminals.map(terminal => terminal.close()));
  terminals = [];
});

const open = (args: readonly string[], env: Readonly<Record<string, string>> = {}): PseudoTerminal => {
  const terminal = openPseudoTerminal(process.execPath, [bin, ...args], {
    env: {...cleanEnvironment(), HOME: home, XDG_CONFIG_HOME: home, ...env},
  });
  terminals.push(terminal);
  return terminal;
};

const openMonitor = async (): Promise<PseudoTerminal> => {
  const terminal = open(['--bootstrap', brokers.bootstrap.join()]);
  await terminal.waitFor('Brokers 2/2 up');
  return terminal;
};

/** Whatever else was written last: the alternate screen is left, the cursor is there, pastes are plain again. */
const assertRestored = (bytes: string): void => {
  for (const sequence of ['\u001b[?1049l', '\u001b[?25h', '\u001b[?2004l'])
    assert.ok(
      bytes.lastIndexOf(sequence) >
        bytes.lastIndexOf(sequence.replace(/[hl]$/, end => (end === 'l' ? 'h' : 'l'))),
      JSON.stringify(sequence),
    );
};

test('a live cluster is on screen: brokers, leaders, lag and messages', async () => {
  const terminal = await openMonitor();
  await terminal.waitFor('billing');
  await terminal.waitFor('orders 1 2 1');
  await terminal.waitFor('value-4');
  terminal.send('5');
  await terminal.waitFor('Lag of billing');
  terminal.send('q');
  const {code} = await terminal.waitForEnd();
  assert.equal(code, 0);
  assertRestored(terminal.takeRead());
});

test('a broker that dies stays on screen as what it is', async context => {
  context.after(() => brokers.cluster.control.start(2));
  const terminal = await openMonitor();
  brokers.cluster.control.kill(2);
  await terminal.waitFor('unreachable');
  await terminal.waitFor(/^ . Broker 2 is not reachable/);
  brokers.cluster.control.start(2);
  await terminal.waitFor('Brokers 2/2 up');
  terminal.send('q');
  await terminal.waitForEnd();
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} ends it with ${code}, and the terminal is as it was`, async () => {
    const terminal = await openMonitor();
    process.kill(terminal.pid, signal);
    assert.equal((await terminal.waitForEnd()).code, code);
    assertRestored(terminal.takeRead());
  });
}

test('^C quits where no job runs', async () => {
  const terminal = await openMonitor();
  terminal.send('\u0003');
  assert.equal((await terminal.waitForEnd()).code, 0);
  assertRestored(terminal.takeRead());
});

test('after a storm of sizes the screen is whole', async () => {
  const terminal = await openMonitor();
  for (const [columns, rows] of [
    [120, 40],
    [60, 16],
    [50, 10],
    [200, 50],
    [80, 24],
  ] as const)
    terminal.resize(columns, rows);
  await terminal.waitFor(
    rows =>
      rows.length === 24 &&
      rows[2]?.startsWith('╭─ Containers') === true &&
      rows[23]?.includes('q quit') === true,
  );
  assert.ok(terminal.screen().every(row => !row.includes('needs 60')));
  terminal.send('q');
  await terminal.waitForEnd();
});

test('without an engine and without a cluster the card says so, and goes on looking', async () => {
  const terminal = open(['--lab', 'docker'], {DOCKER_HOST: `unix://${home}/no.sock`});
  await terminal.waitFor('No lab yet');
  await terminal.waitFor('kafka-lab doctor');
  terminal.send('q');
  await terminal.waitFor(rows => !rows.some(row => row.includes('No lab yet')));
  await terminal.waitFor('r says why, and looks again');
  terminal.send('r');
  await terminal.waitFor('No lab yet');
  terminal.send('qq');
  assert.equal((await terminal.waitForEnd()).code, 0);
});

test('where output is no terminal it says what to do, with code 64', async () => {
  const {code, err} = await startProgram(['--bootstrap', brokers.bootstrap.join()]).ended;
  assert.equal(code, 64);
  assert.match(err, /is not a terminal.*kafka-lab status/);
});

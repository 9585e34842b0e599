import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {bin, cleanEnvironment} from '../../support/program.ts';
import {openPseudoTerminal} from '../../support/pseudo-terminal.ts';
import {docker, restore, stateOf} from '../support/containers.ts';
import {engineEnvironment} from '../support/json.ts';
import {createTopic, deleteTopics, describeTopics} from '../support/kafka-tools.ts';
import {realLab} from '../support.ts';

const lab = realLab();
// Sorted, it comes before the others: the Dashboard has room for a few topics only.
const topic = 'a-screened';

before(async () => {
  await restore(lab.variant, lab.bootstrap);
  // Both are in sync, and broker 2 is the first to lead.
  await createTopic(topic, [[2, 1]]);
});
after(async () => {
  await restore(lab.variant, lab.bootstrap);
  await deleteTopics(/a-screened/);
});

test('by keys alone: kafka2 stops, its partitions move, it starts again, and the terminal is given back', async context => {
  const terminal = openPseudoTerminal(process.execPath, [bin], {
    columns: 120,
    rows: 40,
    env: {...cleanEnvironment(), ...engineEnvironment()},
  });
  context.after(() => terminal.close());
  await terminal.waitFor(
    screen =>
      screen.some(row => /All is well: 2 brokers up/.test(row)) &&
      screen.some(row => /Brokers 2\/2 up/.test(row)) &&
      screen.some(row => /kafka2 +running/.test(row)) &&
      screen.some(row => /│ a-screened 2/.test(row)),
    {deadline: 60_000},
  );
  assert.ok(terminal.emulator.isAlternate);

  // The containers are sorted by name: connect-standalone, kafka1, kafka2.
  for (const key of ['j', 'j', 'd']) terminal.send(key);
  await terminal.waitFor('Stop kafka2?');
  await terminal.waitFor(/kafka2 leads \d+ partition/);
  assert.equal(await stateOf('kafka2'), 'running', 'nothing is stopped before it is confirmed');
  terminal.send('y');
  await terminal.waitFor(/kafka2 +exited/, {deadline: 60_000});
  await terminal.waitFor(/Brokers 1\/2 up/);
  await terminal.waitFor(/│ +2 +stopped/);
  await terminal.waitFor(/│ a-screened 1/);
  await terminal.waitFor(/Broker 2 is stopped/);
  assert.equal(await stateOf('kafka2'), 'exited');
  assert.equal((await describeTopics(topic))[0]?.leader, 1);

  terminal.send('u');
  await terminal.waitFor(/kafka2 +running/);
  await terminal.waitFor(/All is well: 2 brokers up/, {deadline: 90_000});
  assert.equal(await stateOf('kafka2'), 'running');

  terminal.send('q');
  assert.deepEqual(await terminal.waitForEnd(), {code: 0, signal: 0});
  const {isAlternate, isCursorVisible, isPasteBracketed} = terminal.emulator;
  assert.deepEqual(
    {isAlternate, isCursorVisible, isPasteBracketed},
    {isAlternate: false, isCursorVisible: true, isPasteBracketed: false},
  );
});

test('a broker that is paused from outside is told without a key, and so is its return', async context => {
  const terminal = openPseudoTerminal(process.execPath, [bin], {
    columns: 80,
    rows: 24,
    env: {...cleanEnvironment(), ...engineEnvironment()},
  });
  context.after(() => terminal.close());
  await terminal.waitFor(/All is well/);
  await docker('pause', 'kafka1');
  await terminal.waitFor(/Broker 1 is paused/);
  await docker('unpause', 'kafka1');
  await terminal.waitFor(/All is well/, {deadline: 60_000});
  terminal.send('\u0003');
  assert.deepEqual(await terminal.waitForEnd(), {code: 0, signal: 0});
});

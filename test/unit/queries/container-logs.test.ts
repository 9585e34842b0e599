import assert from 'node:assert/strict';
import {test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import {followLogs, readLogs} from '../../../source/queries/container-logs.ts';
import {startEngine, until} from '../../support/engine.ts';

test('reads the last lines', async context => {
  const {client} = await startEngine(context, [{name: 'kafka1', log: ['a', 'b', 'c']}]);
  assert.deepEqual(
    (await readLogs(client, ['kafka1'], {tail: 2})).map(line => line.text),
    ['b', 'c'],
  );
});

test('follows a log over a restart and a lost connection, no line lost and none twice', async context => {
  const {engine, server, client} = await startEngine(context, [{name: 'kafka1'}]);
  const kafka1 = engine.find('kafka1');
  assert.ok(kafka1);
  let written = 0;
  const start = systemClock.now();
  const write = (): void => {
    written += 1;
    // Each line has a time of its own, as on a real engine.
    kafka1.log.push({at: start + written, stream: 1, text: `line ${written}`});
  };
  write();
  write();
  const lines: string[] = [];
  const states: (string | null)[] = [];
  const ended = new AbortController();
  const following = followLogs(client, systemClock, ['kafka1'], {tail: 10}, ended.signal, {
    onLine: line => lines.push(line.text),
    onState: (_, failure) => states.push(failure?.sentence ?? null),
  });
  await until('the first lines came', () => lines.length === 2);
  write();
  await until('a new line came', () => lines.length === 3);
  engine.end(kafka1, 143);
  write();
  engine.start(kafka1);
  write();
  await until('the lines around the restart came', () => lines.length === 5);
  server.faults.push({on: /.*/, answer: {status: 500, message: 'shutting down'}});
  server.cut();
  write();
  await until('the failure was said', () => states.length === 1);
  server.faults.length = 0;
  await until('it went on', () => lines.length === 6);
  ended.abort();
  await following;
  assert.deepEqual(lines, ['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
  assert.equal(states.length, 2, 'what keeps it from coming is said once');
  assert.equal(states[1], null);
});

test('says that there is no such container, and goes on when there is', async context => {
  const {engine, client} = await startEngine(context);
  const lines: string[] = [];
  const states: (string | null)[] = [];
  const ended = new AbortController();
  const following = followLogs(client, systemClock, ['late'], {tail: 10}, ended.signal, {
    onLine: line => lines.push(line.text),
    onState: (_, failure) => states.push(failure?.sentence ?? null),
  });
  await until('it was said', () => states.length === 1);
  engine.add({name: 'late', log: ['here']});
  await until('it came', () => lines.length === 1);
  ended.abort();
  await following;
  assert.deepEqual(states, ['Docker answered 404: No such container: late', null]);
});

test('follows several logs: what there is in the order of its times, and then what comes', async context => {
  const {engine, client} = await startEngine(context, [{name: 'kafka1'}, {name: 'kafka2'}, {name: 'mute'}]);
  const start = systemClock.now() - 60_000;
  const write = (name: string, at: number): void => {
    engine.find(name)?.log.push({at: start + at, stream: 1, text: `${name} at ${at}`});
  };
  for (const [name, at] of [
    ['kafka1', 10],
    ['kafka1', 30],
    ['kafka2', 20],
    ['kafka2', 40],
  ] as const)
    write(name, at);
  const lines: string[] = [];
  const ended = new AbortController();
  const names = ['kafka1', 'kafka2', 'mute'];
  const following = followLogs(client, systemClock, names, {tail: 10}, ended.signal, {
    onLine: ({container, text}) => {
      assert.ok(text.startsWith(container));
      lines.push(text);
    },
  });
  await until('what there is came', () => lines.length === 4);
  for (const [index, name] of ['mute', 'kafka2', 'kafka1'].entries()) {
    write(name, 50 + index);
    await until('the next line came', () => lines.length === 5 + index);
  }
  ended.abort();
  await following;
  assert.deepEqual(lines, [
    'kafka1 at 10',
    'kafka2 at 20',
    'kafka1 at 30',
    'kafka2 at 40',
    'mute at 50',
    'kafka2 at 51',
    'kafka1 at 52',
  ]);
});

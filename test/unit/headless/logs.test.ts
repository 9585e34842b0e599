import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import {command, startSmallLab} from '../../support/small-lab.ts';

const minute = 60_000;

/** Two containers that wrote by turns, the last time a minute ago. */
const start = async (context: TestContext) => {
  const {host, engine} = await startSmallLab(context);
  const now = systemClock.now();
  for (const [name, ago, text] of [
    ['kafka1', 30, 'old of one'],
    ['kafka2', 20, 'old of two'],
    ['kafka1', 3, 'new of one'],
    ['kafka2', 2, 'new of two'],
    ['kafka1', 1, 'last of one'],
  ] as const)
    engine.find(name)?.log.push({at: now - ago * minute, stream: 1, text});
  return {flags: {'docker-host': host}};
};

test('the logs of several containers are merged by their times, and each line names its container', async context => {
  const {flags} = await start(context);
  const {code, out} = await command('logs', ['kafka1', 'kafka2'], flags);
  assert.equal(code, 0);
  assert.deepEqual(out.trim().split('\n'), [
    'kafka1 old of one',
    'kafka2 old of two',
    'kafka1 new of one',
    'kafka2 new of two',
    'kafka1 last of one',
  ]);
});

test('a log begins at a time, or with so many lines of each', async context => {
  const {flags} = await start(context);
  const since = await command('logs', ['kafka1'], {...flags, since: '5m'});
  assert.deepEqual([since.code, since.out], [0, 'new of one\nlast of one\n'], since.err);
  const last = await command('logs', ['kafka1', 'kafka2'], {...flags, tail: 1});
  assert.equal(last.out, 'kafka2 new of two\nkafka1 last of one\n');
});

test('a time that is none is wrong usage, and a container that is not there is named', async context => {
  const {flags} = await start(context);
  const wrong = await command('logs', ['kafka1'], {...flags, since: 'soon'});
  assert.deepEqual([wrong.code, wrong.out], [64, '']);
  const gone = await command('logs', ['kafka1', 'nobody'], flags);
  assert.deepEqual([gone.code, gone.out], [1, '']);
  assert.match(gone.err, /There is no container nobody/);
});

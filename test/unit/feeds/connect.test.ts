import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createConnectClient} from '../../../source/clients/connect/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {createConnectFeed} from '../../../source/feeds/connect.ts';
import {emptyWorld} from '../../../source/model/world.ts';
import {connector, list, startWorker} from '../../support/connect-worker.ts';
import {until} from '../../support/engine.ts';

test('each worker is read by itself: a silent one keeps none waiting, and its last reading stays, stale', async context => {
  const quick = await startWorker(context, {[list]: {one: connector('source', {topic: 't'})}});
  const slow = await startWorker(context, {});
  let world = emptyWorld(null);
  const feed = createConnectFeed({
    clients: [
      createConnectClient({address: {name: 'quick', url: quick.url}, clock: systemClock, deadline: 30_000}),
      createConnectClient({address: {name: 'slow', url: slow.url}, clock: systemClock, deadline: 2000}),
    ],
    update: change => {
      world = change(world);
    },
    clock: systemClock,
    every: 2000,
  });
  context.after(() => feed.close());
  await feed.poll();
  assert.deepEqual([...world.workers].map(([name, {state}]) => [name, state]).sort(), [
    ['quick', 'ready'],
    ['slow', 'ready'],
  ]);
  slow.answers[list] = 'hang';
  const before = world.workers.get('quick');
  const polling = feed.poll();
  await until('the quick one is read again', () => world.workers.get('quick') !== before);
  assert.equal(world.workers.get('slow')?.state, 'ready', 'the slow one is still waited for');
  await polling;
  assert.equal(world.workers.get('slow')?.state, 'stale');
});

test('an unreachable worker that was never read has failed, with its sentence', async () => {
  let world = emptyWorld(null);
  const feed = createConnectFeed({
    clients: [
      createConnectClient({address: {name: 'gone', url: 'http://127.0.0.1:1024'}, clock: systemClock}),
    ],
    update: change => {
      world = change(world);
    },
    clock: systemClock,
    every: 2000,
  });
  await feed.poll();
  const reading = world.workers.get('gone');
  assert.equal(reading?.state, 'failed');
  assert.equal(reading?.state === 'failed' && reading.error.why, 'unreachable');
  await feed.close();
});

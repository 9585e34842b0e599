import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import {watch} from '../../../source/feeds/watch.ts';
import type {Target} from '../../../source/model/target.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {createStore} from '../../../source/store/store.ts';
import {startBrokers} from '../../support/brokers.ts';
import {labTarget} from '../../support/lab-parts.ts';
import {startPostgres, type TestPostgres} from '../../support/postgres.ts';

const watched = async (context: TestContext, server: TestPostgres, kind: Target['kind']) => {
  const brokers = await startBrokers();
  context.after(() => brokers.close());
  const target: Target = {
    ...labTarget('zookeeper'),
    kind,
    bootstrap: brokers.bootstrap,
    dockerHost: null,
    connect: [],
    postgres: server.address,
  };
  const world = createStore<World>(emptyWorld(target));
  const security = {sasl: null, tls: null};
  const watching = watch({target, security, docker: null, world, clock: systemClock, every: 2000});
  context.after(() => watching.close());
  const poll = () => Promise.all(watching.feeds.map(feed => feed.poll()));
  return {world, poll};
};

const columns = Array.from({length: 9}, (_, index) => [`c${index}`] as const);

test('the slots of a lab are kept, and go stale when its PostgreSQL goes away', async context => {
  const server = await startPostgres(context, statement =>
    statement.includes('server_version')
      ? {columns: columns.slice(0, 3), rows: [['15.8', '0/1', 'logical']], tag: 'SELECT 1'}
      : {columns, rows: [], tag: 'SELECT 0'},
  );
  const {world, poll} = await watched(context, server, 'lab');
  await poll();
  const reading = world.get().postgres;
  assert.ok(reading.state === 'ready' && reading.value?.version === '15.8');
  await server.stop();
  await poll();
  const after = world.get().postgres;
  assert.ok(after.state === 'stale' && after.value?.version === '15.8');
  assert.match(after.error.sentence, /^PostgreSQL \(127\.0\.0\.1:\d+\) /);
});

test('the PostgreSQL of a practice lab is not spoken to by watching: it would be started', async context => {
  const server = await startPostgres(context, () => 'hang');
  const {world, poll} = await watched(context, server, 'practice');
  await poll();
  await poll();
  assert.equal(server.connections(), 0);
  assert.ok(world.get().postgres.state === 'ready');
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPostgresClient} from '../../../../source/clients/postgres/client.ts';
import {PostgresError} from '../../../../source/clients/postgres/failure.ts';
import {systemClock} from '../../../../source/clock.ts';
import {type Reply, startPostgres} from '../../../support/postgres.ts';

const clock = systemClock;

const failureOf = async (running: Promise<unknown>): Promise<PostgresError> => {
  const error = await running.then(
    () => undefined,
    reason => reason,
  );
  assert.ok(error instanceof PostgresError, String(error));
  return error;
};

const customers: Reply = {
  columns: [['id', 23], ['name']],
  rows: [
    ['1', 'Asta'],
    ['2', null],
  ],
  tag: 'SELECT 2',
};

test('a read keeps its connection, and its values are as the server writes them', async context => {
  const server = await startPostgres(context, () => customers);
  const client = createPostgresClient({address: server.address, clock});
  context.after(client.close);
  const answer = await client.read('SELECT 1');
  assert.deepEqual(answer.columns, [
    {name: 'id', type: 23},
    {name: 'name', type: 25},
  ]);
  assert.deepEqual(answer.rows, [
    ['1', 'Asta'],
    ['2', null],
  ]);
  assert.deepEqual([answer.command, answer.count, answer.isCut], ['SELECT', 2, false]);
  await client.read('SELECT 2');
  assert.equal(server.connections(), 1);
});

test('a server that restarts is read again on a new connection', async context => {
  let isUp = true;
  const server = await startPostgres(context, () => (isUp ? customers : 'close'));
  const client = createPostgresClient({address: server.address, clock});
  context.after(client.close);
  await client.read('SELECT 1');
  isUp = false;
  const lost = await failureOf(client.read('SELECT 1'));
  assert.deepEqual([lost.why, lost.isAnswer], ['unreachable', false]);
  isUp = true;
  assert.equal((await client.read('SELECT 1')).rows.length, 2);
  assert.equal(server.connections(), 2);
});

test('a server that is silent, or is not there, is a sentence in time', async context => {
  const server = await startPostgres(context, () => 'hang');
  const silent = createPostgresClient({address: server.address, clock, deadline: 50});
  context.after(silent.close);
  const late = await failureOf(silent.read('SELECT 1'));
  assert.equal(late.why, 'timed-out');
  assert.match(late.sentence, /^PostgreSQL \(127\.0\.0\.1:\d+\) did not answer within 0\.1 s\.$/);
  await server.stop();
  const gone = await failureOf(silent.read('SELECT 1'));
  assert.equal(gone.why, 'unreachable');
  assert.match(gone.sentence, /refuses the connection/);
});

test('a refusal is the server’s own words, with the place, the code and the hint', async context => {
  const server = await startPostgres(context, () => ({
    error: 'column "nam" does not exist',
    code: '42703',
    position: 8,
    hint: 'Perhaps you meant "name".',
  }));
  const client = createPostgresClient({address: server.address, clock});
  context.after(client.close);
  const refused = await failureOf(client.run('SELECT nam', {isReadOnly: true, most: 10}));
  assert.match(
    refused.sentence,
    /^PostgreSQL \(127\.0\.0\.1:\d+\): column "nam" does not exist, at character 8 \(42703\)\. Perhaps you meant "name"\.$/,
  );
  assert.deepEqual([refused.code, refused.isAnswer], ['42703', true]);
});

test('a statement that only reads runs in a read-only transaction, which takes nothing back with it', async context => {
  const server = await startPostgres(context, () => customers);
  const client = createPostgresClient({address: server.address, clock});
  const answer = await client.run('SELECT 1', {isReadOnly: true, most: 1});
  assert.deepEqual(server.statements, ['BEGIN READ ONLY', 'SELECT 1', 'ROLLBACK']);
  assert.deepEqual([answer.rows.length, answer.isCut, answer.count], [1, true, 2]);
});

test('of a change whose answer is lost it is said that nobody knows', async context => {
  const server = await startPostgres(context, () => 'close');
  const client = createPostgresClient({address: server.address, clock});
  const lost = await failureOf(client.run('DELETE FROM customers', {isReadOnly: false, most: 1}));
  assert.match(lost.sentence, /closed the connection.*Whether the statement was done is not known\.$/);
});

test('a statement that is given up is ended on the server, too', async context => {
  const server = await startPostgres(context, statement => {
    if (statement.startsWith('SELECT pg_cancel_backend'))
      return {columns: [['ok', 16]], rows: [['t']], tag: 'SELECT 1'};
    ending.abort();
    return 'hang';
  });
  const ending = new AbortController();
  const client = createPostgresClient({address: server.address, clock});
  const given = await failureOf(
    client.run('SELECT forever', {isReadOnly: true, most: 1, signal: ending.signal}),
  );
  assert.match(given.sentence, /given up/);
  assert.equal(server.statements.at(-1), 'SELECT pg_cancel_backend(7)');
});

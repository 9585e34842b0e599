import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {sqlCommand} from '../../../source/headless/table/sql.ts';
import {type Reply, startPostgres, type TestPostgres} from '../../support/postgres.ts';
import {command} from '../../support/small-lab.ts';

const replies: Readonly<Record<string, Reply>> = {
  'SELECT * FROM customers': {
    columns: [['id', 23], ['name'], ['note', 114]],
    rows: [
      ['1', 'Asta', '{"vip":true}'],
      ['12', null, null],
    ],
    tag: 'SELECT 2',
  },
  'DELETE FROM customers': {tag: 'DELETE 2', writes: true},
};

const start = async (context: TestContext) => {
  const server = await startPostgres(
    context,
    statement => replies[statement] ?? {error: 'syntax error', code: '42601', position: 1},
  );
  const {port} = server.address;
  // A named cluster that nobody listens for: only its PostgreSQL is asked.
  const flags = {bootstrap: '127.0.0.1:1', postgres: `postgresql://postgres@127.0.0.1:${port}/postgres`};
  return {server, flags};
};

const deletions = ({statements}: TestPostgres): number =>
  statements.filter(statement => statement.startsWith('DELETE')).length;

test('a SELECT asks nobody, and is printed as a table or as JSON', async context => {
  const {flags} = await start(context);
  const table = await command('sql', ['SELECT * FROM customers'], flags);
  assert.equal(table.out, 'id name note\n 1 Asta {"vip":true}\n12 -    -\n');
  assert.equal(table.code, 0);
  const {json} = await command('sql', ['SELECT * FROM customers'], {...flags, json: true});
  const {rows, columns, count, missing} = json();
  assert.deepEqual(columns, ['id', 'name', 'note']);
  assert.deepEqual(rows, [
    {id: 1, name: 'Asta', note: {vip: true}},
    {id: 12, name: null, note: null},
  ]);
  assert.deepEqual([count, missing], [2, []]);
});

test('rows that are left out are told, and the answer is a part', async context => {
  const {flags} = await start(context);
  const table = await command('sql', ['SELECT * FROM customers'], {...flags, limit: 1});
  assert.deepEqual([table.code, table.out.split('\n').length], [3, 3]);
  assert.match(table.err, /Showing 1 of 2 rows/);
  const cut = await command('sql', ['SELECT * FROM customers'], {...flags, limit: 1, json: true});
  assert.equal(cut.code, 3);
  assert.match(JSON.stringify(cut.json().missing), /"\/rows"/);
});

test('what changes something asks on a terminal, and needs --yes without one', async context => {
  const {server, flags} = await start(context);
  const write = {...flags, write: true};
  assert.equal((await command('sql', ['DELETE FROM customers'], write)).code, 64);
  const no = await command('sql', ['DELETE FROM customers'], write, {isTerminal: true, answers: ['n']});
  assert.equal(no.code, 1);
  assert.match(no.err, /Nothing was done/);
  // Tried in a read-only transaction both times, which refuses it.
  assert.equal(deletions(server), 2);
  const yes = await command('sql', [], {...write, yes: true}, {input: ['DELETE FROM customers']});
  assert.deepEqual([yes.code, yes.out], [0, 'DELETE: 2 rows.\n'], yes.err);
  assert.equal(server.statements.at(-1), 'DELETE FROM customers');
});

test('nothing is changed where everything is only read', async context => {
  const {server, flags} = await start(context);
  const refused = await command('sql', ['DELETE FROM customers'], {...flags, yes: true});
  assert.equal(refused.code, 1);
  assert.match(refused.err, /only --write lets it be changed/);
  assert.equal(deletions(server), 1);
});

test('a refusal is 1, a server that is not there 2, and a missing statement 64', async context => {
  const {server, flags} = await start(context);
  const wrong = await command('sql', ['SELEC'], flags);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /syntax error, at character 1 \(42601\)\.\n$/);
  await server.stop();
  const gone = await command('sql', ['SELECT 1'], flags);
  assert.equal(gone.code, 2);
  assert.match(gone.err, /refuses the connection.*\. Check that --postgres names it rightly/);
  assert.equal((await command('sql', [], flags, {isTerminal: true})).code, 64);
  const unknown = await command('sql', ['SELECT 1'], {bootstrap: '127.0.0.1:1'});
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /Name it with --postgres/);
});

test('the help says what a read-only transaction does not keep away', () => {
  const said = sqlCommand.remarks?.join(' ') ?? '';
  assert.match(said, /pg_drop_replication_slot.* run without a question, with --read-only too/);
});

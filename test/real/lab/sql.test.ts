import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {
  deleteStatement,
  insertStatement,
  readColumns,
  readRows,
  readTables,
  updateStatement,
} from '../../../source/actions/table-rows.ts';
import {createPostgresClient} from '../../../source/clients/postgres/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {parsePostgresUrl} from '../../../source/config/postgres.ts';
import {readSlots} from '../../../source/queries/replication-slots.ts';
import {runProgram} from '../../support/program.ts';
import {until} from '../support.ts';

const url = process.env.POSTGRES_URL ?? '';
const address = parsePostgresUrl(url);
assert.ok(address, 'POSTGRES_URL is not set: start this with test/real/run.sh');
const client = createPostgresClient({address, clock: systemClock});
const slotName = `test_${systemClock.now()}`;
const table = `test_${systemClock.now()}`;

const write = (statement: string) => client.run(statement, {isReadOnly: false, most: 10});

const sql = (...words: readonly string[]) =>
  runProgram(['sql', '--bootstrap', 'localhost:1', ...words], {env: {KAFKA_LAB_POSTGRES: url}});

before(() => write(`CREATE TABLE ${table} (id serial PRIMARY KEY, name text NOT NULL)`));
after(async () => {
  await write(`SELECT pg_drop_replication_slot('${slotName}')`).catch(() => {});
  await write(`DROP TABLE IF EXISTS ${table}`);
  client.close();
});

test('a statement that changes something is refused unless it may, and then done', async () => {
  const insert = `INSERT INTO ${table} (name) VALUES ('it''s') RETURNING *`;
  const refused = await sql(insert);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /only --write lets it be changed/);
  // A function that is called in a SELECT may write: the server knows.
  const hidden = await sql(`SELECT nextval('${table}_id_seq')`);
  assert.equal(hidden.code, 1);
  const done = await sql(insert, '--write', '--yes', '--json');
  assert.equal(done.code, 0, done.err);
  assert.deepEqual(JSON.parse(done.out).rows[0].name, "it's");
  const read = await sql(`SELECT count(*) AS rows FROM ${table}`, '--json');
  assert.deepEqual(JSON.parse(read.out).rows, [{rows: 1}]);
});

test('a script is refused whole, so that nothing of it leaves the read-only transaction', async () => {
  const script = await sql(`COMMIT; DELETE FROM ${table}`);
  assert.equal(script.code, 1);
  assert.match(script.err, /multiple commands/);
  assert.equal((await client.read(`SELECT 1 FROM ${table}`)).rows.length, 1);
});

test('what cannot run in a transaction at all runs by itself', async () => {
  const vacuumed = await sql(`VACUUM ${table}`, '--write', '--yes');
  assert.deepEqual([vacuumed.code, vacuumed.out], [0, 'VACUUM.\n'], vacuumed.err);
});

test('an error is a sentence with its place', async () => {
  const wrong = await sql(`SELECT nam FROM ${table}`);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /column "nam" does not exist, at character 8 \(42703\)\..*\n$/);
});

test('rows are added, changed and deleted by what information_schema says of their table', async () => {
  const own = {schema: 'public', name: table};
  assert.ok((await readTables(client)).some(({name}) => name === table));
  const columns = await readColumns(client, own);
  assert.deepEqual(
    columns.map(({name, type, isNullable, isKey, isGenerated}) => [
      name,
      type,
      isNullable,
      isKey,
      isGenerated,
    ]),
    [
      ['id', 'integer', false, true, false],
      ['name', 'text', false, false, false],
    ],
  );
  assert.match(columns[0]?.default ?? '', /^nextval/);
  const named = async (name: string) =>
    (await readRows(client, own, columns)).rows.filter(row => row.name === name);
  const odd = 'it\'s \\ "odd" \u{1f600}\n';
  await write(insertStatement(own, {name: odd}));
  const [row] = await named(odd);
  assert.ok(row);
  await write(updateStatement(own, columns, row, {name: 'plain'}));
  assert.deepEqual(await named('plain'), [{id: row.id, name: 'plain'}]);
  assert.equal((await write(deleteStatement(own, columns, row))).count, 1);
  assert.deepEqual(await named('plain'), []);
});

test('a slot that nobody reads from keeps log, and more with each change', async () => {
  await write(`SELECT pg_create_logical_replication_slot('${slotName}', 'test_decoding')`);
  const own = async () => (await readSlots(client)).slots.find(({name}) => name === slotName);
  const fresh = await own();
  assert.ok(fresh);
  assert.deepEqual(
    [fresh.isActive, fresh.plugin, fresh.database, fresh.walStatus],
    [false, 'test_decoding', address.database, 'reserved'],
  );
  await write(`INSERT INTO ${table} (name) SELECT 'row ' || n FROM generate_series(1, 1000) n`);
  const grown = await own();
  assert.ok((grown?.heldBytes ?? 0) > (fresh.heldBytes ?? 0) && (grown?.lagBytes ?? 0) > 50_000);
  await write(`SELECT count(*) FROM pg_logical_slot_get_changes('${slotName}', NULL, NULL)`);
  await until(
    'what was read is confirmed',
    own,
    slot => (slot?.lagBytes ?? Number.POSITIVE_INFINITY) < (grown?.lagBytes ?? 0),
    10_000,
  );
});

test('a statement that is given up ends on the server', async () => {
  const ending = new AbortController();
  const marker = `SELECT pg_sleep(60), '${table}'`;
  const running = client.run(marker, {isReadOnly: true, most: 1, signal: ending.signal});
  const activity = () =>
    client.read(
      `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = '${marker.replaceAll("'", "''")}'`,
    );
  await until('it runs', activity, ({rows}) => rows.length === 1, 10_000);
  ending.abort();
  await assert.rejects(running, /given up/);
  await until('it has ended', activity, ({rows}) => rows.length === 0, 10_000);
});

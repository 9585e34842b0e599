import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {RowValues, TableColumn} from '../../source/actions/table-rows.ts';
import type {SqlControl} from '../../source/commands/command.ts';
import {UserError} from '../../source/errors.ts';
import {topDialog} from '../../source/store/ui.ts';
import {openSeeded, type SeededMonitor, type SeedOptions} from '../support/monitor.ts';
import {plainRecords, tailOf} from '../support/records.ts';
import {healthyLab} from '../support/worlds.ts';

const column = (name: string, changes: Partial<TableColumn> = {}): TableColumn => ({
  name,
  type: 'text',
  isNullable: false,
  default: null,
  isGenerated: false,
  isKey: false,
  ...changes,
});

const columns = [
  column('id', {type: 'integer', default: "nextval('customers_id_seq')", isKey: true}),
  column('name'),
  column('note', {isNullable: true}),
];
const rows: readonly RowValues[] = [
  {id: '1', name: 'Asta Holm', note: null},
  {id: '2', name: 'Bo Lind', note: 'late'},
];

interface Opened extends SeededMonitor {
  /** Statements that were to change something. */
  readonly written: readonly string[];
}

const open = async (
  t: TestContext,
  sql: Partial<SqlControl> = {},
  options: Partial<SeedOptions> = {},
): Promise<Opened> => {
  const written: string[] = [];
  const seeded = await openSeeded({
    world: healthyLab().world(),
    tail: tailOf(plainRecords(5)),
    columns: 80,
    rows: 24,
    sql: {
      tables: async () => [{schema: 'public', name: 'customers'}],
      columns: async () => columns,
      rows: async () => ({rows, isPart: false}),
      async write(statement) {
        written.push(statement);
        return {sentence: 'One row.', count: 1, text: () => []};
      },
      ...sql,
    },
    ...options,
  });
  t.after(() => seeded.close());
  return {...seeded, written};
};

const shows = (seeded: SeededMonitor, text: string): boolean =>
  seeded.screen().some(row => row.includes(text));

const fill = async ({terminal}: SeededMonitor, text: string): Promise<void> => {
  for (const letter of text) await terminal.type(letter);
};

test('x on the container of PostgreSQL, and on a connector that reads from it, offers rows and SQL', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('2', 'x');
  assert.ok(shows(seeded, 'Restart the container'));
  assert.ok(!shows(seeded, 'Insert a row'), 'a container of another kind has no rows');
  await seeded.terminal.type('escape', '/');
  await fill(seeded, 'postgres');
  await seeded.terminal.type('enter', 'g', 'x');
  assert.ok(shows(seeded, 'Actions: postgres'));
  assert.ok(shows(seeded, 'Insert a row') && shows(seeded, 'SQL: run a statement'));
  await seeded.terminal.type('escape', '7', 'x');
  assert.ok(shows(seeded, 'customers') && shows(seeded, 'Delete a row'));
});

test('x says how many rows are marked: most actions take them, wherever the selection is', async t => {
  const seeded = await open(t);
  await seeded.terminal.type('4', 'space', 'G', 'x');
  assert.ok(seeded.screen().some(row => /Actions: \S+ \(1 marked\)/.test(row)));
  await seeded.terminal.type('escape', 'g', 'space', 'x');
  assert.ok(!shows(seeded, ' marked)'));
});

test('x on a partition of the topic above offers what can be done to it', async t => {
  const seeded = await open(t, {}, {rows: 40});
  await seeded.terminal.type('4', '/');
  await fill(seeded, 'orders');
  await seeded.terminal.type('enter', 'g', 'tab', 'space', 'x');
  assert.ok(seeded.screen().some(row => /Actions: orders-\d \(1 marked\)/.test(row)));
  assert.ok(shows(seeded, 'Elect the preferred leader') && !shows(seeded, 'no partition is selected'));
  await seeded.terminal.type('escape', 'shift+tab', 'escape', '/');
  await fill(seeded, 'payments');
  await seeded.terminal.type('enter', 'g', 'tab', 'x');
  assert.ok(shows(seeded, 'Actions: payments-0') && !shows(seeded, ' marked)'));
});

test('x on a connector offers to append a line only where it reads a file', async t => {
  const fileSource = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
  const world = healthyLab().worker('connect-standalone', worker => ({
    ...worker,
    connectors: worker.connectors.map(each => ({...each, config: {'connector.class': fileSource}})),
  }));
  const seeded = await open(t, {}, {world: world.poll().world(), rows: 40});
  await seeded.terminal.type('7', '/');
  await fill(seeded, 'customers');
  await seeded.terminal.type('enter', 'g', 'x');
  assert.ok(shows(seeded, 'Actions: postgres-debezium/customers') && shows(seeded, 'Pause'));
  assert.ok(!shows(seeded, 'Append a line'));
  await seeded.terminal.type('escape', 'escape', '/');
  await fill(seeded, 'local-file');
  await seeded.terminal.type('enter', 'g', 'x');
  assert.ok(shows(seeded, 'local-file-source') && shows(seeded, 'Append a line'));
});

test('a row is inserted by a form of its columns, after its SQL was shown', async t => {
  const seeded = await open(t);
  await seeded.run('view.connect', 'row.insert');
  assert.ok(shows(seeded, 'Insert a row into customers'));
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'name may not be empty.'));
  await fill(seeded, "O'Hara");
  await seeded.terminal.type('enter');
  const sql = `INSERT INTO customers ("name") VALUES ('O''Hara')`;
  assert.ok(shows(seeded, sql));
  assert.ok(shows(seeded, 'kafka-lab sql'));
  assert.deepEqual(seeded.written, []);
  await seeded.terminal.type('y');
  assert.deepEqual(seeded.written, [sql]);
  assert.equal(topDialog(seeded.monitor.ui.get()), undefined);
  assert.ok(shows(seeded, 'One row.'));
});

test('what PostgreSQL refuses comes back in the form, with what was written there', async t => {
  const seeded = await open(t, {
    write: async () => {
      throw new UserError('PostgreSQL: duplicate key (23505).');
    },
  });
  await seeded.run('view.connect', 'row.insert');
  await fill(seeded, 'Asta');
  await seeded.terminal.type('enter', 'y');
  assert.ok(shows(seeded, 'Insert a row into customers'));
  assert.ok(shows(seeded, 'duplicate key (23505)') && shows(seeded, 'Asta'));
});

test('a row is found by what stands in it, and changed where it was changed', async t => {
  const seeded = await open(t);
  await seeded.run('view.connect', 'row.change');
  await fill(seeded, 'lind');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Bo Lind') && shows(seeded, 'late'));
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Nothing is changed yet.'));
  // The note is emptied: it may be NULL.
  await seeded.terminal.type('tab', 'ctrl+u', 'enter');
  assert.ok(shows(seeded, `UPDATE customers SET "note" = NULL WHERE "id" = '2'`));
  await seeded.terminal.type('y');
  assert.deepEqual(seeded.written, [`UPDATE customers SET "note" = NULL WHERE "id" = '2'`]);
});

test('deleting a row asks with the row, and n leaves it', async t => {
  const seeded = await open(t);
  await seeded.run('view.connect', 'row.delete');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Asta Holm') && shows(seeded, `DELETE FROM customers WHERE "id" = '1'`));
  await seeded.terminal.type('n');
  assert.deepEqual(seeded.written, []);
});

test('of several tables one is chosen, the captured ones first', async t => {
  const seeded = await open(t, {
    tables: async () => [
      {schema: 'public', name: 'audit'},
      {schema: 'public', name: 'customers'},
    ],
  });
  await seeded.run('view.connect', 'row.insert');
  assert.ok(shows(seeded, 'Insert a row of which table?'));
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Insert a row into customers'));
});

test('values of the database cannot reach the terminal as control sequences', async t => {
  const evil = {id: '1', name: 'a\u001b[2Jb\nc', note: null};
  const seeded = await open(t, {rows: async () => ({rows: [evil], isPart: false})});
  await seeded.run('view.connect', 'row.change');
  assert.ok(shows(seeded, 'ab↵c'));
  await seeded.terminal.type('enter', 'enter');
  assert.ok(shows(seeded, 'Nothing is changed yet.'), 'what is shown in its place is no change');
});

test('a statement that reads shows its rows; one that was refused stands there again with the reason', async t => {
  const seeded = await open(t, {
    async read(statement) {
      if (statement.includes('nam')) throw new UserError('column "nam" does not exist, at character 8.');
      return {sentence: 'SELECT: 1 row.', count: 1, text: () => [[{text: ' Asta Holm'}]]};
    },
  });
  await seeded.run('sql.prompt');
  await seeded.terminal.type('ctrl+u');
  await fill(seeded, 'SELECT nam');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'at character 8') && shows(seeded, 'SELECT nam'));
  await seeded.terminal.type('ctrl+u');
  await fill(seeded, 'SELECT 1');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'SQL: SELECT: 1 row.') && shows(seeded, 'Asta Holm'));
});

test('a statement that wants to change something asks, and is refused where everything is only read', async t => {
  const seeded = await open(t, {read: async () => null});
  await seeded.run('sql.prompt');
  await seeded.terminal.type('ctrl+u');
  await fill(seeded, 'DELETE FROM t');
  await seeded.terminal.type('enter');
  assert.ok(shows(seeded, 'Run a statement that changes something?'));
  await seeded.terminal.type('y');
  assert.deepEqual(seeded.written, ['DELETE FROM t']);

  const reading = await open(t, {read: async () => null}, {lab: {readOnlyReason: 'it is only read.'}});
  await reading.run('sql.prompt');
  await reading.terminal.type('enter');
  assert.ok(shows(reading, 'it is only read.'));
  await reading.run('row.insert');
  assert.equal(topDialog(reading.monitor.ui.get()), undefined);
  assert.deepEqual(reading.written, []);
});

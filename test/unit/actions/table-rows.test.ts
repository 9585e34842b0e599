import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  deleteStatement,
  insertStatement,
  readRows,
  rowsOffered,
  type TableColumn,
  tableText,
  updateStatement,
} from '../../../source/actions/table-rows.ts';
import {createPostgresClient} from '../../../source/clients/postgres/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {startPostgres} from '../../support/postgres.ts';

const customers = {schema: 'public', name: 'customers'};

const column = (name: string, changes: Partial<TableColumn> = {}): TableColumn => ({
  name,
  type: 'text',
  isNullable: false,
  default: null,
  isGenerated: false,
  isKey: false,
  ...changes,
});
const columns = [column('id', {isKey: true}), column('na"me'), column('note', {isNullable: true})];

test('a statement says what is meant, whatever stands in names and values', () => {
  assert.equal(
    insertStatement(customers, {'na"me': "O'Hara'); DROP TABLE customers; --", note: null}),
    `INSERT INTO customers ("na""me", "note") VALUES ('O''Hara''); DROP TABLE customers; --', NULL)`,
  );
  assert.equal(insertStatement(customers, {}), 'INSERT INTO customers DEFAULT VALUES');
  assert.equal(
    updateStatement(customers, columns, {id: "1'"}, {note: null, 'na"me': ''}),
    `UPDATE customers SET "note" = NULL, "na""me" = '' WHERE "id" = '1'''`,
  );
  const both = [column('a', {isKey: true}), column('b', {isKey: true})];
  assert.equal(
    deleteStatement({schema: 'shop', name: 'Order'}, both, {a: '1', b: 'x'}),
    `DELETE FROM shop."Order" WHERE "a" = '1' AND "b" = 'x'`,
  );
  assert.equal(tableText({schema: 'My Schema', name: 't'}), '"My Schema".t');
});

test('without a primary key it cannot be said which row is meant', () => {
  assert.throws(() => deleteStatement(customers, [column('name')], {name: 'x'}), /no primary key/);
});

test('a long table offers its first rows and says that there are more', async context => {
  const server = await startPostgres(context, () => ({
    columns: [['id', 23]],
    rows: Array.from({length: rowsOffered + 1}, (_, id) => [String(id)]),
    tag: 'SELECT 201',
  }));
  const client = createPostgresClient({address: server.address, clock: systemClock});
  const {rows, isPart} = await readRows(client, customers, [column('id', {isKey: true})]);
  assert.deepEqual([rows.length, isPart, rows[1]], [rowsOffered, true, {id: '1'}]);
});

import assert from 'node:assert/strict';
import {runWriting, tryReading} from '../../source/actions/sql.ts';
import {
  deleteStatement,
  insertStatement,
  readColumns,
  readRows,
  readTables,
  updateStatement,
} from '../../source/actions/table-rows.ts';
import {createPostgresClient, type PostgresClient} from '../../source/clients/postgres/client.ts';
import {PostgresError} from '../../source/clients/postgres/failure.ts';
import {systemClock} from '../../source/clock.ts';
import type {Hand} from '../support/contract/hand.ts';
import {runContract} from '../support/contract/suite.ts';

const clientOf = ({target}: Hand): PostgresClient => {
  assert.ok(target.postgres, 'the lab says where its PostgreSQL is');
  return createPostgresClient({address: target.postgres, clock: systemClock});
};

const customers = {schema: 'public', name: 'customers'};
const options = {most: 100};

runContract('sql', contract => {
  contract('a statement that reads is answered with its rows', async hand => {
    const tried = await tryReading(
      clientOf(hand),
      "SELECT id, name, NULL AS nothing FROM customers WHERE email = 'bo.lind@example.org'",
      options,
    );
    assert.ok('answer' in tried);
    const {columns, rows, command, count} = tried.answer;
    assert.deepEqual(
      columns.map(({name}) => name),
      ['id', 'name', 'nothing'],
    );
    assert.deepEqual([rows[0]?.[1], rows[0]?.[2], command, count], ['Bo Lind', null, 'SELECT', 1]);
  });

  contract('one that would change something is told apart, whatever it begins with', async hand => {
    const client = clientOf(hand);
    for (const statement of [
      "UPDATE customers SET city = 'Ribe'",
      "SELECT nextval('customers_id_seq')",
      'VACUUM customers',
    ])
      assert.deepEqual(await tryReading(client, statement, options), {writes: true}, statement);
    const {rows} = await readRows(client, customers, await readColumns(client, customers));
    assert.ok(rows.every(({city}) => city !== 'Ribe'));
  });

  contract('a refusal has its code and its place, and a script is refused whole', async hand => {
    const client = clientOf(hand);
    const refusal = (statement: string, expected: RegExp) =>
      assert.rejects(
        tryReading(client, statement, options),
        error => error instanceof PostgresError && expected.test(error.sentence),
      );
    await refusal('SELECT nam FROM customers', /column "nam" does not exist, at character 8 \(42703\)\./);
    await refusal('SELECT * FROM nowhere', /at character 15 \(42P01\)\.$/);
    await refusal('COMMIT; DELETE FROM customers', /multiple commands.*\(42601\)\.$/);
  });

  contract('rows are added, changed and deleted by what the server says of the table', async hand => {
    const client = clientOf(hand);
    assert.ok(
      (await readTables(client)).some(({schema, name}) => schema === 'public' && name === 'customers'),
    );
    const columns = await readColumns(client, customers);
    assert.deepEqual(
      columns.map(({name, isKey, isNullable}) => [name, isKey, isNullable]),
      [
        ['id', true, false],
        ['name', false, false],
        ['email', false, false],
        ['city', false, false],
      ],
    );
    const email = `o'hara-${systemClock.now()}@example.org`;
    const own = async () =>
      (await readRows(client, customers, columns)).rows.filter(row => row.email === email);
    const values = {name: "O'Hara", email, city: 'Æbeltoft'};
    assert.equal((await runWriting(client, insertStatement(customers, values), options)).count, 1);
    const [row] = await own();
    assert.ok(row);
    assert.deepEqual([row.name, row.city], [values.name, values.city]);
    await assert.rejects(runWriting(client, insertStatement(customers, values), options), /\(23505\)/);
    await runWriting(client, updateStatement(customers, columns, row, {city: 'Skagen'}), options);
    assert.equal((await own())[0]?.city, 'Skagen');
    assert.equal((await runWriting(client, deleteStatement(customers, columns, row), options)).count, 1);
    assert.deepEqual(await own(), []);
  });
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPostgresClient} from '../../../source/clients/postgres/client.ts';
import {PostgresError} from '../../../source/clients/postgres/failure.ts';
import {systemClock} from '../../../source/clock.ts';
import {readSlots} from '../../../source/queries/replication-slots.ts';
import {startPostgres} from '../../support/postgres.ts';

const columns = Array.from({length: 9}, (_, index) => [`c${index}`] as const);

test('slots are read with their positions; what a server does not say is none', async context => {
  const server = await startPostgres(context, statement =>
    statement.includes('server_version')
      ? {columns: columns.slice(0, 3), rows: [['15.8', '0/1000', 'logical']], tag: 'SELECT 1'}
      : {
          columns,
          rows: [
            ['debezium', 'pgoutput', 'postgres', 't', '0/F00', '0/FF0', '256', '-16', 'reserved'],
            ['standby', null, null, 'f', null, null, null, null, null],
          ],
          tag: 'SELECT 2',
        },
  );
  const client = createPostgresClient({address: server.address, clock: systemClock});
  context.after(client.close);
  const {slots, ...rest} = await readSlots(client);
  assert.deepEqual(rest, {version: '15.8', position: '0/1000', walLevel: 'logical'});
  assert.deepEqual(slots, [
    {
      name: 'debezium',
      plugin: 'pgoutput',
      database: 'postgres',
      isActive: true,
      restartLsn: '0/F00',
      confirmedLsn: '0/FF0',
      heldBytes: 256,
      // Confirmed after the log's end was taken: not behind.
      lagBytes: 0,
      walStatus: 'reserved',
    },
    {
      name: 'standby',
      plugin: null,
      database: null,
      isActive: false,
      restartLsn: null,
      confirmedLsn: null,
      heldBytes: null,
      lagBytes: null,
      walStatus: null,
    },
  ]);
});

test('a user who may not read them is told so', async context => {
  const server = await startPostgres(context, () => ({error: 'permission denied', code: '42501'}));
  const client = createPostgresClient({address: server.address, clock: systemClock});
  context.after(client.close);
  await assert.rejects(
    readSlots(client),
    error => error instanceof PostgresError && error.why === 'not-authorised',
  );
});

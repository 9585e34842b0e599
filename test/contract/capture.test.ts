import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {until} from '../real/support.ts';
import {change, doneOr} from '../support/contract/change.ts';
import {connectorOn, workerOf} from '../support/contract/connectors.ts';
import {whileStopped} from '../support/contract/containers.ts';
import {database} from '../support/contract/database.ts';
import type {Hand} from '../support/contract/hand.ts';
import {type Tailed, tailOf, textOf} from '../support/contract/records.ts';
import {type ContractOptions, runContract} from '../support/contract/suite.ts';

const worker = 'postgres-debezium';

type Config = Readonly<Record<string, string>>;

/** The lab's own definition, for a table, a slot and topics of the test's own. */
const definition = async (name: string, table: string): Promise<Config> => {
  const lab: unknown = JSON.parse(await readFile('docker/connect/customers.json', 'utf8'));
  return {
    ...Object.fromEntries(Object.entries(lab ?? {}).map(([key, value]) => [key, String(value)])),
    name,
    'topic.prefix': name,
    'slot.name': table,
    'publication.name': table,
    'publication.autocreate.mode': 'filtered',
    'table.include.list': `public.${table}`,
  };
};

/** Waits for the states of the connector and of its tasks. */
const inStates = (hand: Hand, name: string, states: string) =>
  until(
    `${name} is ${states}`,
    async () => {
      const connector = await connectorOn(hand, worker, name);
      return [connector?.state, ...(connector?.tasks ?? []).map(({state}) => state)].join(' ');
    },
    now => now === states,
    60_000,
  );

type Ask = Awaited<ReturnType<typeof database>>;

interface Captured {
  readonly name: string;
  readonly table: string;
  readonly topic: string;
  readonly ask: Ask;
  create(): ReturnType<typeof change>;
}

/** Makes a table, and a connector of it; both are gone afterwards, with the slot that a real server keeps. */
const withCaptured = async (
  hand: Hand,
  t: {after(end: () => unknown): void},
  columns: string,
  first: string,
  run: (captured: Captured) => Promise<void>,
): Promise<void> => {
  const name = hand.name('capture');
  const table = name.replaceAll('-', '_');
  const ask = await database(hand, t);
  await ask(`CREATE TABLE ${table} (id serial PRIMARY KEY, ${columns})`);
  await ask(`ALTER TABLE ${table} REPLICA IDENTITY FULL`);
  await ask(`INSERT INTO ${table} ${first}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'kafka-lab-capture-'));
  const file = path.join(folder, 'connector.json');
  await writeFile(file, JSON.stringify(await definition(name, table)));
  const create = () => change(hand, 'connector.create', [name], {file, worker});
  const topic = `${name}.public.${table}`;
  try {
    await run({name, table, topic, ask, create});
  } finally {
    await change(hand, 'connector.delete', [name]).catch(() => {});
    const again = await database(hand, t);
    await until(
      'nothing holds the table any more',
      async () => {
        const slots = 'pg_replication_slots WHERE slot_name = $1';
        await again(`SELECT pg_drop_replication_slot(slot_name) FROM ${slots}`, [table]);
        await again(`DROP PUBLICATION IF EXISTS ${table}`);
        await again(`DROP TABLE IF EXISTS ${table}`);
        return true;
      },
      Boolean,
    );
    await (await hand.admin()).deleteTopics({topics: [topic], timeout: 10_000}).catch(() => {});
    await rm(folder, {recursive: true, force: true});
  }
};

/** Makes the connector, and follows its topic as soon as the first row has made that. */
const followed = async (
  hand: Hand,
  t: {after(end: () => unknown): void},
  {topic, create}: Captured,
): Promise<Tailed> => {
  assert.equal(doneOr(await create()), true);
  await until(
    'the topic is there',
    async () => (await (await hand.admin()).listTopics()).includes(topic),
    Boolean,
    60_000,
  );
  return tailOf(hand, t, topic);
};

/** What an event says, without what no two have in common: times, and places in the log. */
const said = ({records}: Tailed) =>
  records.map(({key, value}) => {
    const text = textOf(value);
    const id = JSON.parse(textOf(key) ?? 'null');
    if (text === null) return [id, null];
    const {op, before, after, source, transaction} = JSON.parse(text);
    const {connector, name, snapshot, db, schema, table} = source;
    return [id, op, before, after, {connector, name, snapshot, db, schema, table}, transaction];
  });

const people = 'name text NOT NULL';

// Who keeps the brokers' quorum has nothing to do with it.
const once: ContractOptions = {on: 'zookeeper'};

runContract('captured changes', contract => {
  contract(
    'rows become events, and then every change of them',
    async (hand, t) => {
      const columns = `${people}, price numeric(8,2), big bigint, yes boolean, day date, at timestamp(3), zoned timestamptz, doc jsonb, tags text[], ratio double precision, code uuid, bytes bytea`;
      const values =
        "('Asta', 12.50, 9007199254740993, true, '2024-02-29', '2024-02-29 12:00:00.123', '2024-02-29 12:00:00.5+00', '{\"a\": 1.50}', '{x,y}', 0.1, '00000000-0000-0000-0000-00000000000a', '\\x00ff')";
      await withCaptured(
        hand,
        t,
        columns,
        `(name, price, big, yes, day, at, zoned, doc, tags, ratio, code, bytes) VALUES ${values}, ('Bo', -0.01, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
        async captured => {
          const {name, table, ask} = captured;
          const tailed = await followed(hand, t, captured);
          await inStates(hand, name, 'RUNNING RUNNING');
          await tailed.until(2);
          await ask(`INSERT INTO ${table} (name) VALUES ('Clara')`);
          await ask(`UPDATE ${table} SET name = 'Claus' WHERE id = 3`);
          await ask(`DELETE FROM ${table} WHERE id = 3`);
          await tailed.until(6);
          const nothing = {
            price: null,
            big: null,
            yes: null,
            day: null,
            at: null,
            zoned: null,
            doc: null,
            tags: null,
            ratio: null,
            code: null,
            bytes: null,
          };
          const asta = {
            id: 1,
            name: 'Asta',
            price: 'BOI=',
            big: JSON.parse('9007199254740993'),
            yes: true,
            day: 19782,
            at: Date.UTC(2024, 1, 29, 12, 0, 0, 123),
            zoned: '2024-02-29T12:00:00.500000Z',
            doc: '{"a": 1.50}',
            tags: ['x', 'y'],
            ratio: 0.1,
            code: '00000000-0000-0000-0000-00000000000a',
            bytes: 'AP8=',
          };
          const [clara, claus] = ['Clara', 'Claus'].map(each => ({id: 3, name: each, ...nothing}));
          const from = (snapshot: string) => ({
            connector: 'postgresql',
            name,
            snapshot,
            db: 'postgres',
            schema: 'public',
            table,
          });
          assert.deepEqual(said(tailed), [
            [{id: 1}, 'r', null, asta, from('first'), null],
            [{id: 2}, 'r', null, {id: 2, name: 'Bo', ...nothing, price: '/w=='}, from('last'), null],
            [{id: 3}, 'c', null, clara, from('false'), null],
            [{id: 3}, 'u', clara, claus, from('false'), null],
            [{id: 3}, 'd', claus, null, from('false'), null],
            [{id: 3}, null],
          ]);
          assert.match(textOf(tailed.records[0]?.value ?? null) ?? '', /"big":9007199254740993,/);
          // A transaction is told once it is committed, and not at all where it is rolled back.
          await ask('BEGIN');
          await ask(`INSERT INTO ${table} (name) VALUES ('nobody')`);
          await ask('ROLLBACK');
          await ask(`UPDATE ${table} SET id = 20 WHERE id = 2`);
          await tailed.until(9);
          assert.deepEqual(
            said(tailed)
              .slice(6)
              .map(([id, op]) => [id, op]),
            [
              [{id: 2}, 'd'],
              [{id: 2}, null],
              [{id: 20}, 'c'],
            ],
          );
        },
      );
    },
    once,
  );

  contract(
    'what is written while the connector is stopped comes once it goes on, and nothing twice',
    async (hand, t) => {
      await withCaptured(hand, t, people, "(name) VALUES ('first')", async captured => {
        const {name, table, ask} = captured;
        const tailed = await followed(hand, t, captured);
        await tailed.until(1);
        await ask(`INSERT INTO ${table} (name) VALUES ('second')`);
        await tailed.until(2);
        assert.equal(doneOr(await change(hand, 'connector.stop', [name])), true);
        await inStates(hand, name, 'STOPPED');
        await ask(`INSERT INTO ${table} (name) SELECT 'missed ' || n FROM generate_series(1, 5) AS n`);
        const offsets = await workerOf(hand, worker).offsets(name);
        assert.deepEqual(
          offsets.map(({partition}) => partition),
          [`server=${name}`],
        );
        assert.equal(doneOr(await change(hand, 'connector.resume', [name])), true);
        await inStates(hand, name, 'RUNNING RUNNING');
        await tailed.until(7);
        await ask(`INSERT INTO ${table} (name) VALUES ('last')`);
        await tailed.until(8);
        assert.deepEqual(
          tailed.records.map(({value}) => JSON.parse(textOf(value) ?? 'null').after.name),
          ['first', 'second', ...[1, 2, 3, 4, 5].map(n => `missed ${n}`), 'last'],
        );
      });
    },
    once,
  );

  contract(
    'what is wrong with a configuration is said by its field',
    async hand => {
      const right = await definition(hand.name('wrong'), 'wrong');
      const client = workerOf(hand, worker);
      const wrong = async (changes: Readonly<Record<string, string | undefined>>) => {
        const config = Object.fromEntries(
          Object.entries({...right, ...changes}).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, value] as const],
          ),
        );
        const plugin = 'io.debezium.connector.postgresql.PostgresConnector';
        return (await client.validate(plugin, config)).flatMap(({field, errors}) =>
          errors.map(error => `${field}: ${error}`),
        );
      };
      assert.deepEqual(await wrong({}), []);
      const invalid = (field: string, why: string) => `${field}: The '${field}' value is invalid: ${why}`;
      assert.deepEqual(await wrong({'topic.prefix': undefined, 'database.dbname': undefined}), [
        invalid('topic.prefix', 'A value is required'),
        invalid('database.dbname', 'A value is required'),
      ]);
      assert.deepEqual(await wrong({'slot.name': 'Not-this', 'snapshot.mode': 'perhaps'}), [
        invalid(
          'slot.name',
          'Valid replication slot name must contain only digits, lowercase characters and underscores with length <= 63',
        ),
        invalid(
          'snapshot.mode',
          'Value must be one of always, never, initial_only, configuration_based, when_needed, initial, custom, no_data',
        ),
      ]);
      assert.deepEqual(await wrong({'table.exclude.list': 'public.other'}), [
        invalid('table.exclude.list', '"table.include.list" is already specified'),
      ]);
      const host = 'database.hostname: Error while validating connector config: ';
      assert.deepEqual(await wrong({'database.password': 'guess'}), [
        `${host}FATAL: password authentication failed for user "postgres"`,
      ]);
      assert.deepEqual(await wrong({'database.hostname': 'nowhere'}), [
        `${host}The connection attempt failed.`,
      ]);
      assert.deepEqual(await wrong({'database.port': '5433'}), [
        `${host}Connection to postgres:5433 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.`,
      ]);
    },
    once,
  );

  contract(
    'without its database a task fails, and goes on where it was once it is restarted',
    async (hand, t) => {
      await withCaptured(hand, t, people, "(name) VALUES ('first')", async captured => {
        const {name, table, ask} = captured;
        const tailed = await followed(hand, t, captured);
        await tailed.until(1);
        await ask(`INSERT INTO ${table} (name) VALUES ('second')`);
        await tailed.until(2);
        await whileStopped(hand, 'postgres', async () => {
          // It tries once more before it gives up.
          await inStates(hand, name, 'RUNNING FAILED');
          const [task] = (await connectorOn(hand, worker, name))?.tasks ?? [];
          assert.match(
            task?.trace ?? '',
            /DebeziumException: Couldn't obtain encoding for database postgres/,
          );
          assert.match(task?.trace ?? '', /Caused by: org\.postgresql\.util\.PSQLException/);
        });
        const again = await database(hand, t);
        await again(`INSERT INTO ${table} (name) VALUES ('third')`);
        // Java remembers for ten seconds that a name was not known: till then a restart may fail as the task did.
        await until(
          'the third has come',
          async () => {
            const [task] = (await connectorOn(hand, worker, name))?.tasks ?? [];
            if (task?.state === 'FAILED')
              assert.equal(doneOr(await change(hand, 'connector.restart', [name])), true);
            return tailed.records.map(({value}) => JSON.parse(textOf(value) ?? 'null').after.name);
          },
          names => names.includes('third'),
          60_000,
        );
        const names = tailed.records.map(({value}) => JSON.parse(textOf(value) ?? 'null').after.name);
        assert.deepEqual([...new Set(names)], ['first', 'second', 'third']);
      });
    },
    once,
  );
});

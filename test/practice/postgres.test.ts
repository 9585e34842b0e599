import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {after, before, test} from 'node:test';
import pg from 'pg';
import {until} from '../real/support.ts';
import {practiceLab, type TestLab} from '../support/practice-lab.ts';

let lab: TestLab;
const ends: (() => unknown)[] = [];

before(async () => {
  lab = await practiceLab({after: end => void ends.push(end)});
});

after(async () => {
  for (const end of ends.reverse()) await end();
});

const open = async (t: {after(end: () => unknown): void}): Promise<pg.Client> => {
  const client = new pg.Client(lab.endpoints.postgres);
  client.on('error', () => {});
  await client.connect();
  t.after(() => client.end().catch(() => {}));
  return client;
};

const names = async (client: pg.Client): Promise<readonly string[]> =>
  (await client.query('SELECT name FROM customers ORDER BY id')).rows.map(({name}) => name);

const seed = ['Asta Holm', 'Bo Lind', 'Clara Juhl'];
/** The database's files are made with its process. */
const hasDatabase = (): boolean => existsSync(path.join(lab.folder, 'postgres'));
const postgres = () => lab.docker.getContainer('postgres');

test('nothing but a client that comes in starts the database', async t => {
  const {port} = new URL(lab.endpoints.postgres);
  const published = (await postgres().inspect()).NetworkSettings.Ports['5432/tcp'];
  assert.deepEqual(published, [{HostIp: '127.0.0.1', HostPort: port}]);
  await until(
    'the container is healthy',
    async () => (await postgres().inspect()).State.Health?.Status,
    health => health === 'healthy',
  );
  const probe = connect(Number(port), '127.0.0.1');
  probe.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  await new Promise(resolve => probe.once('data', resolve));
  probe.destroy();
  const wrong = new pg.Client(lab.endpoints.postgres.replace(':postgres@', ':guess@'));
  await assert.rejects(wrong.connect(), {code: '28P01'});
  assert.equal(hasDatabase(), false);
  assert.deepEqual(await names(await open(t)), seed);
  assert.equal(hasDatabase(), true);
});

test('several clients ask at the same time, and each gets its own answers', async t => {
  const clients = await Promise.all(Array.from({length: 5}, () => open(t)));
  const asked = clients.map(async (client, n) => {
    for (let m = 0; m < 40; m += 1) {
      const text = `${n}-${m}-${'x'.repeat(m * 1000)}`;
      const {rows} = await client.query('SELECT $1::text AS said, length($1::text) AS size', [text]);
      assert.deepEqual(rows, [{said: text, size: text.length}]);
    }
  });
  await Promise.all(asked);
});

test('a transaction is its client’s alone, and what a client leaves open is rolled back', async t => {
  const [one, other] = [await open(t), await open(t)];
  await one.query('BEGIN');
  await one.query("UPDATE customers SET city = 'Nowhere'");
  const seen = other.query("SELECT count(*)::int AS n FROM customers WHERE city = 'Nowhere'");
  await one.end();
  assert.deepEqual((await seen).rows, [{n: 0}]);
  const failing = await open(t);
  await failing.query('BEGIN');
  await assert.rejects(failing.query('SELEC'), {code: '42601'});
  await assert.rejects(failing.query('SELECT 1'), {code: '25P02'});
  await failing.query('ROLLBACK');
  assert.deepEqual((await failing.query('SELECT 1 AS n')).rows, [{n: 1}]);
});

test('what the database cannot do is refused, and it goes on', async t => {
  const client = await open(t);
  await assert.rejects(client.query('COPY customers FROM STDIN'), {code: '0A000'});
  assert.deepEqual(await names(client), seed);
});

test('stopped, killed, removed and made again, it has what was committed', async t => {
  const client = await open(t);
  await client.query(
    "INSERT INTO customers (name, email, city) VALUES ('Dan Friis', 'dan@example.org', 'Ribe')",
  );
  const told = new Promise<unknown>(resolve => client.once('error', resolve));
  await postgres().stop();
  assert.match(String(await told), /terminating connection due to administrator command/);
  assert.equal((await postgres().inspect()).State.ExitCode, 0);
  await assert.rejects(open(t), {code: 'ECONNREFUSED'});
  await postgres().start();
  const all = [...seed, 'Dan Friis'];
  const second = await open(t);
  assert.deepEqual(await names(second), all);
  await second.query('BEGIN');
  await second.query('DELETE FROM customers');
  await postgres().kill();
  assert.equal((await postgres().inspect()).State.ExitCode, 137);
  await postgres().start();
  assert.deepEqual(await names(await open(t)), all, 'what was not committed is gone');
  const {Image} = (await postgres().inspect()).Config;
  await postgres().remove({force: true});
  await assert.rejects(open(t), {code: 'ECONNREFUSED'});
  await lab.docker.createContainer({name: 'postgres', Image});
  await postgres().start();
  assert.deepEqual(await names(await open(t)), all);
});

test('paused, it takes connections and is silent; it goes on where it was', async t => {
  const client = await open(t);
  await postgres().pause();
  let isAnswered = false;
  const asked = names(client).then(found => {
    isAnswered = true;
    return found;
  });
  const {port} = new URL(lab.endpoints.postgres);
  const probe = connect(Number(port), '127.0.0.1');
  await new Promise(resolve => probe.once('connect', resolve));
  probe.destroy();
  assert.equal(isAnswered, false);
  await postgres().unpause();
  assert.equal((await asked).length, 4);
});

test('nothing of it is left when the lab has ended', async t => {
  const client = await open(t);
  const gone = new Promise(resolve => client.once('end', resolve));
  await lab.close();
  await gone;
  assert.equal(existsSync(lab.folder), false);
  await assert.rejects(open(t), {code: 'ECONNREFUSED'});
});

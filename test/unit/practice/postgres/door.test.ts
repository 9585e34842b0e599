import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../../../source/clock.ts';
import {createDoor, type Door} from '../../../../source/practice/postgres/door.ts';
import {fatal, message} from '../../../../source/practice/postgres/startup.ts';
import {until} from '../../../real/support.ts';

/** A door before a database that sends back what it gets; `entered` counts who came in. */
const withDoor = async (
  t: TestContext,
): Promise<{door: Door; port: number; entered: () => number; client: () => Promise<Client>}> => {
  const echo = createServer(socket => void socket.pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const portOf = (address: AddressInfo | string | null): number =>
    typeof address === 'object' && address ? address.port : 0;
  let entered = 0;
  const door = createDoor({
    clock: systemClock,
    password: 'postgres',
    async enter() {
      entered += 1;
      const socket = connect(portOf(echo.address()), '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
  });
  const free = createServer();
  free.listen(0, '127.0.0.1');
  await once(free, 'listening');
  const port = portOf(free.address());
  free.close();
  await once(free, 'close');
  await door.open(port);
  t.after(async () => {
    await door.close();
    echo.close();
  });
  const client = async (): Promise<Client> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    t.after(() => socket.destroy());
    socket.on('error', () => {});
    let said = '';
    let isOver = false;
    socket.on('data', bytes => {
      said += bytes.toString('latin1');
    });
    socket.on('close', () => {
      isOver = true;
    });
    return {socket, said: () => said, isOver: () => isOver};
  };
  return {door, port, entered: () => entered, client};
};

interface Client {
  readonly socket: Socket;
  said(): string;
  isOver(): boolean;
}

const packet = (code: number, rest = ''): Buffer => {
  const bytes = Buffer.alloc(8 + rest.length);
  bytes.writeInt32BE(bytes.length, 0);
  bytes.writeInt32BE(code, 4);
  bytes.write(rest, 8);
  return bytes;
};
const tls = packet(80877103);
const startup = (user: string, database: string): Buffer =>
  packet(3 << 16, `user\0${user}\0database\0${database}\0\0`);

const hears = ({said}: Client, words: RegExp): Promise<string> =>
  until(
    `it is told ${words}`,
    async () => said(),
    text => words.test(text),
  );

test('who knows the password comes in, by whatever pieces it is said', async t => {
  const {client, entered} = await withDoor(t);
  const one = await client();
  one.socket.write(tls);
  await hears(one, /^N$/);
  const all = startup('postgres', 'postgres');
  one.socket.write(all.subarray(0, 6));
  one.socket.write(all.subarray(6));
  await hears(one, /^NR/);
  assert.equal(entered(), 0, 'a client that has not said its password needs no database');
  one.socket.write(Buffer.concat([message('p', 'postgres'), Buffer.from('echo me')]));
  await hears(one, /echo me$/);
  assert.equal(entered(), 1);
});

test('a mere connection, a wrong password, another user, database or protocol need no database', async t => {
  const {client, entered} = await withDoor(t);
  const [probe, wrong, bob, other, http] = await Promise.all([
    client(),
    client(),
    client(),
    client(),
    client(),
  ]);
  probe.socket.end(tls);
  wrong.socket.write(Buffer.concat([startup('postgres', 'postgres'), message('p', 'guess')]));
  bob.socket.write(Buffer.concat([startup('bob', 'bob'), message('p', 'postgres')]));
  other.socket.write(startup('postgres', 'shop'));
  http.socket.write('GET / HTTP/1.1\r\n\r\n');
  await hears(wrong, /28P01\0Mpassword authentication failed for user "postgres"/);
  await hears(bob, /28P01\0Mpassword authentication failed for user "bob"/);
  await hears(other, /3D000\0Mdatabase "shop" does not exist/);
  await hears(http, /08P01/);
  for (const one of [probe, wrong, bob, other, http])
    await until('it is closed', async () => one.isOver(), Boolean);
  assert.equal(entered(), 0);
});

test('frozen, it takes connections and answers nothing until it is thawed', async t => {
  const {client, door} = await withDoor(t);
  const inside = await client();
  inside.socket.write(Buffer.concat([startup('postgres', 'postgres'), message('p', 'postgres')]));
  inside.socket.write('first.');
  await hears(inside, /first\.$/);
  door.freeze();
  const outside = await client();
  outside.socket.write(tls);
  inside.socket.write('second.');
  // By the time that others are taken, what was written before has come.
  for (let more = 0; more < 3; more += 1) await client();
  assert.deepEqual([inside.said().endsWith('first.'), outside.said()], [true, '']);
  door.thaw();
  await hears(inside, /second\.$/);
  await hears(outside, /^N$/);
});

test('closed, it tells those inside why, and takes nobody', async t => {
  const {client, door} = await withDoor(t);
  const inside = await client();
  inside.socket.write(Buffer.concat([startup('postgres', 'postgres'), message('p', 'postgres')]));
  inside.socket.write('here');
  await hears(inside, /here$/);
  await door.close(fatal('57P01', 'terminating connection due to administrator command'));
  await hears(inside, /57P01/);
  await until('it is closed', async () => inside.isOver(), Boolean);
  await assert.rejects(client(), /ECONNREFUSED/);
});

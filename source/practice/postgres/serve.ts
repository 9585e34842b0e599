import {randomInt} from 'node:crypto';
import {createServer, type Socket} from 'node:net';
import {Worker} from 'node:worker_threads';
import {PGlite} from '@electric-sql/pglite';
import {withPrivateFiles} from '../docker/socket-file.ts';
import {serveSession} from './session.ts';
import {letIn, message} from './startup.ts';
import {createTurns} from './turns.ts';

/**
 * A process of its own: PostgreSQL compiled to WebAssembly, which has one connection and no other process, served to
 * several clients. It ends when the lab tells it to, or is gone.
 */

/** What a server tells about itself to who comes in. */
const told = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'application_name',
  'is_superuser',
  'session_authorization',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'integer_datetimes',
  'standard_conforming_strings',
  'in_hot_standby',
  'default_transaction_read_only',
];

/** While a statement runs nothing else does, not even what would notice that the lab is gone: a thread of its own does. */
const endWithLab = `
  try { require('node:fs').readSync(3, Buffer.alloc(1)); } catch {}
  process.kill(process.pid, 'SIGKILL');
`;

const serve = async (folder: string, place: string): Promise<void> => {
  new Worker(endWithLab, {eval: true}).unref();
  const database = await PGlite.create({dataDir: folder});
  const turns = createTurns({
    run: async (messages, onRawData) => {
      await database.runExclusive(() => database.execProtocolRawStream(messages, {onRawData}));
    },
    isInTransaction: () => database.isInTransaction(),
  });
  const {rows} = await database.query<{name: string; setting: string}>(
    'SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY ($1)',
    [told],
  );
  const parameters = [
    ...rows,
    {name: 'is_superuser', setting: 'on'},
    {name: 'session_authorization', setting: 'postgres'},
  ];
  let clients = 0;
  const greeting = (): Buffer => {
    clients += 1;
    return Buffer.concat([
      letIn,
      ...parameters.map(({name, setting}) => message('S', name, setting)),
      message('K', clients, randomInt(2 ** 31)),
      message('Z', Buffer.from('I')),
    ]);
  };
  const end = (): void => {
    // The thread that waits for the lab would be waited for.
    process.kill(process.pid, 'SIGKILL');
  };
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveSession(socket, turns, greeting(), end);
  });
  process.on('message', () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    void database
      .close()
      .catch(() => {})
      .finally(end);
  });
  withPrivateFiles(() => server.listen(place, () => process.send?.('ready')));
};

// A ^C in the terminal is for the lab, which ends this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
const [, , folder = '', place = ''] = process.argv;
await serve(folder, place);

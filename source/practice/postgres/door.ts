import {createServer, type Server, type Socket} from 'node:net';
import type {Clock} from '../../clock.ts';
import {askPassword, fatal, noEncryption, oldestMinor, packetOf, passwordOf} from './startup.ts';

export interface DoorOptions {
  readonly clock: Clock;
  /** Of the one user `postgres`, whose database has the same name. */
  readonly password: string;
  /** A connection to the database, which is started for it where it does not run. Rejects with why it cannot be had. */
  enter(): Promise<Socket>;
}

/** The listener of a PostgreSQL server: it lets in who knows the password, and only then is there need of a database. */
export interface Door {
  open(port: number): Promise<void>;
  /** Refuses who comes, and tells those who are in `words`; without them they are just cut off. */
  close(words?: Buffer): Promise<void>;
  /** Takes connections and answers nothing, until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** Bytes since it was made. */
  readonly counts: {readonly received: number; readonly sent: number};
}

/** How many clients it lets in, and how long one may take to say who it is (ms): PostgreSQL's own defaults. */
const mostClients = 100;
const authenticationTime = 60_000;
const user = 'postgres';

export const createDoor = ({clock, password, enter}: DoorOptions): Door => {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let server: Server | undefined;
  let [isFrozen, received, sent] = [false, 0, 0];

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    if (isFrozen) socket.pause();
  };

  const pass = (from: Socket, to: Socket): void => {
    from.on('data', bytes => {
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => {
      if (!isFrozen) from.resume();
    });
    from.once('end', () => to.end());
    from.once('close', () => to.destroySoon());
  };

  const join = async (client: Socket, rest: Buffer): Promise<void> => {
    client.pause();
    try {
      const database = await enter();
      if (client.destroyed) {
        database.destroy();
        return;
      }
      keep(database);
      pass(client, database);
      pass(database, client);
      database.write(rest);
      if (!isFrozen) client.resume();
    } catch (error) {
      client.end(fatal('57P03', error instanceof Error ? error.message : String(error)));
    }
  };

  const accept = (client: Socket): void => {
    keep(client);
    clients.add(client);
    client.once('close', () => {
      clients.delete(client);
      received += client.bytesRead;
      sent += client.bytesWritten;
    });
    let bytes = Buffer.alloc(0);
    let asked: string | undefined;
    const tooLate = clock.after(authenticationTime, () => client.destroy());
    client.once('close', tooLate);
    const refuse = (code: string, words: string): void => {
      client.end(fatal(code, words));
    };
    const step = (): boolean => {
      if (asked !== undefined) {
        const said = passwordOf(bytes);
        if (said === undefined) return false;
        client.off('data', read);
        tooLate();
        if (said === null) refuse('08P01', 'expected password response');
        else if (asked !== user || said.password !== password)
          refuse('28P01', `password authentication failed for user "${asked}"`);
        else void join(client, bytes.subarray(said.length));
        return false;
      }
      const found = packetOf(bytes);
      if (!found) return false;
      bytes = bytes.subarray(found.length);
      const {packet} = found;
      if (packet.type === 'encryption') {
        client.write(noEncryption);
        return bytes.length > 0;
      }
      if (packet.type === 'cancel') client.destroy();
      else if (packet.type === 'unknown') refuse('08P01', 'invalid length or version of startup packet');
      else if (clients.size > mostClients) refuse('53300', 'sorry, too many clients already');
      else {
        const {user: name = '', database = name} = packet.settings;
        if (name === '') refuse('28000', 'no PostgreSQL user name specified in startup packet');
        else if (name === user && database !== user) refuse('3D000', `database "${database}" does not exist`);
        else {
          asked = name;
          if (packet.isNewer) client.write(oldestMinor);
          client.write(askPassword);
          return bytes.length > 0;
        }
      }
      return false;
    };
    const read = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      while (step()) {
        // Each packet in turn.
      }
    };
    client.on('data', read);
  };

  return {
    async open(port) {
      const opened = createServer(accept);
      server = opened;
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject);
        opened.listen({port, host: '127.0.0.1'}, resolve);
      });
    },
    async close(words) {
      const closing = server;
      server = undefined;
      isFrozen = false;
      const closed = closing && new Promise<void>(resolve => closing.close(() => resolve()));
      for (const socket of sockets)
        if (words && clients.has(socket)) socket.end(words, () => socket.destroy());
        else socket.destroy();
      await closed;
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    get counts() {
      let [read, written] = [received, sent];
      for (const {bytesRead, bytesWritten} of clients) {
        read += bytesRead;
        written += bytesWritten;
      }
      return {received: read, sent: written};
    },
  };
};

import type {Socket} from 'node:net';
import {message} from './startup.ts';
import type {Turns} from './turns.ts';

/** Messages that are answered together, or are to be together with those that follow. */
export interface Unit {
  readonly messages: Buffer;
  readonly end: 'query' | 'sync' | 'flush' | 'goodbye';
}

/** Longer is no statement of a lab's (bytes): the connection is closed. */
const longestMessage = 64 * 1024 * 1024;

/** The messages that end a unit, by their type. */
const ends: Readonly<Record<string, Unit['end']>> = {
  Q: 'query',
  F: 'query',
  S: 'sync',
  H: 'flush',
  X: 'goodbye',
};

/** Puts bytes together to units, as they come. Throws for what is no message. */
export const createUnits = (): ((bytes: Buffer) => readonly Unit[]) => {
  let rest = Buffer.alloc(0);
  let start = 0;
  return bytes => {
    rest = Buffer.concat([rest, bytes]);
    const units: Unit[] = [];
    while (rest.length >= start + 5) {
      const length = 1 + rest.readInt32BE(start + 1);
      if (length < 5 || length > longestMessage) throw new Error('That is no message of PostgreSQL.');
      if (rest.length < start + length) break;
      const end = ends[String.fromCharCode(rest[start] ?? 0)];
      start += length;
      if (end === undefined) continue;
      units.push({messages: rest.subarray(0, start), end});
      rest = rest.subarray(start);
      start = 0;
    }
    return units;
  };
};

/** The database has no way to be fed by its one client while it runs a statement: it would break down. */
const readsInput = /\bcopy\b[^;]*\bfrom\s+stdin\b/i;
const refusal =
  "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = 'COPY FROM STDIN does not run in the practice lab'; END $$";

/** The same unit, or one that is refused in its place: by the database, so that a transaction fails with it. */
const allowed = ({messages}: Unit): Uint8Array =>
  readsInput.test(messages.toString('latin1')) ? message('Q', refusal) : messages;

/** Serves a client that was let in: `greeting` is what it is told first. `broken` hears that the database has broken down. */
export const serveSession = (
  socket: Socket,
  turns: Turns,
  greeting: Buffer,
  broken: (error: unknown) => void,
): void => {
  const owner = {};
  const units = createUnits();
  const onData = (bytes: Uint8Array): void => {
    // What was answered lies in the database's memory, which it uses again at once.
    if (socket.writable) socket.write(Buffer.from(bytes));
  };
  const answer = async (asked: readonly Unit[]): Promise<void> => {
    for (const unit of asked) {
      if (unit.end === 'goodbye') {
        socket.end();
        return;
      }
      await turns.take({owner, messages: allowed(unit), isPart: unit.end === 'flush', onData});
    }
  };
  socket.write(greeting);
  socket.on('error', () => socket.destroy());
  socket.on('data', bytes => {
    let asked: readonly Unit[];
    try {
      asked = units(bytes);
    } catch {
      socket.destroy();
      return;
    }
    if (asked.length === 0) return;
    socket.pause();
    answer(asked)
      .then(() => socket.resume())
      .catch(broken);
  });
  socket.once('close', () => void turns.leave(owner).catch(broken));
};

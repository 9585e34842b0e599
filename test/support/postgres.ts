import {createServer, type Server, type Socket} from 'node:net';
import type {PostgresAddress} from '../../source/model/target.ts';

/** What the stand-in answers to a statement. */
export type Reply =
  | {
      /** Name and type (OID; text without one) of each column; none for a statement without rows. */
      readonly columns?: readonly (readonly [name: string, type?: number])[];
      readonly rows?: readonly (readonly (string | null)[])[];
      readonly tag: string;
      /** Refused in a read-only transaction. */
      readonly writes?: true;
    }
  | {readonly error: string; readonly code: string; readonly position?: number; readonly hint?: string}
  /** Never answers. */
  | 'hang'
  /** Closes the connection. */
  | 'close';

export interface TestPostgres {
  readonly address: PostgresAddress;
  /** Statements in the order in which they came, of all connections. */
  readonly statements: string[];
  /** Connections that were made. */
  connections(): number;
  /** Ends the server and its connections before the test does. */
  stop(): Promise<void>;
}

const text = 25;

const message = (type: string, ...parts: readonly (string | Buffer)[]): Buffer => {
  const body = Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)));
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};
const described = (columns: readonly (readonly [name: string, type?: number])[]): Buffer =>
  message(
    'T',
    int16(columns.length),
    ...columns.flatMap(([name, type = text]) => [
      `${name}\0`,
      int32(0),
      int16(0),
      int32(type),
      int16(-1),
      int32(-1),
      int16(0),
    ]),
  );
const dataRow = (values: readonly (string | null)[]): Buffer =>
  message(
    'D',
    int16(values.length),
    ...values.flatMap(value =>
      value === null ? [int32(-1)] : [int32(Buffer.byteLength(value)), Buffer.from(value)],
    ),
  );
const failure = ({error, code, position, hint}: Extract<Reply, {error: string}>): Buffer =>
  message(
    'E',
    `SERROR\0VERROR\0C${code}\0M${error}\0`,
    ...(position === undefined ? [] : [`P${position}\0`]),
    ...(hint === undefined ? [] : [`H${hint}\0`]),
    '\0',
  );

const control: Readonly<Record<string, string>> = {
  'BEGIN READ ONLY': 'BEGIN',
  ROLLBACK: 'ROLLBACK',
};

/**
 * Speaks as much of the frontend/backend protocol 3.0 as one statement at a time needs: Parse, Bind, Describe, Execute
 * and Sync, all answered at Sync. It logs everybody in.
 */
const serve = (socket: Socket, answer: (statement: string) => Reply, statements: string[]): void => {
  let pending = Buffer.alloc(0);
  let isStarted = false;
  let statement = '';
  let isReadOnly = false;
  const reply = (): void => {
    statements.push(statement);
    const ready = message('Z', isReadOnly ? 'T' : 'I');
    const tag = control[statement];
    if (tag !== undefined) isReadOnly = tag === 'BEGIN';
    const said: Reply = tag === undefined ? answer(statement) : {tag};
    if (said === 'hang') return;
    if (said === 'close') {
      socket.destroy();
      return;
    }
    const isRefused = 'tag' in said && said.writes && isReadOnly;
    if (isRefused || 'error' in said) {
      const refused =
        'error' in said ? said : {error: 'cannot execute this in a read-only transaction', code: '25006'};
      socket.write(Buffer.concat([failure(refused), ready]));
      return;
    }
    const {columns = [], rows = []} = said;
    socket.write(
      Buffer.concat([
        message('1'),
        message('2'),
        columns.length === 0 ? message('n') : described(columns),
        ...rows.map(dataRow),
        message('C', `${said.tag}\0`),
        ready,
      ]),
    );
  };
  const take = (): boolean => {
    const head = isStarted ? 1 : 0;
    if (pending.length < head + 4) return false;
    const length = pending.readInt32BE(head) + head;
    if (pending.length < length) return false;
    const type = isStarted ? String.fromCharCode(pending[0] ?? 0) : 'startup';
    const body = pending.subarray(head + 4, length);
    pending = pending.subarray(length);
    if (type === 'startup') {
      isStarted = true;
      socket.write(
        Buffer.concat([
          message('R', int32(0)),
          message('S', 'server_version\0', '15.0\0'),
          message('K', int32(7), int32(8)),
          message('Z', 'I'),
        ]),
      );
    }
    // Parse: the name of the prepared statement, then its text.
    if (type === 'P') statement = body.toString('utf8').split('\0')[1] ?? '';
    if (type === 'S') reply();
    return true;
  };
  socket.on('error', () => {});
  socket.on('data', chunk => {
    pending = Buffer.concat([pending, chunk]);
    while (take());
  });
};

const listen = (server: Server): Promise<number> =>
  new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );

/** A stand-in for a PostgreSQL server on a free port of 127.0.0.1; it ends with the test. */
export const startPostgres = async (
  context: {after(end: () => unknown): void},
  answer: (statement: string) => Reply,
): Promise<TestPostgres> => {
  const statements: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(socket => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, answer, statements);
  });
  const port = await listen(server);
  const stop = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise(resolve => server.close(() => resolve()));
  };
  context.after(stop);
  return {
    address: {
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: 'postgres',
      database: 'postgres',
      tls: 'off',
    },
    statements,
    connections: () => connections,
    stop,
  };
};

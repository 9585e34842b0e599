import type {Client} from 'pg';
import type {PostgresAddress} from '../../model/target.ts';
import {number} from '../json.ts';
import type {Answer, ResultColumn} from './answer.ts';

/** One connection. Statements go through the extended protocol, which takes one at a time and no script. */
export interface Session {
  /** The server's process behind the connection; undefined where it does not say. */
  readonly processId: number | undefined;
  /** Runs one statement and keeps at most `most` of its rows. Rejects with what the library or the server says. */
  query(statement: string, most: number): Promise<Answer>;
  /** Says good-bye, or just closes a connection that is stuck. */
  close(isStuck?: boolean): void;
}

const ssl = {off: false, unverified: {rejectUnauthorized: false}, verified: true} as const;

const columnOf = ({name, dataTypeID}: {name: string; dataTypeID: number}): ResultColumn => ({
  name,
  type: dataTypeID,
});

const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** Opens a connection; `signal` gives up on it. The library is loaded with the first. */
export const openSession = async (address: PostgresAddress, signal: AbortSignal): Promise<Session> => {
  const {Client: PgClient, Query} = await import('pg');
  signal.throwIfAborted();
  const client: Client = new PgClient({
    host: address.host,
    port: address.port,
    user: address.user,
    // Always given: the library would look for one in files of the user's.
    password: address.password,
    database: address.database,
    ssl: ssl[address.tls],
    application_name: 'kafka-lab',
  });
  // A connection that breaks while nothing is asked is found broken by who asks next.
  let broken: unknown;
  client.on('error', error => {
    broken = error;
  });
  const close = (isStuck = false): void => {
    if (isStuck) Reflect.get(client, 'connection')?.stream?.destroy();
    else client.end().catch(() => {});
  };
  const onAbort = (): void => close(true);
  signal.addEventListener('abort', onAbort, {once: true});
  try {
    await client.connect();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return {
    processId: number(Reflect.get(client, 'processID')),
    query: (statement, most) =>
      new Promise((resolve, reject) => {
        if (broken !== undefined) {
          reject(broken);
          return;
        }
        const options = {
          text: statement,
          // The simple protocol would run several statements, and with them leave a read-only transaction.
          queryMode: 'extended',
          rowMode: 'array',
          // Values as the server writes them.
          types: {getTypeParser: () => textOf},
        };
        const query = new Query<unknown[]>(options);
        const rows: (readonly (string | null)[])[] = [];
        let isCut = false;
        query.on('row', row => {
          if (rows.length < most) rows.push(row.map(textOf));
          else isCut = true;
        });
        query.on('error', reject);
        query.on('end', ({fields, command, rowCount}) =>
          resolve({columns: fields.map(columnOf), rows, command: command ?? '', count: rowCount, isCut}),
        );
        client.query(query);
      }),
    close,
  };
};

import {JavaFailure, type Thrown} from '../../java-failure.ts';
import type {Config} from '../../settings.ts';

/** The ports of this machine that stand for `host:port` inside the lab's network. */
export type Hosts = Readonly<Record<string, number>>;

/** A connection to PostgreSQL. */
export interface Sql {
  /** Whether it still stands, as far as is known. */
  readonly isOpen: boolean;
  /** The rows of one statement. */
  ask<Row extends object>(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** How long a server may take to let somebody in (ms): the JDBC driver's default. */
const connectTime = 10_000;
const exception = 'org.postgresql.util.PSQLException';

const thrownBy = (message: string, cause?: Thrown): Thrown => ({
  className: exception,
  message,
  frames: [],
  ...(cause ? {cause} : {}),
});

const unknownHost = (host: string): Thrown =>
  thrownBy('The connection attempt failed.', {
    className: 'java.net.UnknownHostException',
    message: host,
    frames: [],
  });

const fieldOf = (error: unknown, name: string): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/** What the JDBC driver throws where PostgreSQL refuses, or is not there. */
export const sqlThrown = (error: unknown, host: string): Thrown => {
  if (error instanceof JavaFailure) return error.thrown;
  const [severity, message] = [
    fieldOf(error, 'severity'),
    error instanceof Error ? error.message : String(error),
  ];
  if (severity !== '') return thrownBy(`${severity}: ${message}`);
  // The name of a container that does not run is not known in the lab's network.
  if (fieldOf(error, 'code') === 'ECONNREFUSED') return unknownHost(host);
  if (/timeout/i.test(message))
    return thrownBy('The connection attempt failed.', {
      className: 'java.net.SocketTimeoutException',
      message: 'Read timed out',
      frames: [],
    });
  return thrownBy('This connection has been closed.');
};

/** Connects to the database of a configuration; `signal` ends the connection. Rejects with a `JavaFailure`. */
export const openSql = async (config: Config, hosts: Hosts, signal: AbortSignal): Promise<Sql> => {
  const {'database.hostname': host = '', 'database.port': port = '5432'} = config;
  const found = hosts[`${host}:${port}`];
  if (found === undefined) {
    const isKnown = Object.keys(hosts).some(name => name.startsWith(`${host}:`));
    throw new JavaFailure(
      isKnown
        ? thrownBy(
            `Connection to ${host}:${port} refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.`,
            {className: 'java.net.ConnectException', message: 'Connection refused', frames: []},
          )
        : unknownHost(host),
    );
  }
  const {Client} = await import('pg');
  const client = new Client({
    host: '127.0.0.1',
    port: found,
    user: config['database.user'] ?? '',
    password: config['database.password'] ?? '',
    database: config['database.dbname'] ?? '',
    connectionTimeoutMillis: connectTime,
    application_name: 'Debezium Streaming',
  });
  let isOpen = true;
  /** One statement at a time. */
  let last: Promise<unknown> = Promise.resolve();
  const closed = (): void => {
    isOpen = false;
  };
  client.on('error', closed);
  client.on('end', closed);
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', abort);
    closed();
    await client.end().catch(() => {});
  };
  // Also in the middle of a statement that is never answered.
  const abort = (): void => void close();
  signal.addEventListener('abort', abort, {once: true});
  try {
    await client.connect();
  } catch (error) {
    await close();
    throw new JavaFailure(sqlThrown(error, host));
  }
  return {
    get isOpen() {
      return isOpen;
    },
    ask<Row extends object>(statement: string, values: readonly unknown[] = []) {
      const asked = last.then(async () => (await client.query<Row>(statement, [...values])).rows);
      last = asked.catch(() => {});
      return asked;
    },
    close,
  };
};

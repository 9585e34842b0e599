import {UserError} from '../errors.ts';
import type {PostgresAddress} from '../model/target.ts';
import {type FlagValues, texts} from './values.ts';

const tlsOf: Readonly<Record<string, PostgresAddress['tls']>> = {
  disable: 'off',
  require: 'unverified',
  'verify-full': 'verified',
};

/** A connection URL (`postgresql://user:password@host:port/database?sslmode=require`); undefined where it is none. */
export const parsePostgresUrl = (written: string): PostgresAddress | undefined => {
  const url = URL.parse(written);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') return undefined;
  const tls = tlsOf[url.searchParams.get('sslmode') ?? 'disable'];
  if (tls === undefined) return undefined;
  try {
    const user = decodeURIComponent(url.username) || 'postgres';
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 5432 : Number(url.port),
      user,
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)) || user,
      tls,
    };
  } catch {
    // A percent sign that begins no character.
    return undefined;
  }
};

interface Named {
  readonly url: FlagValues[string] | undefined;
  /** Whether it was typed as a flag, which every user of the machine can read. */
  readonly isTyped: boolean;
  /** `PGPASSWORD`, for a URL without a password. */
  readonly password: string | undefined;
}

/** The PostgreSQL server that the user named; null where none was. */
export const postgresOf = ({url, isTyped, password = ''}: Named): PostgresAddress | null => {
  const [written] = texts(url);
  if (written === undefined) return null;
  const address = parsePostgresUrl(written);
  // The URL may hold a password: it is not said again.
  if (address === undefined)
    throw new UserError(
      'The PostgreSQL address is not postgresql://user@host:port/database.',
      'Write it as --postgres postgresql://postgres@localhost:5432/postgres; sslmode is disable, require or verify-full.',
    );
  if (isTyped && address.password !== '')
    throw new UserError(
      'A password on the command line can be read by every user of the machine.',
      'Leave it out of --postgres, and give it as PGPASSWORD.',
    );
  return address.password === '' ? {...address, password} : address;
};

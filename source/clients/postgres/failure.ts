import {failureOf} from '../../errors.ts';
import type {Why} from '../../model/reading.ts';
import type {PostgresAddress} from '../../model/target.ts';
import {ClientError, silence} from '../client-error.ts';
import {DeadlineError} from '../deadline.ts';
import {dig, text} from '../json.ts';

/** How the server is called in a sentence. */
export const placeOf = ({host, port}: PostgresAddress): string =>
  `PostgreSQL (${host.includes(':') ? `[${host}]` : host}:${port})`;

/** What went wrong between us and a PostgreSQL server. */
export class PostgresError extends ClientError {
  override readonly name = 'PostgresError';
  /** The server's SQLSTATE; null where it was not the server that refused. */
  readonly code: string | null;

  constructor(why: Why, sentence: string, code: string | null = null) {
    super(why, sentence);
    this.code = code;
  }

  /** Whether it was the statement that the server refused, and not the connection. */
  get isAnswer(): boolean {
    return this.code !== null && !/^(08|28|3D|53|57P)/.test(this.code);
  }
}

/** What SQLSTATE means for who asked, by its beginning: the longest that fits. */
const reasons: readonly (readonly [begins: string, why: Why])[] = [
  ['28', 'not-authorised'],
  ['42501', 'not-authorised'],
  ['57014', 'timed-out'],
  // It is shutting down, has crashed, or is still starting.
  ['57P', 'unreachable'],
  ['08', 'unreachable'],
  ['0A', 'not-supported'],
];

const ended = (words: string): string => words.trim().replace(/[.\s]*$/, '');

/** A refusal in the server's own words: where in the statement, what it holds of it, and its code. */
const refusal = (error: unknown, code: string, where: string): PostgresError => {
  const said = (field: string): string => text(dig(error, field)) ?? '';
  const message = error instanceof Error ? error.message : said('message');
  const at = said('position') === '' ? '' : `, at character ${said('position')}`;
  const more = [said('detail'), said('hint')].filter(words => words !== '').map(words => ` ${ended(words)}.`);
  return new PostgresError(
    reasons.find(([begins]) => code.startsWith(begins))?.[1] ?? 'not-read',
    `${where}: ${ended(message)}${at} (${code}).${more.join('')}`,
    code,
  );
};

const isSqlState = (code: string | undefined): code is string => /^[0-9A-Z]{5}$/.test(code ?? '');

/** Any error of the client, as a `PostgresError`; `where` is how the server is called. */
export const postgresError = (error: unknown, where: string): PostgresError => {
  if (error instanceof PostgresError) return error;
  if (error instanceof DeadlineError) return new PostgresError('timed-out', silence(error, where));
  const code = text(dig(error, 'code'));
  // A code of the system's (EPIPE) may look like one of SQL's: the server says how bad it is, too.
  if (isSqlState(code) && text(dig(error, 'severity')) !== undefined) return refusal(error, code, where);
  const message = error instanceof Error ? error.message : '';
  // The client's own words; a published port takes connections before the server behind it does.
  if (/terminated/i.test(message))
    return new PostgresError(
      'unreachable',
      `${where} closed the connection: it may be starting, or was stopped.`,
    );
  const {why, sentence} = failureOf(error, where);
  return new PostgresError(why, sentence);
};

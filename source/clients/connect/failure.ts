import {failureOf} from '../../errors.ts';
import type {Why} from '../../model/reading.ts';
import {ClientError, silence} from '../client-error.ts';
import {DeadlineError} from '../deadline.ts';
import {dig, text} from '../json.ts';

/** What went wrong between us and a Connect worker, with the HTTP status where it answered. */
export class ConnectError extends ClientError {
  override readonly name = 'ConnectError';
  readonly status: number | null;

  constructor(why: Why, sentence: string, status: number | null = null) {
    super(why, sentence);
    this.status = status;
  }
}

/** Any error of a call to the worker, as a `ConnectError`; `where` is its name and URL. */
export const connectError = (error: unknown, where: string): ConnectError => {
  if (error instanceof ConnectError) return error;
  if (error instanceof DeadlineError) return new ConnectError('timed-out', silence(error, where));
  // A published port takes connections before the worker behind it does, and closes them again.
  if (text(dig(error, 'code')) === 'ECONNRESET')
    return new ConnectError('unreachable', `${where} closed the connection: it may still be starting.`);
  const {why, sentence} = failureOf(error, where);
  return new ConnectError(why, sentence);
};

/** An answer that is no success. */
export const refusal = (status: number, body: unknown, where: string): ConnectError => {
  const why: Why =
    status === 401 || status === 403 ? 'not-authorised' : status === 404 ? 'not-supported' : 'not-read';
  const words = text(dig(body, 'message')) ?? 'without a reason';
  return new ConnectError(why, `${where} answered ${status}: ${words}`, status);
};

import {codeOf, failureOf} from '../../errors.ts';
import type {Why} from '../../model/reading.ts';
import {ClientError, silence} from '../client-error.ts';
import {DeadlineError} from '../deadline.ts';
import {dig, number, text} from '../json.ts';

/** What went wrong between us and a Docker Engine, with the HTTP status where the engine answered. */
export class EngineError extends ClientError {
  override readonly name = 'EngineError';
  readonly status: number | null;

  constructor(why: Why, sentence: string, status: number | null = null) {
    super(why, sentence);
    this.status = status;
  }
}

const missing = (host: string): string => `No Docker Engine listens at ${host}: that socket does not exist.`;
const forbidden = (host: string): string => `This user may not open the Docker Engine's socket ${host}.`;

/** Codes that mean more here than to anyone else. */
const ownWords: Readonly<Record<string, readonly [Why, (host: string) => string]>> = {
  ENOENT: ['unreachable', missing],
  ECONNREFUSED: [
    'unreachable',
    host => `The Docker Engine at ${host} refuses the connection: it is not running.`,
  ],
  EACCES: ['not-authorised', forbidden],
  EPERM: ['not-authorised', forbidden],
};

/** The engine's own words out of dockerode's `(HTTP code 409) unexpected - words`. */
const engineWords = (error: unknown): string => {
  const words = text(dig(error, 'json', 'message'));
  if (words !== undefined) return words.trim();
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\(HTTP code \d+\) [^-]* - /, '').trim();
};

/** Any error of a call to the engine at `host`, as an `EngineError`. */
export const engineError = (error: unknown, host: string): EngineError => {
  if (error instanceof EngineError) return error;
  if (error instanceof DeadlineError)
    return new EngineError('timed-out', silence(error, `The Docker Engine at ${host}`));
  const status = number(dig(error, 'statusCode'));
  if (status !== undefined) {
    const why: Why =
      status === 401 || status === 403 ? 'not-authorised' : status === 501 ? 'not-supported' : 'not-read';
    return new EngineError(why, `Docker answered ${status}: ${engineWords(error)}`, status);
  }
  const known = ownWords[codeOf(error) ?? ''];
  if (known !== undefined) return new EngineError(known[0], known[1](host));
  const {why, sentence} = failureOf(error, `The Docker Engine at ${host}`);
  return new EngineError(why, sentence);
};

import {UserError} from '../errors.ts';

/** The documented exit codes, by what they mean. */
export const exitCodes = {
  fine: 0,
  unmet: 1,
  unreachable: 2,
  partly: 3,
  wrong: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that ends a command with one of the documented codes. */
export class ExitError extends UserError {
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string, next = '') {
    super(message, next);
    this.name = 'ExitError';
    this.code = code;
  }
}

export const wrongUsage = (message: string, next = ''): ExitError =>
  new ExitError(exitCodes.wrong, message, next);

export const unreachable = (message: string, next = ''): ExitError =>
  new ExitError(exitCodes.unreachable, message, next);

export const unmet = (message: string, next = ''): ExitError => new ExitError(exitCodes.unmet, message, next);

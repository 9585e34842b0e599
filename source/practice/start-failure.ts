import {UserError} from '../errors.ts';
import {PortTaken} from './ports.ts';

type Words = readonly [sentence: (folder: string) => string, next: string];

const elsewhere = 'set XDG_RUNTIME_DIR to a folder elsewhere.';
const room = `Make room there, or ${elsewhere}`;

const words: Readonly<Record<string, Words>> = {
  ENOSPC: [folder => `There is no space left for ${folder}.`, room],
  EDQUOT: [folder => `The quota of this user is used up where ${folder} would lie.`, room],
  EROFS: [
    folder => `${folder} would lie where nothing can be written.`,
    `Make that writable, or ${elsewhere}`,
  ],
  EMFILE: [
    () => 'A program may not open so many files here.',
    'Allow it to open more, with ulimit -n 1024, and try again.',
  ],
  ENFILE: [() => 'Too many files are open on this machine.', 'End other programs, and try again.'],
};

/** What keeps a lab from starting, as a `UserError` where the user can do something about it. `folder` is the lab's. */
export const startFailure = (error: unknown, folder: string): unknown => {
  if (error instanceof PortTaken)
    return new UserError(
      error.message,
      'End that program, or leave out --ports sheet: others are chosen then.',
    );
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = words[code];
  return known ? new UserError(known[0](folder), known[1], {cause: error}) : error;
};

import {isOld, type Missing, type Reading, type Unknown, unknown} from '../../model/reading.ts';
import type {MissingJson} from '../json.ts';

/** A list as it is printed, and the entries of `missing` that are about the list as a whole. */
export interface ListShape {
  readonly list: readonly object[] | Unknown;
  readonly missing: readonly MissingJson[];
}

/** Parts that did not come, as entries about the list at `path`. */
export const missingParts = (path: string, parts: readonly Missing[]): readonly MissingJson[] =>
  parts.map(({why, sentence}) => ({path, why, sentence}));

/** Why a reading gives no value that may be printed as one of now; undefined when it does. */
export const withheld = (reading: Reading<unknown>, what: string, now: number): Unknown | undefined => {
  switch (reading.state) {
    case 'waiting':
      return unknown('not-read', `${what} was not read.`);
    case 'failed':
      return unknown(reading.error.why, reading.error.sentence);
    case 'stale':
      return unknown('stale', reading.error.sentence, reading.at);
    default:
      return isOld(reading, now)
        ? unknown('stale', `${what} was last read some time ago.`, reading.at)
        : undefined;
  }
};

/** A list that comes from one reading: left out where that failed or is old, with its missing parts where it is partial. */
export const listOf = (
  reading: Reading<unknown>,
  what: string,
  path: string,
  now: number,
  list: () => readonly object[],
): ListShape => {
  const why = withheld(reading, what, now);
  if (why) return {list: why, missing: []};
  return {list: list(), missing: reading.state === 'partial' ? missingParts(path, reading.missing) : []};
};

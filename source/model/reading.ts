/** Why a value is not known. The closed list that every part of the program, and `--json`, uses. */
export type Why = 'unreachable' | 'timed-out' | 'not-authorised' | 'not-supported' | 'not-read' | 'stale';

/**
 * A value that exists but could not be read, with the reason. It is not `null`: `null` means that there is
 * none (no leader, no commit, no health check). `at` is the time (ms since the epoch) of the last known
 * value, where there was one.
 */
export interface Unknown {
  readonly unknown: Why;
  readonly sentence: string;
  readonly at?: number;
}

/** A value, or the reason why it is not known. */
export type Known<T> = T | Unknown;

/** A total. Where `unknownParts` is above zero, `sum` is a lower bound. */
export interface Sum {
  readonly sum: number;
  readonly unknownParts: number;
}

/** What went wrong with a reading, in the terms of the closed list and as one sentence. */
export interface Failure {
  readonly why: Why;
  readonly sentence: string;
}

/** A part of a reading that did not come: `path` names it in the reading's own words, e.g. `broker 2`. */
export interface Missing extends Failure {
  readonly path: string;
}

/**
 * What one query said, and when. `at` is the time of the value (ms since the epoch), `every` the interval at
 * which it is read (ms); a value older than two of its intervals is old and is shown with its age.
 */
export type Reading<T> =
  | {readonly state: 'waiting'}
  | {readonly state: 'ready'; readonly value: T; readonly at: number; readonly every: number}
  | {
      readonly state: 'partial';
      readonly value: T;
      readonly at: number;
      readonly every: number;
      readonly missing: readonly Missing[];
    }
  | {
      readonly state: 'stale';
      readonly value: T;
      readonly at: number;
      readonly every: number;
      readonly error: Failure;
    }
  | {readonly state: 'failed'; readonly at: number; readonly error: Failure};

export const waiting: Reading<never> = {state: 'waiting'};

export const ready = <T>(value: T, at: number, every: number): Reading<T> => ({
  state: 'ready',
  value,
  at,
  every,
});

/** A whole reading, or a partial one where something is missing. */
export const came = <T>(value: T, missing: readonly Missing[], at: number, every: number): Reading<T> =>
  missing.length === 0 ? ready(value, at, every) : {state: 'partial', value, at, every, missing};

/** The reading after a query failed: the last value is kept and marked stale; without one it has failed. */
export const failedAfter = <T>(before: Reading<T>, error: Failure, at: number): Reading<T> =>
  before.state === 'waiting' || before.state === 'failed'
    ? {state: 'failed', at, error}
    : {state: 'stale', value: before.value, at: before.at, every: before.every, error};

/** The value of a reading, however old; `undefined` while there is none. */
export const lastValue = <T>(reading: Reading<T>): T | undefined =>
  reading.state === 'waiting' || reading.state === 'failed' ? undefined : reading.value;

/** Whether a value is older than two of its own intervals. */
export const isOld = (value: {readonly at: number; readonly every: number}, now: number): boolean =>
  now - value.at > 2 * value.every;

export const unknown = (why: Why, sentence: string, at?: number): Unknown =>
  at === undefined ? {unknown: why, sentence} : {unknown: why, sentence, at};

export const isUnknown = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && 'unknown' in value;

export const isSum = (value: unknown): value is Sum =>
  typeof value === 'object' && value !== null && 'unknownParts' in value;

/** The value where it is known (`null` included), else `undefined`. */
export const known = <T>(value: Known<T>): T | undefined => (isUnknown(value) ? undefined : value);

/**
 * Adds up what is known. `null` parts (none) count as nothing; unknown parts make the sum a lower bound; with no
 * known part at all the sum is unknown for the reason of the first, and with nothing but `null` it is `null`.
 */
export const addUp = (parts: Iterable<Known<number | null>>): Known<Sum | null> => {
  let sum = 0;
  let numbers = 0;
  let unknownParts = 0;
  let first: Unknown | undefined;
  for (const part of parts) {
    if (isUnknown(part)) {
      unknownParts++;
      first ??= part;
    } else if (part !== null) {
      numbers++;
      sum += part;
    }
  }
  if (numbers > 0) return {sum, unknownParts};
  return first ?? null;
};

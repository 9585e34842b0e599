import type {LabEvent} from '../model/event.ts';
import type {Picture} from '../model/picture.ts';
import type {Condition, Exercise} from './exercise.ts';

/** A step that was met: when, and what was seen. */
export interface Tick {
  readonly at: number;
  readonly seen: readonly string[];
}

/** An exercise that is being done, or was. Times are ms since the epoch. */
export interface Attempt {
  readonly id: string;
  readonly startedAt: number;
  readonly solvedAt: number | null;
  /** Of the steps that are met, in order. */
  readonly ticks: readonly Tick[];
  /** How many hints were asked for. */
  readonly hints: number;
  /** Log ends by `topic/partition` at the start. */
  readonly before: Readonly<Record<string, number>>;
}

/** The conditions of the step that is to be done now; none where all are met. */
export const conditionsOf = (
  exercise: Exercise,
  attempt: Attempt,
  picture: Picture,
  journal: readonly LabEvent[],
): readonly Condition[] => {
  const step = exercise.steps[attempt.ticks.length];
  if (!step) return [];
  const since = attempt.ticks.at(-1)?.at ?? attempt.startedAt;
  return step.proof({picture, journal, before: new Map(Object.entries(attempt.before)), since});
};

/**
 * Ticks the steps that are met now, one after the other; what was met stays met, whatever happens later. The attempt
 * itself where nothing is new. Pure.
 */
export const advanceAttempt = (
  exercise: Exercise,
  attempt: Attempt,
  picture: Picture,
  journal: readonly LabEvent[],
): Attempt => {
  if (attempt.solvedAt !== null) return attempt;
  const conditions = conditionsOf(exercise, attempt, picture, journal);
  if (conditions.length === 0 || conditions.some(({isMet}) => !isMet)) return attempt;
  const at = Math.max(picture.now, attempt.startedAt);
  const ticks = [...attempt.ticks, {at, seen: conditions.map(({sentence}) => sentence)}];
  const solvedAt = ticks.length === exercise.steps.length ? at : null;
  return advanceAttempt(exercise, {...attempt, ticks, solvedAt}, picture, journal);
};

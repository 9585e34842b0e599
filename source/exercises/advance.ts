import {ageText} from '../format/age.ts';
import type {LabEvent} from '../model/event.ts';
import {partitionKey} from '../model/history.ts';
import type {Picture} from '../model/picture.ts';
import {isOld, known, lastValue} from '../model/reading.ts';
import type {Condition, Exercise} from './exercise.ts';

/** A step that was met: when, and what was seen. */
export interface Tick {
  readonly at: number;
  readonly seen: readonly string[];
  /** How many events there were by then since the exercise began. */
  readonly events: number;
}

/** An exercise that is being done, or was. Times are ms since the epoch. */
export interface Attempt {
  readonly id: string;
  readonly startedAt: number;
  /** When it was gone on with, where another one was done meanwhile. */
  readonly resumedAt?: number;
  readonly solvedAt: number | null;
  /** Of the steps that are met, in order. */
  readonly ticks: readonly Tick[];
  /** How many hints were asked for. */
  readonly hints: number;
  /** Log ends by `topic/partition` at the start. */
  readonly before: Readonly<Record<string, number>>;
}

/** The log ends that are known now, by partition key. */
export const endsOf = (picture: Picture): Readonly<Record<string, number>> =>
  Object.fromEntries(
    picture.topics.flatMap(({name, partitions}) =>
      (known(partitions) ?? []).flatMap(({id, end}) =>
        typeof end === 'number' ? [[partitionKey(name, id), end] as const] : [],
      ),
    ),
  );

/** What keeps a picture from proving anything: one of its readings is from before. */
const unread = ({world: {target, metadata, containers}, now}: Picture): readonly Condition[] => {
  const readings = [
    ['The cluster', metadata] as const,
    ...(target?.dockerHost == null ? [] : [['The engine', containers] as const]),
  ];
  return readings.flatMap(([what, reading]) => {
    if (reading.state === 'waiting') return [{isMet: false, sentence: `${what} was not read yet.`}];
    if (reading.state === 'failed') return [{isMet: false, sentence: reading.error.sentence}];
    if (reading.state !== 'stale' && !isOld(reading, now)) return [];
    const age = ageText(Math.max(0, now - reading.at));
    return [
      {isMet: false, sentence: `${what} was last read ${age} ago, and what is that old proves nothing.`},
    ];
  });
};

/** Topics of the exercise that are gone: whatever waits for them waits in vain. */
const lost = ({setup}: Exercise, {topics, world}: Picture): readonly Condition[] =>
  lastValue(world.metadata) === undefined
    ? []
    : setup
        .filter(({topic}) => !topics.some(({name}) => name === topic))
        .map(({topic}) => ({
          isMet: false,
          sentence: `There is no topic ${topic}: to begin the exercise anew makes it (x in view 9).`,
        }));

/** The conditions of the step that is to be done now; none where all are met. */
export const conditionsOf = (
  exercise: Exercise,
  attempt: Attempt,
  picture: Picture,
  journal: readonly LabEvent[],
): readonly Condition[] => {
  const step = exercise.steps[attempt.ticks.length];
  if (!step) return [];
  const last = attempt.ticks.at(-1);
  const conditions = step.proof({
    picture,
    journal,
    recent: journal.slice(last?.events ?? 0),
    before: new Map(Object.entries(attempt.before)),
    // A clock that was put back would else have it lie ahead.
    since: Math.min(last?.at ?? attempt.startedAt, picture.now),
  });
  // A step may have been to delete it: what is met needs no topic.
  const isMet = conditions.every(condition => condition.isMet);
  return [...conditions, ...(isMet ? [] : lost(exercise, picture)), ...unread(picture)];
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
  const last = attempt.ticks.at(-1);
  // It had more steps when it was begun, with another version of the program.
  if (last && !exercise.steps[attempt.ticks.length]) return {...attempt, solvedAt: last.at};
  const conditions = conditionsOf(exercise, attempt, picture, journal);
  if (conditions.length === 0 || conditions.some(({isMet}) => !isMet)) return attempt;
  const at = Math.max(picture.now, attempt.startedAt);
  const seen = conditions.map(({sentence}) => sentence);
  const ticks = [...attempt.ticks, {at, seen, events: journal.length}];
  const isBaseline = exercise.steps[attempt.ticks.length]?.isBaseline === true;
  const before = isBaseline ? {...attempt.before, ...endsOf(picture)} : attempt.before;
  const solvedAt = ticks.length === exercise.steps.length ? at : null;
  return advanceAttempt(exercise, {...attempt, ticks, solvedAt, before}, picture, journal);
};

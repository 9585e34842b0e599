import {ageText} from '../../format/age.ts';
import type {Line, Span} from '../../format/line.ts';
import {isOld} from '../../model/reading.ts';
import type {Status} from './freshness.ts';
import {sentences} from './sentences.ts';

/** The age of a row that is older than two of its own intervals, which stands at its end; null for a fresh one. */
export const ageSpan = (
  age: {readonly at: number; readonly every: number} | undefined,
  now: number,
): Span | null => (age && isOld(age, now) ? {text: ` ${ageText(now - age.at)} old`, tone: 'warn'} : null);

/** Cells that are kept free of columns for the ages: a figure that is cut in two would be another figure. */
export const ageWidth = (ages: readonly (Span | null)[]): number =>
  ages.reduce((most, age) => Math.max(most, age?.text.length ?? 0), 0);

/** What a detail begins with where its row is old: it has no border that would carry the age. */
export const ageLines = (
  age: {readonly at: number; readonly every: number} | undefined,
  status: Status,
  now: number,
  width: number,
): readonly Line[] => {
  const at = status.kind === 'stale' ? status.at : age && isOld(age, now) ? age.at : undefined;
  if (at === undefined) return [];
  const why = status.kind === 'stale' ? ` ${status.sentence}` : '';
  const told = `Last read ${ageText(now - at)} ago: what follows is as it was then.${why}`;
  return [...sentences(told, width, {tone: 'warn'}), []];
};

import {ageText} from '../../format/age.ts';
import type {Span} from '../../format/line.ts';
import {isOld} from '../../model/reading.ts';

/** The age of a row that is older than two of its own intervals, which stands at its end; null for a fresh one. */
export const ageSpan = (
  age: {readonly at: number; readonly every: number} | undefined,
  now: number,
): Span | null => (age && isOld(age, now) ? {text: ` ${ageText(now - age.at)} old`, tone: 'warn'} : null);

/** Cells that are kept free of columns for the ages: a figure that is cut in two would be another figure. */
export const ageWidth = (ages: readonly (Span | null)[]): number =>
  ages.reduce((most, age) => Math.max(most, age?.text.length ?? 0), 0);

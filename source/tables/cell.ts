import {ageText} from '../format/age.ts';
import {bytesText} from '../format/bytes.ts';
import type {Span, Tone} from '../format/line.ts';
import {numberText, rateText} from '../format/number.ts';
import {isSum, isUnknown, type Known, type Sum} from '../model/reading.ts';
import type {CellContext} from './column.ts';

/** A cell of text with a meaning; without a tone it takes the row's. */
export const cell = (text: string, tone?: Tone): Span => (tone === undefined ? {text} : {text, tone});

export const none: Span = {text: '-', tone: 'muted'};

/** What is drawn for a value: `?` for unknown, `denied` where reading it was refused, `-` for none. */
export const knownCell = <T>(value: Known<T | null>, draw: (value: T) => Span): Span => {
  if (isUnknown(value))
    return value.unknown === 'not-authorised' ? cell('denied', 'warn') : cell('?', 'warn');
  return value === null ? none : draw(value);
};

/** A total with unknown parts is a lower bound and says so. */
const sumText = (value: number | Sum, text: (value: number) => string): string => {
  if (!isSum(value)) return text(value);
  return value.unknownParts > 0 ? `≥${text(value.sum)}` : text(value.sum);
};

type Total = Known<number | Sum | null>;

export const numberCell = (value: Total, tone?: (value: number) => Tone | undefined): Span =>
  knownCell(value, known => cell(sumText(known, numberText), tone?.(isSum(known) ? known.sum : known)));

/** Records per second. */
export const rateCell = (value: Total): Span =>
  knownCell(value, known =>
    cell(sumText(known, rateText), (isSum(known) ? known.sum : known) === 0 ? 'muted' : undefined),
  );

export const bytesCell = (value: Total): Span => knownCell(value, known => cell(sumText(known, bytesText)));

/** A count that is well where it is 0. */
export const badCell = (value: Total, tone: Tone): Span =>
  numberCell(value, number => (number === 0 ? 'muted' : tone));

/** The value that a total is sorted by. */
export const sumValue = (value: Total): Known<number | null> => (isSum(value) ? value.sum : value);

const halfDay = 12 * 60 * 60_000;

/** A moment, in the form that the user chose. A time of day alone would lie about another day: then it is an age. */
export const timeText = (at: number, {now, timeForm}: CellContext): string => {
  if (timeForm === 'iso') return new Date(at).toISOString();
  const isToday = Math.abs(now - at) < halfDay;
  return timeForm === 'clock' && isToday
    ? new Date(at).toTimeString().slice(0, 8)
    : `${ageText(now - at)} ago`;
};

/**
 * Text with places that are filled in for each event:
 *
 * | place | becomes |
 * |---|---|
 * | `{i}` | the number of the event, from 0; `{i+1000}` adds, `{i%10}` goes round |
 * | `{uuid}` | a random UUID |
 * | `{time}` | the time, as `2026-01-31T12:00:00.000Z` |
 * | `{millis}` | the time in milliseconds since 1970 |
 * | `{random}` | a whole number from 0 to 999999; `{random:1-6}` from 1 to 6 |
 * | `{pick:red\|green}` | one of the words |
 *
 * All other braces stand for themselves, so that JSON needs no escapes; `{{i}}` stands for `{i}`.
 */
export type Template = (event: TemplateEvent) => string;

export interface TemplateEvent {
  /** The number of the event, from 0. */
  readonly i: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A number from 0 to below 1, another one at each call. */
  readonly random: () => number;
}

const place = String.raw`i(?:([%+])(\d+))?|uuid|time|millis|random(?::(\d+)-(\d+))?|pick:([^{}]+)`;
const pattern = new RegExp(String.raw`\{\{(?:${place})\}\}|\{(${place})\}`, 'g');
/** Groups of the escaped form come first in a match. */
const escapedGroups = 5;

const hexadecimal = (digits: number, random: () => number): string =>
  Array.from({length: digits}, () => Math.floor(random() * 16).toString(16)).join('');

/** Version 4, made of the randomness that is passed in. */
const uuid = (random: () => number): string => {
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  const [a, b, c, d, e] = [8, 4, 3, 3, 12].map(digits => hexadecimal(digits, random));
  return `${a}-${b}-4${c}-${variant}${d}-${e}`;
};

const between = (low: number, high: number, random: () => number): number =>
  low + Math.floor(random() * (Math.max(low, high) - low + 1));

const numberOf = (i: number, operator: string | undefined, operand: string | undefined): number => {
  if (operator === '%') return Number(operand) === 0 ? 0 : i % Number(operand);
  return operator === '+' ? i + Number(operand) : i;
};

type Part = string | Template;

const partOf = (groups: readonly (string | undefined)[]): Template => {
  const [name = '', operator, operand, low, high, words] = groups;
  if (name === 'uuid') return ({random}) => uuid(random);
  if (name === 'time') return ({now}) => new Date(now).toISOString();
  if (name === 'millis') return ({now}) => String(now);
  if (words !== undefined) {
    const choices = words.split('|');
    return ({random}) => choices[Math.floor(random() * choices.length)] ?? '';
  }
  if (name.startsWith('random')) {
    const from = Number(low ?? 0);
    const to = Number(high ?? 999_999);
    return ({random}) => String(between(from, to, random));
  }
  return ({i}) => String(numberOf(i, operator, operand));
};

/** Reads a template. Every text is one. */
export const parseTemplate = (text: string): Template => {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index));
    const groups = match.slice(1 + escapedGroups);
    parts.push(groups[0] === undefined ? match[0].slice(1, -1) : partOf(groups));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return event => parts.map(part => (typeof part === 'string' ? part : part(event))).join('');
};

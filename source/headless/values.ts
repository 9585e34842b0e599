import {wrongUsage} from './exit.ts';
import type {Flag, FlagType, FlagValues} from './flag.ts';

const durationUnits: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** Milliseconds, or undefined where the text is no duration. */
export const parseDuration = (text: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text.trim());
  return match ? Math.round(Number(match[1]) * (durationUnits[match[2] ?? 's'] ?? 1)) : undefined;
};

const example: Readonly<Record<Exclude<FlagType, 'boolean' | 'text'>, string>> = {
  whole: 'a whole number, e.g. 10',
  number: 'a number, e.g. 2.5',
  duration: 'a time, e.g. 500ms, 2s or 5m',
};

const parseValue = (flag: Flag, text: string): string | number | undefined => {
  if (flag.type === 'text') return text;
  if (flag.type === 'duration') return parseDuration(text);
  const pattern = flag.type === 'whole' ? /^\d+$/ : /^\d+(\.\d+)?$/;
  return pattern.test(text) ? Number(text) : undefined;
};

/** The next step after wrong usage of a command; the monitor has no name. */
export const helpOf = (name: string): string => `Try kafka-lab ${name === '' ? '' : `${name} `}--help.`;

const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

// A flag called no-x is written --no-x, which the parser reads as x being false.
const isNegated = (flag: Flag): boolean => flag.name.startsWith('no-');

/** The name under which the parser gives a flag's value. */
export const keyOf = (flag: Flag): string => camelCase(isNegated(flag) ? flag.name.slice(3) : flag.name);

/** The values of the flags that were given, each of its type; throws what is wrong with one. */
export const readFlags = (
  given: Record<string, unknown>,
  known: readonly Flag[],
  written: readonly string[],
  command: string,
): FlagValues => {
  const values: Record<string, string | number | boolean | readonly string[]> = {};
  for (const flag of known) {
    const value = given[keyOf(flag)];
    if (flag.type === 'boolean') {
      if (value === !isNegated(flag)) values[flag.name] = true;
      continue;
    }
    const texts = Array.isArray(value) ? value.map(String) : [];
    const last = texts.at(-1);
    if (written.filter(word => word === `--${flag.name}`).length > texts.length)
      throw wrongUsage(`--${flag.name} needs a value.`, helpOf(command));
    if (last === undefined) continue;
    if (flag.choices && !flag.choices.includes(last))
      throw wrongUsage(`--${flag.name} is ${flag.choices.join(' or ')}, not ${last}.`, helpOf(command));
    if (!flag.isMultiple && texts.length > 1)
      throw wrongUsage(`--${flag.name} is given more than once.`, helpOf(command));
    const parsed = parseValue(flag, last);
    if (parsed === undefined && flag.type !== 'text')
      throw wrongUsage(`--${flag.name} is ${example[flag.type]}, not ${last}.`, helpOf(command));
    values[flag.name] = flag.isMultiple ? texts : (parsed ?? last);
  }
  return values;
};

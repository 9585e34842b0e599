import meow from 'meow';
import {
  commonFlags,
  type Flag,
  type FlagType,
  type FlagValues,
  isSet,
  monitorFlags,
  targetFlags,
} from './flag.ts';
import {nearest} from './nearest.ts';

/** What is parsed of a command: its name, what follows it, and its flags. */
export interface Usage {
  readonly name: string;
  /** As the help writes it, e.g. `TOPIC...`; empty where nothing follows. */
  readonly arguments: string;
  readonly flags: readonly Flag[];
}

export type Parsed =
  | {readonly kind: 'monitor'; readonly flags: FlagValues}
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly names: readonly string[];
      readonly flags: FlagValues;
    }
  | {readonly kind: 'help'; readonly name: string | null}
  | {readonly kind: 'version'}
  | {readonly kind: 'wrong'; readonly sentence: string; readonly next: string};

export const monitorUsage: Usage = {name: '', arguments: '', flags: [...targetFlags, ...monitorFlags]};

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

/** A problem with what was typed, in the words of its user. */
class Wrong extends Error {
  readonly next: string;
  constructor(sentence: string, next: string) {
    super(sentence);
    this.next = next;
  }
}

const helpOf = (name: string): string => `Try kafka-lab ${name === '' ? '' : `${name} `}--help.`;

const meant = (written: string, names: readonly string[], fallback: string): string => {
  const near = nearest(written, names);
  return near ? `Did you mean ${near}?` : fallback;
};

const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Flags as they are written, up to `--`: meow does not tell how an unknown one was spelt. */
const writtenFlags = (argv: readonly string[]): readonly string[] => {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end))
    .filter(word => /^-[^-\d]|^--[^-]/.test(word))
    .map(word => word.replace(/=[\s\S]*$/, ''));
};

// A flag called no-x is written --no-x, which the parser reads as x being false.
const isNegated = (flag: Flag): boolean => flag.name.startsWith('no-');
const keyOf = (flag: Flag): string => camelCase(isNegated(flag) ? flag.name.slice(3) : flag.name);

const parseWords = (
  argv: readonly string[],
  known: readonly Flag[],
): {input: readonly string[]; given: Record<string, unknown>} => {
  const {input, unnormalizedFlags} = meow({
    importMeta: import.meta,
    argv,
    // Found by the parser itself, these would be read from the nearest package.json, and end the process.
    pkg: {name: 'kafka-lab'},
    description: false,
    autoHelp: false,
    autoVersion: false,
    booleanDefault: undefined,
    flags: Object.fromEntries(
      known.map(flag => [
        keyOf(flag),
        flag.type === 'boolean'
          ? ({type: 'boolean'} as const)
          : ({type: 'string', isMultiple: true} as const),
      ]),
    ),
  });
  return {input: input.map(String), given: unnormalizedFlags};
};

const readFlags = (
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
      throw new Wrong(`--${flag.name} needs a value.`, helpOf(command));
    if (last === undefined) continue;
    if (flag.choices && !flag.choices.includes(last))
      throw new Wrong(`--${flag.name} is ${flag.choices.join(' or ')}, not ${last}.`, helpOf(command));
    if (!flag.isMultiple && texts.length > 1)
      throw new Wrong(`--${flag.name} is given more than once.`, helpOf(command));
    const parsed = parseValue(flag, last);
    if (parsed === undefined && flag.type !== 'text')
      throw new Wrong(`--${flag.name} is ${example[flag.type]}, not ${last}.`, helpOf(command));
    values[flag.name] = flag.isMultiple ? texts : (parsed ?? last);
  }
  return values;
};

const parse = (argv: readonly string[], commands: readonly Usage[]): Parsed => {
  const all = [...monitorUsage.flags, ...commonFlags, ...commands.flatMap(command => command.flags)];
  const {input, given} = parseWords(argv, all);
  const [word, ...names] = input;
  const usage = word === undefined ? monitorUsage : commands.find(command => command.name === word);
  if (!usage)
    throw new Wrong(
      `There is no command ${word}.`,
      meant(
        word ?? '',
        commands.map(command => command.name),
        'Try kafka-lab --help.',
      ),
    );
  const known = [...usage.flags, ...commonFlags];
  const spelt = new Set(known.map(flag => `--${flag.name}`));
  const written = writtenFlags(argv);
  for (const each of written)
    if (!spelt.has(each))
      throw new Wrong(
        `${usage.name === '' ? 'kafka-lab' : usage.name} has no flag ${each}.`,
        meant(each, [...spelt], helpOf(usage.name)),
      );
  const flags = readFlags(given, known, written, usage.name);
  if (isSet(flags, 'help')) return {kind: 'help', name: usage.name === '' ? null : usage.name};
  if (isSet(flags, 'version')) return {kind: 'version'};
  if (usage.name === '') return {kind: 'monitor', flags};
  checkNames(usage, names);
  return {kind: 'command', name: usage.name, names, flags};
};

/** Compares the words after a command with its usage: `NAME` one, `[NAME]` at most one, `NAME...` at least one. */
const checkNames = (usage: Usage, names: readonly string[]): void => {
  const what = usage.arguments;
  const isOptional = what.startsWith('[');
  const isMany = what.includes('...');
  if (what === '' && names.length > 0) throw new Wrong(`${usage.name} takes no names.`, helpOf(usage.name));
  if (what !== '' && !isOptional && names.length === 0)
    throw new Wrong(`${usage.name} needs ${what.replaceAll(/[.[\]]/g, '')}.`, helpOf(usage.name));
  if (what !== '' && !isMany && names.length > 1)
    throw new Wrong(`${usage.name} takes one name.`, helpOf(usage.name));
};

/** Reads a command line strictly: what is not known is wrong, with the nearest name that is. */
export const parseArgv = (argv: readonly string[], commands: readonly Usage[]): Parsed => {
  try {
    return parse(argv, commands);
  } catch (error) {
    if (error instanceof Wrong) return {kind: 'wrong', sentence: error.message, next: error.next};
    throw error;
  }
};

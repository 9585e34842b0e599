import meow from 'meow';
import {ExitError, wrongUsage} from './exit.ts';
import {commonFlags, type Flag, type FlagValues, isSet, monitorFlags, targetFlags} from './flag.ts';
import {nearest} from './nearest.ts';
import {helpOf, keyOf, readFlags} from './values.ts';

/** What is parsed of a command: its name, what follows it, and its flags. */
export interface Usage {
  readonly name: string;
  /** As the help writes it, e.g. `TOPIC...`; empty where nothing follows. */
  readonly arguments: string;
  readonly flags: readonly Flag[];
  /** What follows the first name is another program's command line, and is taken as it is. */
  readonly isVerbatim?: true;
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

const meant = (written: string, names: readonly string[], fallback: string): string => {
  const near = nearest(written, names);
  return near ? `Did you mean ${near}?` : fallback;
};

/** Flags as they are written, up to `--`: meow does not tell how an unknown one was spelt. */
const writtenFlags = (argv: readonly string[]): readonly string[] => {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end))
    .filter(word => /^-[^-\d]|^--[^-]/.test(word))
    .map(word => word.replace(/=[\s\S]*$/, ''));
};

/** The parser takes a dash alone for a name, though it may be a flag's value: `--file -` is standard input. */
const withDashes = (argv: readonly string[], known: readonly Flag[]): readonly string[] => {
  const takesValue = (word: string | undefined): boolean =>
    known.some(flag => flag.type !== 'boolean' && word === `--${flag.name}`);
  return argv.flatMap((word, index) => {
    if (word === '-' && takesValue(argv[index - 1])) return [];
    return takesValue(word) && argv[index + 1] === '-' ? [`${word}=-`] : [word];
  });
};

const parseWords = (
  argv: readonly string[],
  known: readonly Flag[],
): {input: readonly string[]; given: Record<string, unknown>} => {
  const {input, unnormalizedFlags} = meow({
    importMeta: import.meta,
    argv: withDashes(argv, known),
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

/** Where another program's command line begins: behind the first name of a command that takes one; else the end. */
const verbatimFrom = (
  argv: readonly string[],
  known: readonly Flag[],
  commands: readonly Usage[],
): number => {
  let isCommand = false;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    if (word.startsWith('-')) {
      if (known.some(({type, name}) => type !== 'boolean' && word === `--${name}`)) index += 1;
    } else if (isCommand) return index + 1;
    else if (commands.find(({name}) => name === word)?.isVerbatim) isCommand = true;
    else break;
  }
  return argv.length;
};

const parse = (whole: readonly string[], commands: readonly Usage[]): Parsed => {
  const all = [...monitorUsage.flags, ...commonFlags, ...commands.flatMap(command => command.flags)];
  const end = verbatimFrom(whole, all, commands);
  const argv = whole.slice(0, end);
  const verbatim = whole.slice(whole[end] === '--' ? end + 1 : end);
  const {input, given} = parseWords(argv, all);
  const [word, ...names] = input;
  const usage = word === undefined ? monitorUsage : commands.find(command => command.name === word);
  if (!usage)
    throw wrongUsage(
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
      throw wrongUsage(
        `${usage.name === '' ? 'kafka-lab' : usage.name} has no flag ${each}.`,
        meant(each, [...spelt], helpOf(usage.name)),
      );
  const flags = readFlags(given, known, written, usage.name);
  if (isSet(flags, 'help')) return {kind: 'help', name: usage.name === '' ? null : usage.name};
  if (isSet(flags, 'version')) return {kind: 'version'};
  if (usage.name === '') return {kind: 'monitor', flags};
  checkNames(usage, names);
  return {kind: 'command', name: usage.name, names: [...names, ...verbatim], flags};
};

/** Compares the words after a command with its usage: `NAME` one, `[NAME]` at most one, `NAME...` at least one. */
const checkNames = (usage: Usage, names: readonly string[]): void => {
  const what = usage.arguments;
  const isOptional = what.startsWith('[');
  const isMany = what.includes('...');
  if (what === '' && names.length > 0) throw wrongUsage(`${usage.name} takes no names.`, helpOf(usage.name));
  if (what !== '' && !isOptional && names.length === 0)
    throw wrongUsage(`${usage.name} needs ${what.replaceAll(/[.[\]]/g, '')}.`, helpOf(usage.name));
  if (what !== '' && !isMany && names.length > 1)
    throw wrongUsage(`${usage.name} takes one name.`, helpOf(usage.name));
};

/** Reads a command line strictly: what is not known is wrong, with the nearest name that is. */
export const parseArgv = (argv: readonly string[], commands: readonly Usage[]): Parsed => {
  try {
    return parse(argv, commands);
  } catch (error) {
    if (error instanceof ExitError) return {kind: 'wrong', sentence: error.message, next: error.next};
    throw error;
  }
};

import type {ContextId} from '../commands/command.ts';
import type {CommandId} from '../commands/index.ts';
import {keymap} from './keymap.ts';

const table: Readonly<Record<ContextId, Readonly<Record<string, CommandId>>>> = keymap;

/** The command that a chord stands for, in the first of the contexts that knows it. */
export const resolve = (chord: string, contexts: readonly ContextId[]): CommandId | undefined => {
  for (const context of contexts) {
    const keys = table[context];
    if (Object.hasOwn(keys, chord)) return keys[chord];
  }
  return undefined;
};

const names: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
};

/** A chord as it is written for a reader: `^D`, `Shift-Tab`, `P`. */
export const chordName = (chord: string): string =>
  names[chord] ?? (chord.startsWith('ctrl+') ? `^${chord.slice(5).toUpperCase()}` : chord);

/** The same table by command: the footer asks for every command at each frame. */
const chordsByCommand: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  Object.entries(table).map(([context, keys]) => [
    context,
    new Map(
      [...Map.groupBy(Object.entries(keys), ([, id]) => id)].map(([id, entries]) => [
        id,
        entries.map(([chord]) => chord),
      ]),
    ),
  ]),
);

/** The chords of a command in these contexts, in the order of the table. */
export const chordsOf = (command: string, contexts: readonly ContextId[]): readonly string[] =>
  contexts.flatMap(context => chordsByCommand.get(context)?.get(command) ?? []);

/** Every context, for help and README. */
export const contextIds = Object.keys(keymap).filter((key): key is ContextId => Object.hasOwn(table, key));

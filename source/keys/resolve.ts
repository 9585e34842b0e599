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

/** The chords of a command in these contexts, in the order of the table. */
export const chordsOf = (command: string, contexts: readonly ContextId[]): readonly string[] =>
  contexts.flatMap(context =>
    Object.entries(table[context])
      .filter(([, id]) => id === command)
      .map(([chord]) => chord),
  );

/** Every context, for help and README. */
export const contextIds = Object.keys(keymap).filter((key): key is ContextId => Object.hasOwn(table, key));

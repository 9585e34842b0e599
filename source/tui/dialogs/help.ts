import type {ContextId} from '../../commands/command.ts';
import {commands} from '../../commands/index.ts';
import {wrap} from '../../format/cells.ts';
import type {Glyphs} from '../../format/glyphs.ts';
import type {Line} from '../../format/line.ts';
import {chordName, chordsOf, contextIds} from '../../keys/resolve.ts';
import {blank, heading, joined} from '../details/section.ts';

/** What a context is called where a reader sees it. */
export const contextTitles: Readonly<Record<ContextId, string>> = {
  global: 'Everywhere',
  list: 'In a list',
  containers: 'On a container',
  groups: 'On a consumer group',
  topics: 'On a topic',
  messages: 'On the messages',
  text: 'In a text',
  input: 'In a text field',
  palette: 'In the palette',
  menu: 'In a menu',
  confirm: 'When asked',
  form: 'In a form',
};

export interface KeyRow {
  readonly keys: string;
  readonly title: string;
  readonly help: string;
}

/** The keys of a context with what they do, in the order of the commands: for `?` and for the README. */
export const keyRows = (context: ContextId): readonly KeyRow[] =>
  commands.flatMap(command => {
    const chords = chordsOf(command.id, [context]);
    return chords.length === 0
      ? []
      : [{keys: chords.map(chordName).join(' '), title: command.title, help: command.help}];
  });

/** A sign and what it means, in as many lines as that takes. */
const explained = (sign: string, text: string, width: number): readonly Line[] =>
  wrap(text, Math.max(20, width - 18)).map((part, index) => [
    {text: `  ${(index === 0 ? sign : '').padEnd(14)} `, tone: 'accent'},
    {text: part},
  ]);

const keyLines = (context: ContextId, width: number): readonly Line[] => [
  heading(contextTitles[context]),
  ...keyRows(context).flatMap(row => explained(row.keys, row.help, width)),
];

const marks = (glyphs: Glyphs, width: number): readonly Line[] => [
  heading('Marks'),
  ...[
    ['?', 'could not be read: unknown, which is neither none nor 0'],
    ['-', 'there is none: no commit, no leader, no health check'],
    ['1?', 'broker 1 is named as the leader and does not answer'],
    [glyphs.atLeast, 'a lower bound: parts of the sum are unknown'],
    ['~', 'an estimate: compaction and transactions leave gaps between offsets'],
    [glyphs.replica.leader, 'leader'],
    [glyphs.replica.inSync, 'in-sync follower'],
    [glyphs.replica.preferred, 'in sync, preferred leader, but not the leader'],
    [glyphs.replica.outOfSync, 'out of sync'],
    [glyphs.replica.offline, 'offline'],
  ].flatMap(([sign = '', text = '']) => explained(sign, text, width)),
];

/** The help: keys of the contexts that are active first, then all others, then the marks. */
export const helpLines = (active: readonly ContextId[], glyphs: Glyphs, width: number): readonly Line[] => {
  const order = [...active, ...contextIds.filter(id => !active.includes(id))];
  return joined(
    ...order.map(id => keyLines(id, width)).filter(lines => lines.length > 1),
    marks(glyphs, width),
    [blank],
  );
};

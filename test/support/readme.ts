import type {ContextId} from '../../source/commands/command.ts';
import {contextTitles, keyRows} from '../../source/tui/dialogs/help.ts';

/** The contexts whose keys the README lists: those of the panes, and of a text. */
const contexts: readonly ContextId[] = ['global', 'list', 'containers', 'groups', 'text'];

const table = (context: ContextId): string =>
  [
    `| ${contextTitles[context]} | |`,
    '| --- | --- |',
    ...keyRows(context).map(row => `| \`${row.keys.replaceAll('|', '\\|')}\` | ${row.help} |`),
  ].join('\n');

/** The README's part between the marks, made from the table of keys. */
export const keysSection = (): string => contexts.map(table).join('\n\n');

const begin = '<!-- keys: made from source/keys/keymap.ts; UPDATE_README=1 npm test -- unit -->';
const end = '<!-- /keys -->';

/** The README with its keys as they are now. */
export const withKeys = (readme: string): string => {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error('The README has no place for the keys.');
  return `${readme.slice(0, from + begin.length)}\n\n${keysSection()}\n\n${readme.slice(to)}`;
};

import {inputOf} from '../store/input.ts';
import {paneState, withDialog, withPane} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

/** Selects the row `to` says, held within the list; moving by hand ends the following of the newest. */
const select = ({ui, pane}: CommandContext, to: (index: number, last: number) => number): void => {
  const last = pane.ids.length - 1;
  if (last < 0) return;
  const index = pane.selected === null ? -1 : pane.ids.indexOf(pane.selected);
  const next = Math.min(last, Math.max(0, to(index, last)));
  const selected = pane.ids[next] ?? null;
  ui.update(state => withPane(state, pane.id, {selected, isFollowing: next === last}));
};

const move = <Id extends string>(
  id: Id,
  title: string,
  to: (index: number, last: number, page: number) => number,
): Command<`list.${Id}`> => ({
  id: `list.${id}`,
  title,
  help: `${title.toLowerCase()} in the list`,
  context: 'list',
  run: context => select(context, (index, last) => to(index, last, Math.max(1, context.pane.pageSize - 1))),
});

const scroll = <Id extends string>(
  id: Id,
  title: string,
  help: string,
  by: number,
): Command<`list.${Id}`> => ({
  id: `list.${id}`,
  title,
  help,
  context: 'list',
  unavailable: ({pane}) => (pane.mostSkipped === 0 ? 'all columns are in sight' : undefined),
  run: ({ui, pane}) =>
    ui.update(state => {
      const now = Math.min(pane.mostSkipped, paneState(state, pane.id).skipped);
      return withPane(state, pane.id, {skipped: Math.max(0, Math.min(pane.mostSkipped, now + by))});
    }),
});

const selectedRow = ({pane}: CommandContext): string | undefined =>
  pane.selected === null ? 'nothing is selected' : undefined;

const nextSort = (columns: readonly string[], column: string): string =>
  columns[(columns.indexOf(column) + 1) % columns.length] ?? column;

/** Moving in a list, and what every list can do. */
export const listCommands = [
  move('up', 'One up', index => index - 1),
  move('down', 'One down', index => index + 1),
  move('page-up', 'A page up', (index, _last, page) => index - page),
  move('page-down', 'A page down', (index, _last, page) => index + page),
  move('half-up', 'Half a page up', (index, _last, page) => index - Math.ceil(page / 2)),
  move('half-down', 'Half a page down', (index, _last, page) => index + Math.ceil(page / 2)),
  move('first', 'First row', () => 0),
  move('last', 'Last row', (_index, last) => last),
  scroll(
    'right',
    'Further columns',
    'brings in the columns that do not fit; an arrow in the lower border says where there are more',
    1,
  ),
  scroll('left', 'Columns before', 'brings back the columns that went out of sight', -1),
  {
    id: 'list.open',
    title: 'Open the detail',
    help: 'shows everything about the selected row',
    context: 'list',
    hint: 'open',
    unavailable: selectedRow,
    run: ({pane}) => {
      if (pane.selected !== null) pane.open(pane.selected);
    },
  },
  {
    id: 'list.filter',
    title: 'Filter the list',
    help: 'shows only the rows that hold the text; Esc shows all again',
    context: 'list',
    hint: 'filter',
    run: ({ui, pane}) =>
      ui.update(state =>
        withDialog(state, {
          kind: 'input',
          purpose: 'filter',
          pane: pane.id,
          input: inputOf(paneState(state, pane.id).filter),
        }),
      ),
  },
  {
    id: 'list.back',
    title: 'Back',
    help: 'takes back the filter, then the marks, then the zoom',
    context: 'list',
    run: ({ui, pane}) =>
      ui.update(state => {
        const {filter, marked} = paneState(state, pane.id);
        if (filter !== '') return withPane(state, pane.id, {filter: ''});
        if (marked.size > 0) return withPane(state, pane.id, {marked: new Set()});
        return state.isZoomed ? {...state, isZoomed: false} : state;
      }),
  },
  {
    id: 'list.sort',
    title: 'Sort by the next column',
    help: 'sorts the list by the next column',
    context: 'list',
    hint: 'sort',
    unavailable: ({pane}) => (pane.columns.length < 2 ? 'this list has one order only' : undefined),
    run: ({ui, pane}) => {
      const column = nextSort(pane.columns, pane.sort.column);
      ui.update(state => withPane(state, pane.id, {sort: {column, isDown: pane.sort.isDown}}));
    },
  },
  {
    id: 'list.reverse',
    title: 'Reverse the order',
    help: 'turns the order of the list round',
    context: 'list',
    unavailable: ({pane}) => (pane.columns.length < 1 ? 'this list has one order only' : undefined),
    run: ({ui, pane}) =>
      ui.update(state => {
        // Rows that stand as they came are sorted by the first column, downwards.
        const column = pane.sort.column || (pane.columns[0] ?? '');
        return withPane(state, pane.id, {sort: {column, isDown: !pane.sort.isDown}});
      }),
  },
  {
    id: 'list.mark',
    title: 'Mark the row',
    help: 'marks the selected row, or takes the mark back; actions then take all marked rows',
    context: 'list',
    unavailable: selectedRow,
    run: ({ui, pane}) => {
      const {selected} = pane;
      if (selected === null) return;
      ui.update(state => {
        const marked = new Set(paneState(state, pane.id).marked);
        if (!marked.delete(selected)) marked.add(selected);
        return withPane(state, pane.id, {marked});
      });
    },
  },
  {
    id: 'list.follow',
    title: 'Follow the newest',
    help: 'keeps the newest row in sight, until the selection is moved',
    context: 'list',
    run: context => {
      const last = context.pane.ids.at(-1) ?? null;
      context.ui.update(state => withPane(state, context.pane.id, {isFollowing: true, selected: last}));
    },
  },
] as const satisfies readonly Command[];

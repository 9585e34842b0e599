import type {Line} from '../../format/line.ts';
import type {PaneState} from '../../store/ui.ts';
import type {Table} from '../../tables/column.ts';
import {contentWishes, renderHeader, renderRow, scrollColumns} from '../../tables/render.ts';
import type {Scene} from '../scene.ts';
import {ageSpan, ageWidth} from './age.ts';
import type {Status} from './freshness.ts';
import {noRows, sentenceOf, sentences} from './sentences.ts';

/** What stands within the border, and what the border says of it. */
export interface Content {
  readonly lines: readonly Line[];
  readonly note: string | null;
  readonly place: string | null;
  readonly further: string;
  readonly mostSkipped: number;
}

/** What a pane shows of one scene: its rows, filtered and sorted, and what is said beside them. */
export interface Shown<Row> {
  readonly spec: {
    readonly empty: string | ((scene: Scene) => string);
    readonly below?: (scene: Scene, width: number, height: number) => readonly Line[];
  };
  readonly scene: Scene;
  readonly state: PaneState;
  readonly table: Table<Row>;
  readonly sort: {readonly column: string; readonly isDown: boolean};
  readonly rows: readonly Row[];
  readonly selected: string | null;
  readonly status: Status;
}

/** Rows that a pane of this height shows: without its border and its column titles. */
export const rowsIn = (height: number): number => Math.max(0, height - 3);

/** The first visible row: the selected one stays in sight, in the middle where the list goes on both ways. */
export const firstVisible = (count: number, selected: number, visible: number): number =>
  Math.max(0, Math.min(selected - Math.floor(visible / 2), count - visible));

/** The lines within the border, `height` of them at most, each of `width` cells. */
export const contentOf = <Row>(
  {spec, scene, state, table, sort, rows, selected, status}: Shown<Row>,
  width: number,
  height: number,
  isFocused: boolean,
): Content => {
  const sentence = sentenceOf(status);
  if (rows.length === 0) {
    const empty = typeof spec.empty === 'string' ? spec.empty : spec.empty(scene);
    return {
      lines: noRows(status, state.filter, empty, width),
      note: null,
      place: null,
      further: '',
      mostSkipped: 0,
    };
  }
  // Where there is one line only, a row is worth more than the titles.
  const titles = height > 1 ? 1 : 0;
  const room = height - titles;
  const index = selected === null ? -1 : rows.findLastIndex(row => table.id(row) === selected);
  const first = firstVisible(rows.length, index, room);
  const visible = rows.slice(first, first + room);
  // The border of a stale pane carries the age of all its rows.
  const ages = visible.map(row =>
    status.kind === 'stale' ? null : ageSpan(table.age?.(row), scene.picture.now),
  );
  const scroll = scrollColumns(
    table,
    width - 1 - ageWidth(ages),
    contentWishes(table, rows, scene.cells),
    state.skipped,
  );
  const widths = scroll.layout;
  const further =
    (scroll.skipped > 0 ? scene.glyphs.left : '') +
    (scroll.skipped < scroll.mostSkipped ? scene.glyphs.right : '');
  const shown = visible.map((row, at) => {
    const id = table.id(row);
    const age = ages[at] ?? null;
    const mark = state.marked.has(id) ? scene.glyphs.marked : ' ';
    const line: Line = [{text: mark, tone: 'accent'}, ...renderRow(table, row, widths, scene.cells)];
    const isDim = status.kind === 'stale' || age !== null;
    const drawn = [...(isDim ? line.map(span => ({...span, dim: true})) : line), ...(age ? [age] : [])];
    return id === selected && isFocused ? drawn.map(span => ({...span, inverse: true})) : drawn;
  });
  const free = room - shown.length;
  const under = (spec.below?.(scene, width, free) ?? []).slice(0, Math.max(0, free));
  const told = sentence === null ? [] : sentences(sentence, width, {tone: 'warn'});
  const isTold = told.length <= free - under.length;
  return {
    lines: [
      ...(titles > 0 ? [[{text: ' '}, ...renderHeader(table, widths, sort)]] : []),
      ...shown,
      ...under,
      ...(isTold ? told : []),
    ],
    // No row gives way to the sentence.
    note: isTold ? null : sentence,
    further,
    mostSkipped: scroll.mostSkipped,
    place: rows.length > room ? `${first + 1}-${first + shown.length} of ${rows.length}` : null,
  };
};

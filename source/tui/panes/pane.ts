import type {ContextId} from '../../commands/command.ts';
import type {Subject} from '../../findings/finding.ts';
import {ageText} from '../../format/age.ts';
import {fitLine, type Line, plain} from '../../format/line.ts';
import {isOld} from '../../model/reading.ts';
import {type PaneState, paneState} from '../../store/ui.ts';
import type {Table} from '../../tables/column.ts';
import {contentWishes, layoutColumns, renderHeader, renderRow} from '../../tables/render.ts';
import {filterRows, sortRows} from '../../tables/select.ts';
import type {Scene} from '../scene.ts';
import {frameOf} from './border.ts';
import type {Status} from './freshness.ts';

/** What a pane is made of: a noun's table, the rows of a scene, and what can be known of a row. */
export interface PaneSpec<Row> {
  readonly id: string;
  readonly noun: string;
  readonly contexts: readonly ContextId[];
  readonly title: (scene: Scene, shown: number) => string;
  readonly table: (scene: Scene) => Table<Row>;
  readonly rows: (scene: Scene) => readonly Row[];
  readonly status: (scene: Scene) => Status;
  /** What is said where there is nothing to list. */
  readonly empty: string;
  readonly subject: (row: Row) => Subject | null;
  readonly detail: (row: Row, scene: Scene, width: number) => readonly Line[];
  /** Lines under the rows, where there is room. */
  readonly below?: (scene: Scene, width: number, height: number) => readonly Line[];
  /** Newest last, followed until the selection is moved. */
  readonly isLog?: boolean;
  /** The rows that hold the filter, where the filter is more than words; a sentence when it cannot be read. */
  readonly filter?: (rows: readonly Row[], filter: string) => readonly Row[] | string;
}

/** A pane in one scene. */
export interface Look {
  /** Row ids, filtered and sorted. */
  readonly ids: readonly string[];
  readonly selected: string | null;
  readonly columns: readonly string[];
  readonly sort: {readonly column: string; readonly isDown: boolean};
  readonly subject: (id: string) => Subject | null;
  readonly text: (id: string) => string;
  /** The detail of a row; undefined when there is no such row any more. */
  readonly detail: (id: string, width: number) => readonly Line[] | undefined;
  /** The pane with its border, exactly `height` lines of `width` cells. */
  readonly lines: (width: number, height: number, isFocused: boolean) => readonly Line[];
}

export interface Pane {
  readonly id: string;
  readonly noun: string;
  readonly contexts: readonly ContextId[];
  readonly look: (scene: Scene) => Look;
}

/** Rows that a pane of this height shows: without its border and its column titles. */
export const rowsIn = (height: number): number => Math.max(0, height - 3);

/** The first visible row: the selected one stays in sight, in the middle where the list goes on both ways. */
export const firstVisible = (count: number, selected: number, visible: number): number =>
  Math.max(0, Math.min(selected - Math.floor(visible / 2), count - visible));

const sortOf = (state: PaneState, table: {readonly sort: string}): {column: string; isDown: boolean} =>
  state.sort ?? {column: table.sort.replace(/^-/, ''), isDown: table.sort.startsWith('-')};

/** A row that is older than two of its own intervals is dimmed, and its age stands at its end. */
const aged = (
  line: Line,
  age: {readonly at: number; readonly every: number} | undefined,
  {picture}: Scene,
  width: number,
): Line => {
  if (!age || !isOld(age, picture.now)) return line;
  const text = ` ${ageText(picture.now - age.at)} old`;
  return [
    ...fitLine(
      line.map(span => ({...span, dim: true})),
      width - text.length,
    ),
    {text, tone: 'warn'},
  ];
};

const sentenceLine = (status: Status): Line | undefined =>
  status.kind === 'partial' || status.kind === 'stale'
    ? [{text: ` ${status.sentence}`, tone: 'warn'}]
    : undefined;

/** What stands in a pane without rows: why there are none. */
const noRows = (status: Status, filter: string, empty: string): Line => {
  if (status.kind === 'waiting') return [{text: ` ${status.sentence}`, tone: 'muted'}];
  if (status.kind === 'failed') return [{text: ` ${status.sentence}`, tone: 'bad'}];
  return [{text: filter === '' ? ` ${empty}` : ` Nothing holds "${filter}".`, tone: 'muted'}];
};

/** Whether two scenes differ in nothing that a list of rows depends on. */
const isSameFor = (a: Scene, b: Scene): boolean =>
  a.picture === b.picture &&
  a.tail === b.tail &&
  a.ui.panes === b.ui.panes &&
  a.ui.view === b.ui.view &&
  a.ui.isShowingAll === b.ui.isShowingAll &&
  a.cells.timeForm === b.cells.timeForm &&
  a.cells.isAscii === b.cells.isAscii;

/** Makes a pane of a spec. Rows, order and selection are worked out once per scene, not once per key or frame. */
export const definePane = <Row>(spec: PaneSpec<Row>): Pane => {
  let last: {readonly scene: Scene; readonly look: Look} | undefined;
  const make = (scene: Scene): Look => {
    const state = paneState(scene.ui, spec.id);
    const table = spec.table(scene);
    const sort = sortOf(state, table);
    const all = spec.rows(scene);
    const passed =
      spec.filter && state.filter !== ''
        ? spec.filter(all, state.filter)
        : filterRows(all, table, state.filter, scene.cells);
    const filtered = typeof passed === 'string' ? [] : passed;
    const rows = spec.isLog && state.sort === null ? filtered : sortRows(filtered, table, sort);
    const ids = rows.map(table.id);
    const byId = new Map(rows.map(row => [table.id(row), row]));
    const fallback = spec.isLog ? ids.at(-1) : ids[0];
    const isKept = state.selected !== null && byId.has(state.selected) && !(spec.isLog && state.isFollowing);
    const selected = (isKept ? state.selected : fallback) ?? null;
    const status: Status =
      typeof passed === 'string' ? {kind: 'failed', sentence: passed} : spec.status(scene);
    const content = (width: number, height: number, isFocused: boolean): readonly Line[] => {
      const note = sentenceLine(status);
      const room = height - 1 - (note && rows.length > 0 ? 1 : 0);
      const widths = layoutColumns(table, width - 1, contentWishes(table, rows, scene.cells));
      if (rows.length === 0) return [noRows(status, state.filter, spec.empty), ...(note ? [note] : [])];
      const index = selected === null ? -1 : ids.indexOf(selected);
      const first = firstVisible(rows.length, index, room);
      const shown = rows.slice(first, first + room).map(row => {
        const id = table.id(row);
        const mark = state.marked.has(id) ? scene.glyphs.marked : ' ';
        const cells = renderRow(table, row, widths, scene.cells);
        const line: Line = [{text: mark, tone: 'accent'}, ...cells];
        const drawn = aged(line, table.age?.(row), scene, width);
        if (id === selected && isFocused) return drawn.map(span => ({...span, inverse: true}));
        return status.kind === 'stale' ? drawn.map(span => ({...span, dim: true})) : drawn;
      });
      const under = spec.below?.(scene, width, room - shown.length) ?? [];
      return [
        [{text: ' '}, ...renderHeader(table, widths, sort)],
        ...shown,
        ...under.slice(0, room - shown.length),
        ...(note ? [note] : []),
      ];
    };
    return {
      ids,
      selected,
      columns: table.columns.map(column => column.id),
      sort,
      subject: id => {
        const row = byId.get(id);
        return row === undefined ? null : spec.subject(row);
      },
      text: id => {
        const row = byId.get(id);
        return row === undefined
          ? ''
          : table.columns.map(column => plain([column.cell(row, scene.cells)])).join('  ');
      },
      detail: (id, width) => {
        const row = byId.get(id);
        return row === undefined ? undefined : spec.detail(row, scene, width);
      },
      lines: (width, height, isFocused) =>
        frameOf({
          title: spec.title(scene, rows.length),
          filter: state.filter,
          status,
          content: content(width - 2, height - 2, isFocused),
          width,
          height,
          isFocused,
          glyphs: scene.glyphs,
          cells: scene.cells,
        }),
    };
  };
  const look = (scene: Scene): Look => {
    if (!last || !isSameFor(last.scene, scene)) last = {scene, look: make(scene)};
    return last.look;
  };
  return {id: spec.id, noun: spec.noun, contexts: spec.contexts, look};
};

import type {ContextId} from '../../commands/command.ts';
import type {Subject} from '../../findings/finding.ts';
import {type Line, plain} from '../../format/line.ts';
import {type PaneState, paneState} from '../../store/ui.ts';
import type {Table} from '../../tables/column.ts';
import {filterRows, sortRows} from '../../tables/select.ts';
import type {Scene} from '../scene.ts';
import {ageLines} from './age.ts';
import {frameOf} from './border.ts';
import {type Content, contentOf} from './content.ts';
import type {Status} from './freshness.ts';

/** What a pane is made of: a noun's table, the rows of a scene, and what can be known of a row. */
export interface PaneSpec<Row> {
  readonly id: string;
  readonly noun: string;
  readonly contexts: readonly ContextId[];
  /** What it is called while nothing is known of its rows: no count, since none was read. */
  readonly name: string;
  /** `shown` are the rows that the filter leaves. */
  readonly title: (scene: Scene, shown: readonly Row[]) => string;
  readonly table: (scene: Scene) => Table<Row>;
  readonly rows: (scene: Scene) => readonly Row[];
  readonly status: (scene: Scene) => Status;
  /** What is said where there is nothing to list. */
  readonly empty: string | ((scene: Scene) => string);
  readonly subject: (row: Row) => Subject | null;
  readonly detail: (row: Row, scene: Scene, width: number) => readonly Line[];
  /** What the detail is headed with, where that is not the row's id. */
  readonly caption?: (row: Row) => string;
  /** Lines under the rows, where there is room. */
  readonly below?: (scene: Scene, width: number, height: number) => readonly Line[];
  /** The row that is selected until the user selects another; without it, or for null, the first. */
  readonly first?: (scene: Scene) => string | null;
  /** Newest last, followed until the selection is moved. */
  readonly isLog?: boolean;
  /** Rows come from the message tail, too, which moves more often than the picture does. */
  readonly hasTail?: boolean;
  /** The rows that hold the filter, where the filter is more than words; a sentence when it cannot be read. */
  readonly filter?: (rows: readonly Row[], filter: string) => readonly Row[] | string;
}

/** A pane in one scene. */
export interface Look {
  /** How many rows there are, filtered. */
  readonly count: number;
  /** Row ids, filtered and sorted. */
  readonly ids: () => readonly string[];
  readonly selected: string | null;
  readonly columns: readonly string[];
  readonly sort: {readonly column: string; readonly isDown: boolean};
  readonly subject: (id: string) => Subject | null;
  readonly text: (id: string) => string;
  readonly caption: (id: string) => string;
  /** The detail of a row; undefined when there is no such row any more. */
  readonly detail: (id: string, width: number) => readonly Line[] | undefined;
  /** The pane with its border, exactly `height` lines of `width` cells. */
  readonly lines: (width: number, height: number, isFocused: boolean) => readonly Line[];
  /** Columns that can be scrolled out of sight, in a pane of this size, before the last ones are in sight. */
  readonly mostSkipped: (width: number, height: number) => number;
}

export interface Pane {
  readonly id: string;
  readonly noun: string;
  readonly contexts: readonly ContextId[];
  readonly look: (scene: Scene) => Look;
}

const sortOf = (state: PaneState, table: {readonly sort: string}): {column: string; isDown: boolean} =>
  state.sort ?? {column: table.sort.replace(/^-/, ''), isDown: table.sort.startsWith('-')};

/** Whether two scenes differ in nothing that a list of rows depends on. */
const isSameFor = (a: Scene, b: Scene, hasTail: boolean): boolean =>
  a.picture === b.picture &&
  a.course === b.course &&
  (!hasTail || a.tail === b.tail) &&
  a.ui.panes === b.ui.panes &&
  a.ui.view === b.ui.view &&
  a.ui.isShowingAll === b.ui.isShowingAll &&
  a.cells.timeForm === b.cells.timeForm &&
  a.cells.isAscii === b.cells.isAscii;

/** What is worked out when it is first asked for, and then kept. */
const lazy = <T>(make: () => T): (() => T) => {
  let made: {readonly value: T} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
};

/**
 * Makes a pane of a spec. Rows, order and selection are worked out once per scene, not once per key or frame, and so are
 * its lines: a frame in which only the tail moved leaves all other panes as they are.
 */
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
    // A tail has thousands of rows, of which a frame shows some.
    const ids = lazy(() => rows.map(table.id));
    const byId = lazy(() => new Map(rows.map(row => [table.id(row), row])));
    const initial = spec.isLog ? rows.at(-1) : rows[0];
    const wanted = spec.first?.(scene) ?? null;
    // What the filter hides is not selected: nobody would see what is acted on.
    const first = wanted !== null && byId().has(wanted) ? wanted : null;
    const fallback = first ?? (initial === undefined ? null : table.id(initial));
    const isKept =
      state.selected !== null && !(spec.isLog && state.isFollowing) && byId().has(state.selected);
    const selected = isKept ? state.selected : fallback;
    const status: Status =
      typeof passed === 'string' ? {kind: 'failed', sentence: passed} : spec.status(scene);
    const isUnread = all.length === 0 && (status.kind === 'waiting' || status.kind === 'failed');
    const content = (width: number, height: number, isFocused: boolean): Content =>
      contentOf({spec, scene, state, table, sort, rows, selected, status}, width, height, isFocused);
    let drawn: {readonly key: string; readonly lines: readonly Line[]} | undefined;
    return {
      count: rows.length,
      ids,
      selected,
      columns: table.columns.map(column => column.id),
      sort,
      subject: id => {
        const row = byId().get(id);
        return row === undefined ? null : spec.subject(row);
      },
      text: id => {
        const row = byId().get(id);
        return row === undefined
          ? ''
          : table.columns.map(column => plain([column.cell(row, scene.cells)])).join('  ');
      },
      caption: id => {
        const row = byId().get(id);
        return row === undefined || !spec.caption ? id : spec.caption(row);
      },
      detail: (id, width) => {
        const row = byId().get(id);
        if (row === undefined) return undefined;
        const age = ageLines(table.age?.(row), status, scene.picture.now, width);
        return [...age, ...spec.detail(row, scene, width)];
      },
      mostSkipped: (width, height) => content(width - 2, height - 2, false).mostSkipped,
      lines: (width, height, isFocused) => {
        const key = `${width} ${height} ${isFocused}`;
        if (drawn?.key === key) return drawn.lines;
        const {lines, note, place, further} = content(width - 2, height - 2, isFocused);
        const framed = frameOf({
          title: isUnread ? spec.name : spec.title(scene, rows),
          filter: state.filter,
          status,
          content: lines,
          note,
          place,
          further,
          width,
          height,
          isFocused,
          glyphs: scene.glyphs,
          cells: scene.cells,
        });
        drawn = {key, lines: framed};
        return framed;
      },
    };
  };
  const look = (scene: Scene): Look => {
    if (!last || !isSameFor(last.scene, scene, spec.hasTail === true)) last = {scene, look: make(scene)};
    return last.look;
  };
  return {id: spec.id, noun: spec.noun, contexts: spec.contexts, look};
};

import {widthOf} from '../format/cells.ts';
import {sanitize} from '../format/sanitize.ts';
import type {CellContext, Column, Table} from './column.ts';

/** The columns that are drawn, each with its width, in the order of the table. */
export interface Layout<Row> {
  readonly columns: readonly {readonly column: Column<Row>; readonly width: number}[];
  /** Cells between two columns. */
  readonly gap: number;
  /** Cells of a whole line. */
  readonly width: number;
}

const gapFor = (width: number): number => (width < 100 ? 1 : 2);

/** The least and the greatest width of a column. */
export interface Wish {
  readonly min: number;
  readonly max: number;
}

const wishOf = <Row>(column: Column<Row>): Wish => ({
  min: column.width.min,
  max: Math.max(column.width.min, column.width.max),
});

const total = (widths: readonly number[], gap: number): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1);

/** Hands out what is left, a cell at a time in the order of importance, so that no column starves. */
const grow = (wishes: readonly Wish[], order: readonly number[], room: number): readonly number[] => {
  const widths = wishes.map(wish => wish.min);
  let left = room;
  while (left > 0) {
    const before = left;
    for (const index of order) {
      const max = wishes[index]?.max ?? 0;
      const width = widths[index] ?? 0;
      if (left > 0 && width < max) {
        widths[index] = width + 1;
        left--;
      }
    }
    if (left === before) break;
  }
  return widths;
};

/** Fewer cells than this no words are cut to. */
const narrowestWords = 8;

/** Where not even what always stays fits, words are cut and no figure is: a figure cut in two would be another one. */
const narrowed = <Each extends {readonly column: {readonly align: 'left' | 'right'}; readonly wish: Wish}>(
  kept: readonly Each[],
  width: number,
  gap: number,
): Each[] => {
  const mins = kept.map(({wish}) => wish.min);
  const isWords = (index: number): boolean => kept[index]?.column.align === 'left';
  for (let excess = total(mins, gap) - width; excess > 0; excess--) {
    const widest = Math.max(...mins.filter((min, index) => isWords(index) && min > narrowestWords));
    const at = mins.findLastIndex((min, index) => isWords(index) && min === widest);
    if (at < 0) break;
    mins[at] = widest - 1;
  }
  return kept.map((each, index) => ({...each, wish: {...each.wish, min: mins[index] ?? each.wish.min}}));
};

/**
 * Which columns fit into `width` cells, and how wide each is. Where not all do, those with the highest priority number
 * go first (of equals the last one); what is left over is shared out up to each column's greatest width. `wishes` are
 * the least and greatest widths instead of the columns' own.
 */
export const layoutColumns = <Row>(
  table: Table<Row>,
  width: number,
  wishes: readonly Wish[] = table.columns.map(wishOf),
): Layout<Row> => {
  const gap = gapFor(width);
  let kept = table.columns.map((column, index) => ({column, wish: wishes[index] ?? wishOf(column)}));
  const least = (): number =>
    total(
      kept.map(({wish}) => wish.min),
      gap,
    );
  while (kept.length > 1 && least() > width) {
    const highest = Math.max(...kept.map(({column}) => column.priority));
    if (highest === 0) break;
    const last = kept.findLastIndex(({column}) => column.priority === highest);
    kept = kept.filter((_, index) => index !== last);
  }
  kept = narrowed(kept, width, gap);
  const order = kept
    .map((_, index) => index)
    .sort((a, b) => (kept[a]?.column.priority ?? 0) - (kept[b]?.column.priority ?? 0));
  const widths = grow(
    kept.map(({wish}) => wish),
    order,
    width - least(),
  );
  return {
    columns: kept.map(({column}, index) => ({column, width: widths[index] ?? column.width.min})),
    gap,
    width,
  };
};

/** What is left where the `skipped` columns after the first, which names the row, are scrolled out of sight. */
const without = <Each>(columns: readonly Each[], skipped: number): readonly Each[] =>
  columns.filter((_, index) => index === 0 || index > skipped);

/** A layout scrolled to the right, and how far it can be: both in columns, 0 where all fit. */
export interface ScrolledLayout<Row> {
  readonly layout: Layout<Row>;
  readonly skipped: number;
  readonly mostSkipped: number;
}

/**
 * The same with `skipped` columns scrolled out of sight, or as many as it takes to bring the last ones in: a column that
 * does not fit is still within reach.
 */
export const scrollColumns = <Row>(
  table: Table<Row>,
  width: number,
  wishes: readonly Wish[],
  skipped: number,
): ScrolledLayout<Row> => {
  const gap = gapFor(width);
  const least = (most: number): number =>
    total(
      without(wishes, most).map(wish => wish.min),
      gap,
    );
  let mostSkipped = 0;
  while (mostSkipped < table.columns.length - 2 && least(mostSkipped) > width) mostSkipped++;
  const most = Math.min(skipped, mostSkipped);
  const left = {...table, columns: without(table.columns, most)};
  return {layout: layoutColumns(left, width, without(wishes, most)), skipped: most, mostSkipped};
};

/** Rows that are looked at for how wide words are: more would slow a frame down. */
const sampleSize = 200;

/** A name of so many cells is shown whole before a column that matters less is. */
const wholeName = 20;

/**
 * Widths for a pane: columns of words as wide as the words in them, up to their greatest width, so that names are not
 * cut beside empty space; what names the row whole where it is no longer than most names are; columns of figures as they are declared, so that they stand still while they change, and
 * wider where a figure would be cut.
 */
export const contentWishes = <Row>(
  table: Table<Row>,
  rows: readonly Row[],
  context: CellContext,
): readonly Wish[] => {
  const sample = rows.slice(0, sampleSize);
  return table.columns.map((column, index) => {
    const wish = wishOf(column);
    if (column.align === 'right' && wish.min === wish.max) return wish;
    const held = widestIn(column, sample, context, wish.max);
    if (column.align === 'right') return {min: Math.min(wish.max, Math.max(wish.min, held)), max: wish.max};
    const widest = Math.max(held, widthOf(column.title) + 1);
    const isName = index === 0 && column.cut === 'middle';
    const least = isName ? Math.max(wish.min, wholeName) : wish.min;
    return {min: Math.min(least, widest, wish.max), max: Math.min(wish.max, widest)};
  });
};

/** The rows of a tail are looked at in every frame, and stay as they are. */
const cellWidths = new WeakMap<object, WeakMap<object, number>>();

const measured = <Row>(column: Column<Row>, row: Row, context: CellContext): number =>
  widthOf(sanitize(column.cell(row, context).text));

const cellWidth = <Row>(column: Column<Row>, row: Row, context: CellContext): number => {
  if (!column.isOfRow || typeof row !== 'object' || row === null) return measured(column, row, context);
  const widths = cellWidths.get(column) ?? new WeakMap<object, number>();
  const known = widths.get(row);
  if (known !== undefined) return known;
  const width = measured(column, row, context);
  cellWidths.set(column, widths.set(row, width));
  return width;
};

/** The width of the widest cell; where one is as wide as `enough`, no more are looked at. */
const widestIn = <Row>(
  column: Column<Row>,
  rows: readonly Row[],
  context: CellContext,
  enough = Number.POSITIVE_INFINITY,
): number => {
  let most = 0;
  for (const row of rows) {
    if (most >= enough) break;
    most = Math.max(most, cellWidth(column, row, context));
  }
  return most;
};

/** Widths for a table that is printed once: what its rows hold, and no more. */
export const naturalWishes = <Row>(
  table: Table<Row>,
  rows: readonly Row[],
  context: CellContext,
): readonly Wish[] =>
  table.columns.map(column => {
    const widest = Math.max(widestIn(column, rows, context), widthOf(column.title));
    return {min: Math.min(column.width.min, widest), max: widest};
  });

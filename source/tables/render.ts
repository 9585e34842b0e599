import {fit, widthOf} from '../format/cells.ts';
import {glyphsFor, unicodeGlyphs} from '../format/glyphs.ts';
import type {Line, Span} from '../format/line.ts';
import {sanitize} from '../format/sanitize.ts';
import type {CellContext, Column, Table} from './column.ts';
import {defaultSort, type Sort} from './select.ts';

/** The columns that are drawn, each with its width, in the order of the table. */
export interface Layout<Row> {
  readonly columns: readonly {readonly column: Column<Row>; readonly width: number}[];
  /** Cells between two columns. */
  readonly gap: number;
  /** Cells of a whole line. */
  readonly width: number;
}

export interface RenderOptions {
  readonly width: number;
  readonly context: CellContext;
  readonly sort?: Sort;
  /** Widths by what the rows hold, for a table that is printed once; a pane keeps still when its rows change. */
  readonly isNatural?: boolean;
}

const gapFor = (width: number): number => (width < 100 ? 1 : 2);

interface Wish {
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

/** Rows that are looked at for how wide words are: more would slow a frame down. */
const sampleSize = 200;

/**
 * Widths for a pane: columns of words as wide as the words in them, up to their greatest width, so that names are not
 * cut beside empty space; columns of figures as they are declared, so that they stand still while they change.
 */
export const contentWishes = <Row>(
  table: Table<Row>,
  rows: readonly Row[],
  context: CellContext,
): readonly Wish[] => {
  const sample = rows.slice(0, sampleSize);
  return table.columns.map(column => {
    const wish = wishOf(column);
    if (column.align === 'right') return wish;
    const widest = Math.max(widestIn(column, sample, context), widthOf(column.title) + 1);
    return {min: Math.min(wish.min, widest), max: Math.min(wish.max, widest)};
  });
};

const widestIn = <Row>(column: Column<Row>, rows: readonly Row[], context: CellContext): number =>
  rows.reduce((most, row) => Math.max(most, widthOf(sanitize(column.cell(row, context).text))), 0);

/** Widths for a table that is printed once: what its rows hold, and no more. */
const naturalWishes = <Row>(table: Table<Row>, rows: readonly Row[], context: CellContext): readonly Wish[] =>
  table.columns.map(column => {
    const widest = Math.max(widestIn(column, rows, context), widthOf(column.title));
    return {min: Math.min(column.width.min, widest), max: widest};
  });

/** Spans of one line with gaps between them; what is left at the end is filled up, what is too much is cut off. */
const assemble = (spans: readonly Span[], gap: number, width: number): Line => {
  const line: Span[] = [];
  let left = width;
  for (const [index, span] of spans.entries()) {
    if (index > 0 && left > 0) {
      const space = Math.min(gap, left);
      line.push({text: ' '.repeat(space)});
      left -= space;
    }
    const cells = widthOf(span.text);
    if (cells <= left) line.push(span);
    else if (left > 0) line.push({...span, text: fit(span.text, left)});
    left = Math.max(0, left - cells);
  }
  if (left > 0) line.push({text: ' '.repeat(left)});
  return line;
};

/** The titles, in exactly the layout's width; the column that the rows are sorted by carries an arrow. */
export const renderHeader = <Row>(
  table: Table<Row>,
  layout: Layout<Row>,
  sort: Sort | null = defaultSort(table),
): Line => {
  const spans = layout.columns.map(({column, width}): Span => {
    const mark = sort?.column === column.id ? (sort.isDown ? unicodeGlyphs.down : unicodeGlyphs.up) : '';
    // A short column shows its title, and the arrow only where both fit.
    const text = widthOf(column.title + mark) <= width ? column.title + mark : column.title;
    return {text: fit(text, width, column.align), tone: 'title', bold: true};
  });
  return assemble(spans, layout.gap, layout.width);
};

/** One row, in exactly the layout's width. A cell without a tone of its own takes the row's. */
export const renderRow = <Row>(
  table: Table<Row>,
  row: Row,
  layout: Layout<Row>,
  context: CellContext,
): Line => {
  const {ellipsis} = glyphsFor(context.isAscii);
  const rowTone = table.tone?.(row);
  const spans = layout.columns.map(({column, width}): Span => {
    const cell = column.cell(row, context);
    const text = fit(sanitize(cell.text), width, column.align, ellipsis);
    const tone = cell.tone ?? rowTone;
    return tone === undefined ? {...cell, text} : {...cell, text, tone};
  });
  return assemble(spans, layout.gap, layout.width);
};

/** A header and a line for each row, each of them exactly `width` cells. */
export const renderRows = <Row>(
  table: Table<Row>,
  rows: readonly Row[],
  {width, context, sort, isNatural = false}: RenderOptions,
): readonly Line[] => {
  const layout = layoutColumns(table, width, isNatural ? naturalWishes(table, rows, context) : undefined);
  return [
    renderHeader(table, layout, isNatural ? null : sort),
    ...rows.map(row => renderRow(table, row, layout, context)),
  ];
};

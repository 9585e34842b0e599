import {fit, truncateMiddle, widthOf} from '../format/cells.ts';
import {glyphsFor, unicodeGlyphs} from '../format/glyphs.ts';
import type {Line, Span} from '../format/line.ts';
import {sanitize} from '../format/sanitize.ts';
import type {CellContext, Table} from './column.ts';
import {type Layout, layoutColumns, naturalWishes} from './layout.ts';
import {defaultSort, type Sort} from './select.ts';

export {contentWishes, type Layout, layoutColumns, scrollColumns} from './layout.ts';

export interface RenderOptions {
  readonly width: number;
  readonly context: CellContext;
  readonly sort?: Sort;
  /** Widths by what the rows hold, for a table that is printed once; a pane keeps still when its rows change. */
  readonly isNatural?: boolean;
}

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
    // The arrow stands where it can be seen: a title as wide as its column gives way.
    const text = fit(column.title, Math.min(widthOf(column.title), width - widthOf(mark)), 'left', '') + mark;
    return {text: fit(text, width, column.align), tone: 'title', bold: true};
  });
  return assemble(spans, layout.gap, layout.width);
};

const cutBy = (
  cut: 'middle' | 'start' | undefined,
  text: string,
  width: number,
  ellipsis: string,
): string => {
  if (cut === undefined) return text;
  return cut === 'start' ? text.slice(-width) : truncateMiddle(text, width, ellipsis);
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
    const text = fit(cutBy(column.cut, sanitize(cell.text), width, ellipsis), width, column.align, ellipsis);
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

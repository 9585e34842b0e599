import {wrap} from '../../format/cells.ts';
import {fitLine, type Line, type Span} from '../../format/line.ts';
import type {CellContext, Table} from '../../tables/column.ts';
import {layoutColumns, renderHeader, renderRow} from '../../tables/render.ts';

/** The heading of a part of a text. */
export const heading = (text: string): Line => [{text, bold: true, tone: 'title'}];

/** `name   value`, the values below each other. */
export const pair = (name: string, value: Span | string): Line => [
  {text: `  ${name.padEnd(18)} `, tone: 'muted'},
  typeof value === 'string' ? {text: value} : value,
];

/** A paragraph in as many lines as it takes. */
export const paragraph = (text: string, width: number, style: Omit<Span, 'text'> = {}): readonly Line[] =>
  wrap(text, Math.max(10, width - 2)).map(line => [{text: `  ${line}`, ...style}]);

/** A whole table inside a text: a detail scrolls as one. */
export const tableLines = <Row>(
  table: Table<Row>,
  rows: readonly Row[],
  width: number,
  cells: CellContext,
): readonly Line[] => {
  const widths = layoutColumns(table, width - 2);
  const indent: Span = {text: '  '};
  return [
    [indent, ...renderHeader(table, widths, {column: '', isDown: false})],
    ...rows.map((row): Line => [indent, ...renderRow(table, row, widths, cells)]),
  ];
};

/** Command lines, each with what it does; written so that they can be copied as they stand. */
export const commandLines = (
  commands: readonly {readonly line: string; readonly does: string}[],
): readonly Line[] =>
  commands.flatMap(({line, does}): readonly Line[] => [
    [{text: `  # ${does}`, tone: 'muted'}],
    [{text: `  ${line}`, tone: 'accent'}],
  ]);

export const blank: Line = [];

/** Joins the parts of a text with an empty line between them; parts without lines are left out. */
export const joined = (...parts: readonly (readonly Line[])[]): readonly Line[] =>
  parts.filter(part => part.length > 0).flatMap((part, index) => (index === 0 ? part : [blank, ...part]));

export const fitted = (lines: readonly Line[], width: number): readonly Line[] =>
  lines.map(line => fitLine(line, width));

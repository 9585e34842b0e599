import {renderToString, Text} from 'ink';
import type {ReactNode} from 'react';
import {type Align, fit, truncateMiddle, widthOf} from '../../format/cells.ts';
import {sanitize} from '../../format/sanitize.ts';
import {Table} from './ink-table.ts';

/** Cells by their heading; the first row has all headings, in their order. */
export type SmallRow = Readonly<Record<string, string>>;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly align: Align;
}

/** ink-table lays a space on either side of a cell. */
const padding = 1;
/** Narrower than this no column is made, whatever has to be cut elsewhere. */
const narrowest = 4;

const isNumber = (text: string): boolean => /^[+-]?[\d,.]+$|^[-?]$/.test(text);

const columnsOf = (rows: readonly SmallRow[], room: number): readonly Column[] => {
  const titles = Object.keys(rows[0] ?? {});
  const widths = titles.map(title => Math.max(...[title, ...rows.map(row => row[title] ?? '')].map(widthOf)));
  // The widest gives way, until all fit.
  for (let excess = sum(widths) + 2 * padding * widths.length - room; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest];
    if (width === undefined || width <= narrowest) break;
    widths[widest] = width - 1;
  }
  return titles.map((title, index) => ({
    title,
    width: widths[index] ?? narrowest,
    align: index > 0 && rows.every(row => isNumber(row[title] ?? '')) ? 'right' : 'left',
  }));
};

const clean = (row: SmallRow): SmallRow =>
  Object.fromEntries(Object.entries(row).map(([title, text]) => [title, sanitize(text)]));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Lines between rows and columns would take more room than the rows: ink-table is given none to draw. */
const Nothing = (): ReactNode => null;

const drawn = new WeakMap<readonly SmallRow[], {readonly key: string; readonly lines: readonly string[]}>();

const draw = (rows: readonly SmallRow[], room: number, ellipsis: string): readonly string[] => {
  const columns = columnsOf(rows, room);
  const width = sum(columns.map(each => each.width + 2 * padding));
  // ink-table counts UTF-16 units and not cells, so that each cell is fitted once more.
  const Cell = ({column, children}: {readonly column?: number; readonly children?: ReactNode}): ReactNode => {
    // It has a heading's, too, though its types do not say so.
    const place = columns[column ?? 0];
    if (!place) return null;
    const text = truncateMiddle(String(children).trim(), place.width, ellipsis);
    return <Text>{` ${fit(text, place.width, place.align, ellipsis)} `}</Text>;
  };
  return renderToString(
    <Table
      data={[...rows]}
      columns={columns.map(each => each.title)}
      padding={padding}
      header={Cell}
      cell={Cell}
      skeleton={Nothing}
    />,
    {columns: width},
  ).split('\n');
};

/**
 * A table that does not change while it is shown, of which the first `most` rows are drawn: its heading and its rows, a
 * line each without spaces at its end, in `room` cells, or more where there are too many columns for that. Numbers stand right. The same rows are
 * drawn once.
 */
export const smallTable = (
  rows: readonly SmallRow[],
  most: number,
  room: number,
  ellipsis: string,
): readonly string[] => {
  const key = `${most} ${room} ${ellipsis}`;
  const before = drawn.get(rows);
  if (before?.key === key) return before.lines;
  const lines = rows.length === 0 ? [] : draw(rows.slice(0, most).map(clean), room, ellipsis);
  drawn.set(rows, {key, lines});
  return lines;
};

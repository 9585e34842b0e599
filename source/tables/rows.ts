import {cell, none} from './cell.ts';
import type {Table} from './column.ts';

/** A row of a result, in the order in which the server sent it. */
export interface ResultRow {
  readonly index: number;
  readonly values: readonly (string | null)[];
}

export const resultRows = (rows: readonly (readonly (string | null)[])[]): readonly ResultRow[] =>
  rows.map((values, index) => ({index, values}));

/** The table of a result: a column for each of its own. */
export const resultTable = (
  columns: readonly {readonly name: string; readonly isNumeric: boolean}[],
): Table<ResultRow> => ({
  noun: 'row',
  id: row => String(row.index),
  // No column: the order is the statement's.
  sort: '',
  columns: columns.map(({name, isNumeric}, at) => ({
    id: String(at),
    title: name,
    width: {min: 1, max: 200},
    align: isNumeric ? 'right' : 'left',
    priority: 0,
    value: row => row.values[at] ?? null,
    cell: row => {
      const value = row.values[at] ?? null;
      return value === null ? none : cell(value);
    },
  })),
});

import {isUnknown, type Known} from '../model/reading.ts';
import type {CellContext, Column, Table} from './column.ts';

type Value = Known<string | number | null>;

/** Made when there are rows to be sorted: Intl takes long to load, and the first frame has none. */
let collator: Intl.Collator | undefined;

const compareText = (a: string, b: string): number => {
  collator ??= new Intl.Collator('en', {numeric: true});
  return collator.compare(a, b);
};

/** Known values first, then none, then unknown, whichever way the known ones are sorted. */
const rank = (value: Value): number => (isUnknown(value) ? 2 : value === null ? 1 : 0);

const compareKnown = (a: Value, b: Value): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b));

const compare = (a: Value, b: Value, isDown: boolean): number => {
  const ranks = rank(a) - rank(b);
  if (ranks !== 0 || rank(a) !== 0) return ranks;
  return isDown ? compareKnown(b, a) : compareKnown(a, b);
};

export interface Sort {
  readonly column: string;
  readonly isDown: boolean;
}

/** What a table is sorted by until the user chooses. */
export const defaultSort = <Row>(table: Table<Row>): Sort =>
  table.sort.startsWith('-')
    ? {column: table.sort.slice(1), isDown: true}
    : {column: table.sort, isDown: false};

/** Rows by the values of one column; equal ones in the order of their ids, so that a refresh never shuffles them. */
export const sortRows = <Row>(rows: readonly Row[], table: Table<Row>, sort: Sort | null): readonly Row[] => {
  const {column: id, isDown} = sort ?? defaultSort(table);
  const column = table.columns.find(each => each.id === id);
  if (!column) return rows;
  return rows
    .map(row => ({row, value: column.value(row), id: table.id(row)}))
    .sort((a, b) => compare(a.value, b.value, isDown) || compareText(a.id, b.id))
    .map(({row}) => row);
};

const holds = <Row>(
  column: Column<Row>,
  row: Row,
  words: readonly string[],
  context: CellContext,
): readonly string[] => {
  const value = column.value(row);
  const texts = [column.cell(row, context).text, isUnknown(value) || value === null ? '' : String(value)];
  return words.filter(word => texts.some(each => each.toLowerCase().includes(word)));
};

/** Rows that hold every word of the filter in what they show, or in the value behind it, whatever the case. */
export const filterRows = <Row>(
  rows: readonly Row[],
  table: Table<Row>,
  filter: string,
  context: CellContext,
): readonly Row[] => {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(row => {
    const found = new Set(table.columns.flatMap(column => holds(column, row, words, context)));
    return words.every(word => found.has(word));
  });
};

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Known, unknown} from '../../../source/model/reading.ts';
import type {CellContext, Table} from '../../../source/tables/column.ts';
import {filterRows, sortRows} from '../../../source/tables/select.ts';

interface Row {
  readonly id: string;
  readonly lag: Known<number | null>;
}

const context: CellContext = {now: 0, timeForm: 'relative', isAscii: false};

const table: Table<Row> = {
  noun: 'row',
  id: row => row.id,
  sort: '-lag',
  columns: [
    {
      id: 'id',
      title: 'id',
      width: {min: 4, max: 9},
      align: 'left',
      priority: 0,
      value: row => row.id,
      cell: row => ({text: row.id}),
    },
    {
      id: 'lag',
      title: 'lag',
      width: {min: 4, max: 9},
      align: 'right',
      priority: 0,
      value: row => row.lag,
      cell: row => ({text: typeof row.lag === 'number' ? `${row.lag.toLocaleString('en')} behind` : '?'}),
    },
  ],
};

const hidden = unknown('timed-out', 'No answer.');
const rows: readonly Row[] = [
  {id: 'b', lag: null},
  {id: 'topic-10', lag: 5},
  {id: 'topic-9', lag: 5},
  {id: 'a', lag: hidden},
  {id: 'c', lag: 1204},
];

const idsOf = (list: readonly Row[]): string[] => list.map(row => row.id);

test('unknown comes last and none before it, whichever way the rest is sorted; equals go by id', () => {
  assert.deepEqual(idsOf(sortRows(rows, table, null)), ['c', 'topic-9', 'topic-10', 'b', 'a']);
  assert.deepEqual(idsOf(sortRows(rows, table, {column: 'lag', isDown: false})), [
    'topic-9',
    'topic-10',
    'c',
    'b',
    'a',
  ]);
});

test('names with numbers in them sort by the numbers', () => {
  assert.deepEqual(idsOf(sortRows(rows, table, {column: 'id', isDown: true})), [
    'topic-10',
    'topic-9',
    'c',
    'b',
    'a',
  ]);
});

test('a filter finds what is shown and the value behind it, every word somewhere in the row', () => {
  assert.deepEqual(idsOf(filterRows(rows, table, '1,204', context)), ['c']);
  assert.deepEqual(idsOf(filterRows(rows, table, '1204', context)), ['c']);
  assert.deepEqual(idsOf(filterRows(rows, table, 'TOPIC 5', context)), ['topic-10', 'topic-9']);
  assert.deepEqual(idsOf(filterRows(rows, table, 'topic 1204', context)), []);
  assert.equal(filterRows(rows, table, '  ', context), rows);
});

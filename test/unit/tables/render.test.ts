import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineWidth, plain} from '../../../source/format/line.ts';
import type {CellContext, Column, Table} from '../../../source/tables/column.ts';
import {layoutColumns, renderHeader, renderRow, renderRows} from '../../../source/tables/render.ts';

interface Row {
  readonly name: string;
  readonly count: number;
}

const context: CellContext = {now: 0, timeForm: 'relative', isAscii: false};

const column = (
  id: string,
  min: number,
  max: number,
  priority: number,
  align: 'left' | 'right' = 'left',
): Column<Row> => ({
  id,
  title: id,
  width: {min, max},
  align,
  priority,
  value: row => row.name,
  cell: row => ({text: id === 'count' ? String(row.count) : row.name}),
});

const table: Table<Row> = {
  noun: 'row',
  id: row => row.name,
  sort: 'name',
  columns: [
    column('name', 6, 20, 0),
    column('first', 8, 8, 2),
    column('count', 5, 9, 0, 'right'),
    column('second', 8, 30, 2),
    column('last', 10, 40, 3),
  ],
  tone: row => (row.count > 9 ? 'bad' : undefined),
};

const ids = (width: number): string[] => layoutColumns(table, width).columns.map(({column: {id}}) => id);

test('columns go by their priority, of equals the last first, until the rest fits; 0 stays in any case', () => {
  assert.deepEqual(ids(41), ['name', 'first', 'count', 'second', 'last']);
  assert.deepEqual(ids(40), ['name', 'first', 'count', 'second']);
  assert.deepEqual(ids(29), ['name', 'first', 'count']);
  assert.deepEqual(ids(20), ['name', 'count']);
  assert.deepEqual(ids(4), ['name', 'count']);
});

test('what is left over is shared out, never beyond a column', () => {
  for (const width of [12, 20, 41, 55, 80, 99, 100, 120, 200]) {
    const {columns, gap} = layoutColumns(table, width);
    const used = columns.reduce((sum, each) => sum + each.width, 0) + gap * (columns.length - 1);
    assert.ok(used <= width, `${used} cells of ${width}`);
    for (const {
      column: {width: limits},
      width: cells,
    } of columns)
      assert.ok(cells >= limits.min && cells <= limits.max, `${cells} within ${JSON.stringify(limits)}`);
    const isFull = columns.every(each => each.width === each.column.width.max);
    assert.ok(used === width || isFull, `no cell of ${width} is wasted, ${used} used`);
  }
});

test('every line is exactly as wide as it is told, also with wide glyphs and too little room', () => {
  const rows = [
    {name: '東京の注文', count: 3},
    {name: 'a name that is much too long for it', count: 1_000_000_000},
    {name: '👩‍👩‍👧‍👦 family', count: 12},
  ];
  for (const width of [1, 4, 11, 12, 40, 80, 150])
    for (const line of renderRows(table, rows, {width, context}))
      assert.equal(lineWidth(line), width, plain(line));
});

test('a text from outside cannot move the cursor, and a long one is cut with an ellipsis', () => {
  const layout = layoutColumns(table, 20);
  const text = plain(
    renderRow(table, {name: 'a\u001b[2Jb\u202ec and a long rest of it', count: 1}, layout, context),
  );
  assert.doesNotMatch(text, /[\u001b\u202e]/);
  assert.match(text, /^abc and a… +1$/);
});

test('a row has its tone where a cell has none of its own', () => {
  const layout = layoutColumns(table, 20);
  assert.ok(renderRow(table, {name: 'x', count: 10}, layout, context).some(span => span.tone === 'bad'));
  assert.ok(!renderRow(table, {name: 'x', count: 1}, layout, context).some(span => span.tone === 'bad'));
});

test('the header marks the column that the rows are sorted by', () => {
  const layout = layoutColumns(table, 80);
  assert.match(plain(renderHeader(table, layout)), /name▲/);
  assert.match(plain(renderHeader(table, layout, {column: 'count', isDown: true})), /count▼/);
});

test('a title as wide as its column gives way to the mark', () => {
  const layout = layoutColumns(table, 80);
  const narrow = {...layout, columns: layout.columns.map(({column}) => ({column, width: 4}))};
  assert.match(plain(renderHeader(table, narrow, {column: 'count', isDown: true})), /cou▼/);
});

test('a table that is printed once is as wide as what it holds', () => {
  const [header, first] = renderRows(table, [{name: 'ab', count: 1}], {
    width: 2000,
    context,
    isNatural: true,
  });
  assert.equal(plain(header ?? []).trimEnd(), 'name  first  count  second  last');
  assert.equal(plain(first ?? []).trimEnd(), 'ab    ab         1  ab      ab');
});

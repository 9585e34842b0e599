import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  type Column,
  columnType,
  unscaled,
} from '../../../../source/practice/connect/connectors/postgres/column-types.ts';
import {
  changeRecords,
  type Naming,
  shapeOf,
} from '../../../../source/practice/connect/connectors/postgres/envelope.ts';
import {filterOf} from '../../../../source/practice/connect/connectors/postgres/filter.ts';
import {postgresSource} from '../../../../source/practice/connect/connectors/postgres/postgres-source.ts';
import {converterOf} from '../../../../source/practice/connect/converters.ts';

const column = (type: string, more: Partial<Column> = {}): Column => ({
  name: type,
  type,
  modifier: -1,
  kind: 'b',
  values: [],
  isRequired: false,
  isSerial: false,
  ...more,
});

test('values go into events as the schema of their column says', () => {
  const cases: readonly (readonly [Column, string, unknown, string])[] = [
    [column('int4'), '-7', -7, 'int32'],
    [column('timestamp'), '2024-02-29T12:00:00.123456', 1709208000123456, 'int64'],
    [column('timestamp', {modifier: 3}), '2024-02-29T12:00:00.123', 1709208000123, 'int64'],
    [column('timestamptz'), '2024-02-29T12:00:00+00:00', '2024-02-29T12:00:00.000000Z', 'string'],
    [column('timestamptz', {modifier: 0}), '2024-02-29 12:00:00+00', '2024-02-29T12:00:00Z', 'string'],
    [column('time'), '00:00:01.5', 1_500_000, 'int64'],
    [column('date'), '1969-12-31', -1, 'int32'],
    [column('numeric', {modifier: 4 + (8 << 16) + 2}), '12.5', 'BOI=', 'bytes'],
    [column('numeric'), '1.50', {scale: 2, value: 'AJY='}, 'struct'],
    [column('mood', {kind: 'e', values: ['sad', 'glad']}), 'glad', 'glad', 'string'],
    [column('_int4'), '[1, null]', [1, null], 'array'],
    [column('inet'), '127.0.0.1', '127.0.0.1', 'string'],
  ];
  for (const [one, text, value, type] of cases) {
    const {schema, read} = columnType(one, 'precise');
    assert.deepEqual([read(text), schema.type, schema.optional], [value, type, true], one.type);
  }
  assert.equal(columnType(column('numeric'), 'string').read('1.50'), '1.50');
  assert.equal(columnType(column('numeric'), 'double').read('1.50'), 1.5);
  assert.deepEqual(
    ['0', '127', '128', '-128', '-129'].map(digits =>
      Buffer.from(unscaled(digits), 'base64').toString('hex'),
    ),
    ['00', '7f', '0080', '80', 'ff7f'],
  );
});

test('a list of tables matches whole names, in any case, and what is excluded is left out', () => {
  const wanted = filterOf({
    'table.include.list': 'public.customers, shop\\..*',
    'schema.exclude.list': 'shop_old',
  });
  assert.deepEqual(
    [
      ['public', 'customers'],
      ['public', 'Customers'],
      ['public', 'customers_old'],
      ['shop', 'orders'],
      ['shop_old', 'orders'],
    ].map(([schema = '', table = '']) => wanted(schema, table)),
    [true, true, false, true, false],
  );
  assert.equal(filterOf({})('any', 'table'), true);
});

const naming: Naming = {
  prefix: 'p',
  database: 'd',
  version: 'v',
  decimals: 'precise',
  hasTombstones: true,
};
const shape = (isFull: boolean) =>
  shapeOf(
    {
      schema: 'public',
      name: 't',
      columns: [
        column('int4', {name: 'id', isRequired: true, isSerial: true}),
        column('text', {name: 'name'}),
      ],
      key: ['id'],
      isFull,
    },
    naming,
  );
const records = (operation: string, before: Change, after: Change, isFull = true) =>
  changeRecords(
    {lsn: 2, transaction: 1, micros: '1000', schema: 'public', table: 't', operation, before, after},
    shape(isFull),
    {lsn: 2, transaction: 1, micros: '1000', snapshot: 'false', lastCommit: 1, at: 5},
    naming,
    {partition: {}, offset: {}},
  );
type Change = {id: string; name: string} | null;
const [a, b]: [Change, Change] = [
  {id: '1', name: 'a'},
  {id: '1', name: 'b'},
];

test('without the full identity an event knows no more of the old row than its key', () => {
  const before = (all: ReturnType<typeof records>): unknown =>
    typeof all[0]?.value === 'object' && all[0].value !== null
      ? Reflect.get(all[0].value, 'before')
      : undefined;
  assert.deepEqual(before(records('UPDATE', a, b)), {id: 1, name: 'a'});
  assert.equal(before(records('UPDATE', a, b, false)), null);
  assert.deepEqual(before(records('DELETE', a, null, false)), {id: 1, name: null});
});

test('an event has its schema beside it where the converter says so', () => {
  const [first] = records('INSERT', null, a);
  assert.ok(first);
  const json = converterOf('key', {'key.converter': 'JsonConverter'}, {});
  assert.deepEqual(JSON.parse(String(json.fromValue(first.key, first.keySchema))), {
    schema: {
      type: 'struct',
      fields: [{type: 'int32', optional: false, default: 0, field: 'id'}],
      optional: false,
      name: 'p.public.t.Key',
    },
    payload: {id: 1},
  });
  const value: unknown = JSON.parse(String(json.fromValue(first.value, first.valueSchema)));
  assert.match(JSON.stringify(value), /"name":"p\.public\.t\.Envelope","version":2/);
  const text = converterOf('key', {'key.converter': 'StringConverter'}, {});
  assert.equal(String(text.fromValue(first.key, first.keySchema)), 'Struct{id=1}');
});

test('settings that would change the events and do nothing here are refused, not left out in silence', () => {
  const said = postgresSource.check?.({
    'heartbeat.interval.ms': '1000',
    'column.exclude.list': 'public.t.name',
    'time.precision.mode': 'adaptive',
    'snapshot.mode': 'custom',
    'max.queue.size': '10',
  });
  assert.deepEqual(Object.keys(said ?? {}).sort(), [
    'column.exclude.list',
    'heartbeat.interval.ms',
    'snapshot.mode',
  ]);
});

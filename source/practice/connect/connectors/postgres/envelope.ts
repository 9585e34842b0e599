import {field, int64, optional, required, type Schema, struct} from '../../schema.ts';
import type {SourceRecord} from '../connector-class.ts';
import type {Change, Moment, Row, Table} from './capture.ts';
import {columnType, type DecimalMode} from './column-types.ts';

/** What is the same in all events of a connector. */
export interface Naming {
  /** `topic.prefix`. */
  readonly prefix: string;
  readonly database: string;
  readonly version: string;
  readonly decimals: DecimalMode;
  readonly hasTombstones: boolean;
}

export type Operation = 'r' | 'c' | 'u' | 'd';

/** Where in a snapshot a row is; `false` for what happened after it. */
export type Snapshot =
  | 'first'
  | 'true'
  | 'last'
  | 'first_in_data_collection'
  | 'last_in_data_collection'
  | 'false';

export interface Place extends Moment {
  readonly snapshot: Snapshot;
  /** Where the transaction before ended; null where none is known. */
  readonly lastCommit: number | null;
  /** When the event is made (ms since the epoch). */
  readonly at: number;
}

/** A table as events tell it. */
export interface Shape {
  readonly topic: string;
  readonly keySchema: Schema;
  readonly valueSchema: Schema;
  readonly table: Table;
  keyOf(row: Row): Readonly<Record<string, unknown>> | null;
  valueOf(row: Row): Readonly<Record<string, unknown>>;
}

const snapshots: Schema = {
  ...optional('string'),
  name: 'io.debezium.data.Enum',
  version: 1,
  parameters: {allowed: 'true,first,first_in_data_collection,last_in_data_collection,last,false,incremental'},
  default: 'false',
};

const sourceSchema: Schema = struct('io.debezium.connector.postgresql.Source', [
  field('version', required('string')),
  field('connector', required('string')),
  field('name', required('string')),
  field('ts_ms', required('int64')),
  field('snapshot', snapshots),
  field('db', required('string')),
  field('sequence', optional('string')),
  field('ts_us', optional('int64')),
  field('ts_ns', optional('int64')),
  field('schema', required('string')),
  field('table', required('string')),
  field('txId', optional('int64')),
  field('lsn', optional('int64')),
  field('xmin', optional('int64')),
]);

const transactionSchema: Schema = struct(
  'event.block',
  [
    field('id', required('string')),
    field('total_order', required('int64')),
    field('data_collection_order', required('int64')),
  ],
  {optional: true, version: 1},
);

export const shapeOf = (table: Table, {prefix, decimals}: Naming): Shape => {
  const topic = `${prefix}.${table.schema}.${table.name}`;
  const columns = table.columns.map(column => ({name: column.name, ...columnType(column, decimals)}));
  const fieldsOf = (names: readonly string[]) =>
    columns.filter(({name}) => names.includes(name)).map(({name, schema}) => field(name, schema));
  const row = struct(`${topic}.Value`, fieldsOf(columns.map(({name}) => name)), {optional: true});
  const pick = (texts: Row, names: readonly string[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      columns
        .filter(({name}) => names.includes(name))
        .map(({name, read}) => {
          const text = texts[name];
          return [name, text === undefined || text === null ? null : read(text)];
        }),
    );
  return {
    topic,
    table,
    keySchema: struct(`${topic}.Key`, fieldsOf(table.key)),
    valueSchema: struct(
      `${topic}.Envelope`,
      [
        field('before', row),
        field('after', row),
        field('source', sourceSchema),
        field('transaction', transactionSchema),
        field('op', required('string')),
        field('ts_ms', optional('int64')),
        field('ts_us', optional('int64')),
        field('ts_ns', optional('int64')),
      ],
      {version: 2},
    ),
    keyOf: texts => (table.key.length === 0 ? null : pick(texts, table.key)),
    valueOf: texts =>
      pick(
        texts,
        columns.map(({name}) => name),
      ),
  };
};

interface Event {
  readonly operation: Operation;
  readonly before: Row | null;
  readonly after: Row | null;
}

const envelope = ({operation, before, after}: Event, shape: Shape, place: Place, naming: Naming) => ({
  before: before && shape.valueOf(before),
  after: after && shape.valueOf(after),
  source: {
    version: naming.version,
    connector: 'postgresql',
    name: naming.prefix,
    ts_ms: Math.floor(Number(place.micros) / 1000),
    snapshot: place.snapshot,
    db: naming.database,
    sequence: JSON.stringify([
      place.lastCommit === null ? null : String(place.lastCommit),
      String(place.lsn),
    ]),
    ts_us: int64(place.micros),
    ts_ns: int64(`${place.micros}000`),
    schema: shape.table.schema,
    table: shape.table.name,
    txId: place.transaction,
    lsn: place.lsn,
    xmin: null,
  },
  transaction: null,
  op: operation,
  ts_ms: place.at,
  ts_us: place.at * 1000,
  ts_ns: int64(`${place.at}000000`),
});

type Offset = Pick<SourceRecord, 'partition' | 'offset'>;

const recordOf = (
  event: Event,
  row: Row,
  shape: Shape,
  place: Place,
  naming: Naming,
  offset: Offset,
): SourceRecord => {
  const key = shape.keyOf(row);
  return {
    topic: shape.topic,
    key,
    ...(key === null ? {} : {keySchema: shape.keySchema}),
    value: envelope(event, shape, place, naming),
    valueSchema: shape.valueSchema,
    ...offset,
  };
};

/** The event of a row that was there already. */
export const snapshotRecord = (
  row: Row,
  shape: Shape,
  place: Place,
  naming: Naming,
  offset: Offset,
): SourceRecord => recordOf({operation: 'r', before: null, after: row}, row, shape, place, naming, offset);

/** The events of a change: more than one where the key goes away, or changes. */
export const changeRecords = (
  {operation, before, after}: Change,
  shape: Shape,
  place: Place,
  naming: Naming,
  offset: Offset,
): readonly SourceRecord[] => {
  const {key, isFull} = shape.table;
  const record = (event: Event, row: Row) => recordOf(event, row, shape, place, naming, offset);
  /** Without the full identity the log has no more of an old row than its key. */
  const known =
    before && (isFull ? before : Object.fromEntries(key.map(name => [name, before[name] ?? null])));
  const gone = (row: Row): readonly SourceRecord[] => {
    const deleted = record({operation: 'd', before: known, after: null}, row);
    const {valueSchema: _, ...rest} = deleted;
    return naming.hasTombstones && deleted.key !== null ? [deleted, {...rest, value: null}] : [deleted];
  };
  if (operation === 'DELETE') return before ? gone(before) : [];
  if (!after) return [];
  if (operation === 'INSERT') return [record({operation: 'c', before: null, after}, after)];
  if (before && key.some(name => before[name] !== after[name]))
    return [...gone(before), record({operation: 'c', before: null, after}, after)];
  return [record({operation: 'u', before: isFull ? before : null, after}, after)];
};

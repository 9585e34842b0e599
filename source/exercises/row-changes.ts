import {dig, entries, parseJson, text} from '../clients/json.ts';
import {previewText} from '../format/record.ts';
import {at} from '../model/cluster.ts';
import {partitionKey} from '../model/history.ts';
import {lastValue, waiting} from '../model/reading.ts';
import type {LogRecord} from '../model/record.ts';
import type {Condition, Evidence} from './exercise.ts';
import {partitionsOf} from './proofs.ts';

/*
  What Debezium writes of a row that changes, as JSON, alone or as the payload beside a schema:
    key    the columns of the primary key
    value  {op, before, after, …}; op is c (create), u (update), d (delete) or r (read, for the snapshot);
           before and after are the row, or null. A tombstone, which follows a delete, has no value.
*/

type Row = ReadonlyMap<string, unknown>;

/** A change of a row, as it was told. */
export interface RowChange {
  readonly offset: number;
  /** The row: its primary key. */
  readonly key: string;
  readonly op: 'c' | 'u' | 'd' | 'r' | 'tombstone' | 'other';
  /** null where it is not told. */
  readonly before: Row | null;
  readonly after: Row | null;
}

const shown = 60;
const decoder = new TextDecoder();

const jsonOf = (bytes: Uint8Array): unknown => {
  const document = parseJson(decoder.decode(bytes));
  return dig(document, 'payload') ?? document;
};

const rowOf = (value: unknown): Row | null =>
  typeof value === 'object' && value !== null ? new Map(entries(value)) : null;

const ops = ['c', 'u', 'd', 'r'] as const;

const changeOf = ({offset, key: bytes, value}: LogRecord): RowChange => {
  const key = bytes === null ? 'without a key' : keyText(bytes);
  if (value === null) return {offset, key, op: 'tombstone', before: null, after: null};
  const envelope = jsonOf(value);
  const op = ops.find(each => each === text(dig(envelope, 'op'))) ?? 'other';
  return {offset, key, op, before: rowOf(dig(envelope, 'before')), after: rowOf(dig(envelope, 'after'))};
};

/** `id 4`; what is no JSON as it is. */
const keyText = (bytes: Uint8Array): string => {
  const columns = entries(jsonOf(bytes)).map(([name, value]) => `${name} ${valueText(value)}`);
  return columns.length > 0 ? columns.join(', ') : previewText(bytes, shown);
};

const valueText = (value: unknown): string =>
  previewText(Buffer.from(JSON.stringify(value) ?? 'null'), shown);

/** A row in words: its first columns, without those of its key. */
export const rowText = ({key}: RowChange, row: Row): string =>
  [...row]
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .filter(column => !key.split(', ').includes(column))
    .slice(0, 3)
    .join(', ');

/** The columns of a change that have another value than before, with both. */
export const differences = (before: Row, after: Row): string =>
  [...after]
    .filter(([name, value]) => valueText(value) !== valueText(before.get(name)))
    .map(([name, value]) => `${name} was ${valueText(before.get(name))} and is ${valueText(value)}`)
    .join(', ');

/** What was told of the rows of a table since the last baseline, in the order of the log; or why that is not known. */
export const changesOf = (evidence: Evidence, topic: string): readonly RowChange[] | Condition => {
  const partitions = partitionsOf(evidence.picture, topic);
  const readings = partitions.map(({id}) => at(evidence.picture.world.records, topic, id) ?? waiting);
  const failed = readings.find(reading => reading.state === 'failed' || reading.state === 'stale');
  if (failed && 'error' in failed)
    return {isMet: false, sentence: `What is in ${topic} could not be read: ${failed.error.sentence}`};
  const values = readings.map(reading => lastValue(reading));
  if (values.length === 0 || values.some(value => value === undefined))
    return {isMet: false, sentence: `What is in ${topic} was not read yet.`};
  return values
    .flatMap(value => value?.records ?? [])
    .filter(
      ({partition, offset}) =>
        offset >= (evidence.before.get(partitionKey(topic, partition)) ?? Number.POSITIVE_INFINITY),
    )
    .map(changeOf);
};

/** `2 updates (op u), 1 tombstone`: what was told, counted. */
export const countsOf = (changes: readonly RowChange[]): string => {
  const words = {
    c: ['insert (op c)', 'inserts (op c)'],
    u: ['update (op u)', 'updates (op u)'],
    d: ['delete (op d)', 'deletes (op d)'],
    r: ['row of a snapshot (op r)', 'rows of a snapshot (op r)'],
    tombstone: ['tombstone', 'tombstones'],
    other: ['record that is no change of a row', 'records that are no changes of a row'],
  } as const;
  const counts = Map.groupBy(changes, ({op}) => op);
  const parts = [...counts].map(([op, {length}]) => `${length} ${words[op][length === 1 ? 0 : 1]}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
};

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {conditionsOf} from '../../../source/exercises/advance.ts';
import {changeCapture} from '../../../source/exercises/change-capture.ts';
import {ready} from '../../../source/model/reading.ts';
import type {LogRecord} from '../../../source/model/record.ts';
import type {World} from '../../../source/model/world.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {every, partition} from '../../support/lab-parts.ts';

const topic = 'myserver.public.customers';
/** The rows of the table, which were told first. */
const snapshot = 3;

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const row = (id: number, city: string) => ({id, name: 'Ida', city});

/** A record as the connector writes it: a key, and an operation, or null for a tombstone. */
type Told =
  | readonly [id: number, op: string, before: object | null, after: object | null]
  | readonly [id: number, op: null];

const recordsOf = (told: readonly Told[], hasSchemas = false): readonly LogRecord[] =>
  told.map(([id, op, before = null, after = null], index) => {
    const wrapped = (payload: unknown): unknown => (hasSchemas ? {schema: {}, payload} : payload);
    return {
      topic,
      partition: 0,
      offset: snapshot + index,
      timestamp: 0,
      timestampType: 'create',
      key: bytes(wrapped({id})),
      value: op === null ? null : bytes(wrapped({op, before, after, source: {}})),
      headers: [],
      size: 0,
      compression: 'none',
      isTransactional: false,
    };
  });

/** What a step waits for when these changes were told since the rows of the table were. */
const judged = (step: string, told: readonly Told[], hasSchemas = false) => {
  const index = changeCapture.steps.findIndex(({id}) => id === step);
  const lab = labWith(topic, [partition(0, [1, 2])]);
  const records = recordsOf(told, hasSchemas);
  const read = ready({records, next: snapshot + records.length}, lab.now(), every);
  const change = (world: World): World => ({
    ...world,
    records: new Map([[topic, new Map([[0, read]])]]),
  });
  const attempt = {
    id: changeCapture.id,
    startedAt: lab.now(),
    solvedAt: null,
    ticks: changeCapture.steps.slice(0, index).map(() => ({at: lab.now(), seen: [], events: 0})),
    hints: 0,
    before: {[`${topic}/0`]: snapshot},
  };
  const conditions = conditionsOf(changeCapture, attempt, lab.change(change).picture(), []);
  return {
    isMet: conditions.every(({isMet}) => isMet),
    text: conditions.map(({sentence}) => sentence).join(' '),
  };
};

const inserted: Told = [4, 'c', null, row(4, 'Aarhus')];
const updated: Told = [4, 'u', row(4, 'Aarhus'), row(4, 'Odense')];
const deleted: Told = [4, 'd', row(4, 'Odense'), null];
const tombstone: Told = [4, null];

describe('captured changes are proved by what was told of the row', () => {
  test('not by how many records there are', () => {
    const five = [4, 5, 6, 7, 8].map((id): Told => [id, 'c', null, row(id, 'Ribe')]);
    assert.equal(judged('insert', five).isMet, true);
    const update = judged('update', five);
    assert.equal(update.isMet, false);
    assert.match(update.text, /has not told of an update .* id 8\).*5 inserts \(op c\)/);
    assert.equal(judged('delete', five).isMet, false);
  });

  test('an insert, an update and a delete with its tombstone, with the row before and after', () => {
    for (const hasSchemas of [false, true]) {
      const of = (step: string, ...told: readonly Told[]) => judged(step, told, hasSchemas);
      assert.match(
        of('insert', inserted).text,
        /row id 4 was inserted .* after it name "Ida", city "Aarhus"/,
      );
      assert.match(of('update', inserted, updated).text, /city was "Aarhus" and is "Odense"/);
      const gone = of('delete', inserted, updated, deleted, tombstone);
      assert.match(gone.text, /row id 4 was deleted .*before it name "Ida", city "Odense".*at offset 6/);
      assert.deepEqual(
        [of('insert', inserted).isMet, of('update', inserted, updated).isMet, gone.isMet],
        [true, true, true],
      );
    }
  });

  test('a change of a row that was there before is none of the own row', () => {
    const update = judged('update', [inserted, [1, 'u', row(1, 'Aarhus'), row(1, 'Vejle')]]);
    assert.equal(update.isMet, false);
    assert.match(update.text, /of the row id 1, which is none of those that you inserted \(id 4\)/);
  });

  test('a delete without its tombstone is not whole', () => {
    const gone = judged('delete', [inserted, deleted, [1, null]]);
    assert.equal(gone.isMet, false);
    assert.match(gone.text, /No tombstone of id 4 has followed/);
  });

  test('a table that does not tell what was before is told so, and is enough', () => {
    const update = judged('update', [inserted, [4, 'u', null, row(4, 'Odense')]]);
    assert.equal(update.isMet, true);
    assert.match(update.text, /after it name "Ida", city "Odense"; the table's REPLICA IDENTITY/);
  });

  test('five rows are five inserts, and not one row that changed', () => {
    const changes: readonly Told[] = [inserted, updated, updated, updated, updated, updated];
    assert.match(judged('resume', changes).text, /of 1 rows? that were inserted \(op c\), of 5/);
  });

  test('what cannot be read proves nothing, and is said', () => {
    assert.match(judged('insert', [[4, 'x', null, null]]).text, /1 record that is no change of a row/);
  });
});

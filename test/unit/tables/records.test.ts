import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {lineWidth, plain} from '../../../source/format/line.ts';
import {isClean} from '../../../source/format/sanitize.ts';
import type {CellContext} from '../../../source/tables/column.ts';
import {recordTable} from '../../../source/tables/records.ts';
import {layoutColumns, renderRow} from '../../../source/tables/render.ts';
import {noon} from '../../support/lab-parts.ts';
import {awkwardRecords, awkwardTail, logRecord, pausedTail} from '../../support/records.ts';

const context: CellContext = {now: noon, timeForm: 'clock', isAscii: false};

const shown = (name: string, id: 'key' | 'value'): string => {
  const record = awkwardRecords.get(name);
  const column = recordTable.columns.find(each => each.id === id);
  assert.ok(record && column);
  return column.cell(record, context).text;
};

describe('an awkward record', () => {
  for (const [name, record] of awkwardRecords)
    test(`${name} is one clean row of exactly the width that there is`, () => {
      for (const width of [60, 80, 120, 200]) {
        const line = renderRow(recordTable, record, layoutColumns(recordTable, width), context);
        assert.equal(lineWidth(line), width);
        assert.ok(isClean(plain(line)), JSON.stringify(plain(line)));
      }
    });

  test('whose value is null is a tombstone, which an empty value is not', () => {
    assert.equal(shown('tombstone', 'value'), 'tombstone');
    assert.equal(shown('nothing', 'key'), '-');
    assert.equal(shown('empty', 'value'), '');
  });

  test('that is no text is shown in hex', () => {
    assert.equal(shown('binary', 'key'), '00 01 02 fe (4 B, binary)');
  });

  test('that carries control sequences keeps what can be read', () => {
    assert.equal(shown('escapes', 'key'), 'red');
    assert.equal(shown('escapes', 'value'), 'home↵next column');
    assert.equal(shown('overrides', 'value'), 'usernimda hidden');
  });

  test('of 100,000 characters is no longer than a row can show', () => {
    assert.ok(shown('long', 'value').length <= 401);
  });
});

test('two records with the same offset are two rows', () => {
  const rows = [logRecord({partition: 0}), logRecord({partition: 1}), logRecord({topic: 'payments'})];
  assert.equal(new Set(rows.map(recordTable.id)).size, 3);
});

test('a tail says what it holds, and what it dropped while it stood still', () => {
  assert.equal(awkwardTail().sentence, 'showing 30 of 30');
  assert.equal(pausedTail().sentence, 'showing 5 of 12, paused with 7 new, 2 dropped while paused');
});

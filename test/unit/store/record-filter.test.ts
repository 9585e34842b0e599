import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LogRecord} from '../../../source/model/record.ts';
import {parseRecordFilter} from '../../../source/store/record-filter.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const record: LogRecord = {
  topic: 'orders',
  partition: 12,
  offset: 7,
  timestamp: 0,
  timestampType: 'create',
  key: bytes('alice'),
  value: bytes('{"amount": 42, "note": "two words"}'),
  headers: [{key: 'trace', value: bytes('abc')}],
  size: 40,
  compression: 'none',
  isTransactional: false,
};

const passes = (filter: string): boolean => {
  const parsed = parseRecordFilter(filter);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed(record);
};

test('words are found in key, value and headers, whatever their case', () => {
  assert.equal(passes('ALICE amount abc'), true);
  assert.equal(passes('alice bob'), false);
});

test('a field is looked at alone', () => {
  assert.equal(passes('key:alice'), true);
  assert.equal(passes('value:alice'), false);
  assert.equal(passes('header:trace=abc'), true);
});

test('a partition is a number, not a text that holds it', () => {
  assert.equal(passes('partition:12'), true);
  assert.equal(passes('partition:1'), false);
});

test('quotes keep words together, a minus takes what does not hold', () => {
  assert.equal(passes('"two words"'), true);
  assert.equal(passes('-key:bob'), true);
  assert.equal(passes('-key:alice'), false);
});

test('expressions are matched, and one that cannot be read is named', () => {
  assert.equal(passes('value:/"amount": \\d+/'), true);
  assert.equal(passes('/AMOUNT/'), false);
  assert.equal(passes('/AMOUNT/i'), true);
  assert.match(String(parseRecordFilter('value:/(/')), /not a regular expression/);
});

test('a colon that belongs to no field is text', () => {
  assert.equal(passes('amount:99'), false);
});

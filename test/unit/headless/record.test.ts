import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRecordWriter} from '../../../source/headless/shapes/record.ts';
import type {LogRecord} from '../../../source/model/record.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const record: LogRecord = {
  topic: 'orders "eu"',
  partition: 2,
  offset: 41,
  timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  timestampType: 'create',
  key: bytes('k\n1'),
  value: bytes('smørrebrød \ufffd'),
  headers: [
    {key: 'trace', value: new Uint8Array([0xff, 0x00])},
    {key: 'none', value: null},
  ],
  size: 30,
  compression: 'none',
  isTransactional: false,
};

const parsed = (changes: Partial<LogRecord> = {}): unknown => {
  const line = createRecordWriter()({...record, ...changes});
  assert.match(line, /^[^\n]+\n$/, 'one line');
  return JSON.parse(line);
};

test('a record is one line of JSON; bytes are strings where they are UTF-8, else base64', () => {
  assert.deepEqual(parsed(), {
    topic: 'orders "eu"',
    partition: 2,
    offset: 41,
    timestamp: '2026-01-02T03:04:05.006Z',
    key: 'k\n1',
    value: 'smørrebrød \ufffd',
    headers: [
      {key: 'trace', value: {base64: '/wA='}},
      {key: 'none', value: null},
    ],
    size: 30,
  });
});

test('no key, a tombstone and no time are null', () => {
  const {key, value, timestamp} = JSON.parse(
    createRecordWriter()({...record, key: null, value: null, timestamp: -1}),
  );
  assert.deepEqual([key, value, timestamp], [null, null, null]);
});

test('each record has its own time and topic, however they alternate', () => {
  const write = createRecordWriter();
  const times = [1000, 1000, 2000, -1, 1000].map(
    timestamp => JSON.parse(write({...record, timestamp})).timestamp,
  );
  assert.deepEqual(times, [
    '1970-01-01T00:00:01.000Z',
    '1970-01-01T00:00:01.000Z',
    '1970-01-01T00:00:02.000Z',
    null,
    '1970-01-01T00:00:01.000Z',
  ]);
  assert.equal(JSON.parse(write({...record, topic: 'a'})).topic, 'a');
});

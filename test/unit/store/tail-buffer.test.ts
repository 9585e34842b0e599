import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LogRecord} from '../../../source/model/record.ts';
import {emptyTailBuffer, withNote, withPause, withRecords} from '../../../source/store/tail-buffer.ts';

const record = (offset: number, value: string | Uint8Array = `v${offset}`): LogRecord => {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return {
    topic: 't',
    partition: 0,
    offset,
    timestamp: offset,
    timestampType: 'create',
    key: null,
    value: bytes,
    headers: [],
    size: bytes.length,
    compression: 'none',
    isTransactional: false,
  };
};

const records = (from: number, count: number): LogRecord[] =>
  Array.from({length: count}, (_, index) => record(from + index));

const limits = {records: 5, bytes: 1000, recordBytes: 100};
const offsets = (list: readonly LogRecord[]): number[] => list.map(({offset}) => offset);

test('the newest records are shown, and how many there were', () => {
  const buffer = withRecords(withRecords(emptyTailBuffer(limits), records(0, 4)), records(4, 3));
  assert.deepEqual(offsets(buffer.shown), [2, 3, 4, 5, 6]);
  assert.equal(buffer.sentence, 'showing 5 of 7');
});

test('a paused view stands still while records go on coming in', () => {
  const paused = withPause(withRecords(emptyTailBuffer(limits), records(0, 3)), true);
  const later = withRecords(paused, records(3, 4));
  assert.deepEqual(offsets(later.shown), [0, 1, 2]);
  assert.equal(later.sentence, 'showing 3 of 7, paused with 4 new');
  assert.equal(later.shown, paused.shown, 'the view is the same list, so that nothing is drawn again');
  const resumed = withPause(later, false);
  assert.deepEqual(offsets(resumed.shown), [2, 3, 4, 5, 6]);
  assert.equal(resumed.sentence, 'showing 5 of 7');
});

test('what was never seen and had to give way during a pause is counted, across pushes', () => {
  let buffer = withPause(withRecords(emptyTailBuffer(limits), records(0, 5)), true);
  buffer = withRecords(buffer, records(5, 4));
  assert.equal(buffer.dropped, 0, 'the four that gave way had been seen');
  buffer = withRecords(buffer, records(9, 3));
  buffer = withRecords(buffer, records(12, 8));
  assert.equal(buffer.dropped, 10, '15 came in, 5 are kept');
  assert.equal(withPause(buffer, false).sentence, 'showing 5 of 20, 10 dropped while paused');
});

test('the limit of bytes holds, and one large record stays alone', () => {
  const large = record(9, Buffer.alloc(90));
  let buffer = emptyTailBuffer({records: 5, bytes: 100, recordBytes: 100});
  buffer = withRecords(buffer, records(0, 5));
  buffer = withRecords(buffer, [large, record(10, Buffer.alloc(90))]);
  assert.deepEqual(offsets(buffer.shown), [10]);
  assert.equal(buffer.bytes, 90);
});

test('a value beyond the limit for one record is cut, keeps its size, and is told', () => {
  const buffer = withRecords(emptyTailBuffer(limits), [record(0, Buffer.alloc(5000, 'x'))]);
  assert.equal(buffer.shown[0]?.value?.length, 100);
  assert.equal(buffer.shown[0]?.size, 5000);
  assert.equal(buffer.sentence, 'showing 1 of 1, 1 cut at 100 bytes');
});

test('kept bytes are copies, so that a fetched answer is not kept alive', () => {
  const answer = Buffer.alloc(1_000_000);
  const buffer = withRecords(emptyTailBuffer(limits), [record(0, answer.subarray(10, 20))]);
  assert.equal(buffer.shown[0]?.value?.buffer.byteLength, 10);
});

test('nothing new is no change, nor is the same note', () => {
  const buffer = withNote(emptyTailBuffer(limits), 'orders-0 has no leader.');
  assert.equal(withRecords(buffer, []), buffer);
  assert.equal(withNote(buffer, 'orders-0 has no leader.'), buffer);
  assert.equal(withPause(buffer, false), buffer);
});

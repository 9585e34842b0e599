import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRecordsBatch} from '@platformatic/kafka';
import {batchesIn, decodeRecords} from '../../../../source/clients/kafka/record-batch.ts';

const batch = (
  offset: number,
  values: readonly string[],
  compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' = 'none',
): Buffer => {
  const records = values.map((value, index) => ({
    topic: 't',
    partition: 0,
    key: Buffer.from(`k${index}`),
    value: Buffer.from(value),
    headers: new Map([[Buffer.from('h'), Buffer.from('x')]]),
    timestamp: BigInt(1000 + index),
  }));
  const bytes = Buffer.from(createRecordsBatch(records, {compression}).buffer);
  bytes.writeBigInt64BE(BigInt(offset), 0);
  return bytes;
};

const decode = (bytes: Buffer, from = 0): ReturnType<typeof decodeRecords> =>
  decodeRecords(bytes, {topic: 't', partition: 0, from, aborted: []});

for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)
  test(`records of a batch: ${compression}`, () => {
    const {records, nextOffset, problems} = decode(batch(7, ['a'.repeat(100), 'b'], compression));
    assert.deepEqual(problems, []);
    assert.equal(nextOffset, 9);
    assert.deepEqual(
      records.map(({offset, timestamp, key, value, size, compression: used}) => [
        offset,
        timestamp,
        String(key),
        String(value).slice(0, 1),
        size,
        used,
      ]),
      [
        [7, 1000, 'k0', 'a', 104, compression],
        [8, 1001, 'k1', 'b', 5, compression],
      ],
    );
    assert.deepEqual(
      records[0]?.headers.map(({key, value}) => [key, String(value)]),
      [['h', 'x']],
    );
  });

test('what lies before the asked offset in its batch is left out', () => {
  const {records} = decode(batch(0, ['a', 'b', 'c']), 2);
  assert.deepEqual(
    records.map(({offset}) => offset),
    [2],
  );
});

test('a batch that is cut off is left for the next fetch, however little of it came', () => {
  const whole = batch(0, ['a']);
  const second = batch(1, ['b']);
  for (let length = 0; length < second.length; length += 1) {
    const {records, nextOffset} = decode(Buffer.concat([whole, second.subarray(0, length)]));
    assert.deepEqual([records.length, nextOffset], [1, 1], `${length} bytes of it`);
  }
});

test('a damaged batch is told and passed over, those beside it are kept', () => {
  const damaged = batch(1, ['b', 'c']);
  damaged.writeUInt8(damaged.readUInt8(70) ^ 0xff, 70);
  const {records, nextOffset, problems} = decode(Buffer.concat([batch(0, ['a']), damaged, batch(3, ['d'])]));
  assert.deepEqual(
    records.map(({offset}) => offset),
    [0, 3],
  );
  assert.equal(nextOffset, 4);
  assert.deepEqual(problems, ['Offsets 1 to 2 of t-0 cannot be read: its checksum is wrong.']);
});

test('a batch whose length is nonsense does not lead round in a circle', () => {
  const bytes = batch(0, ['a']);
  bytes.writeInt32BE(-12, 8);
  assert.deepEqual([...batchesIn(bytes)], []);
  assert.equal(decode(bytes).nextOffset, 0);
});

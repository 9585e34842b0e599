import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bytesText} from '../../../source/format/bytes.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

test('bytes are whole, and larger units have a decimal below ten', () => {
  assert.deepEqual([0, 512, 1023].map(bytesText), ['0 B', '512 B', '1023 B']);
  assert.deepEqual([kibibyte, 1.5 * kibibyte, 230 * mebibyte].map(bytesText), [
    '1.0 KiB',
    '1.5 KiB',
    '230 MiB',
  ]);
});

test('what rounds up to the next unit is written in it', () => {
  assert.equal(bytesText(1023.4 * kibibyte), '1023 KiB');
  assert.equal(bytesText(1023.6 * kibibyte), '1.0 MiB');
});

test('what rounds up to ten is written as ten is', () => {
  assert.equal(bytesText(9.96 * kibibyte), '10 KiB');
});

test('there is no unit above the last', () => {
  assert.equal(bytesText(5000 * 1024 ** 5), '5000 PiB');
});

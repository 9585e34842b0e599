import assert from 'node:assert/strict';
import {test} from 'node:test';
import {numberText, rateText} from '../../../source/format/number.ts';

test('whole numbers have commas between thousands, and no decimals', () => {
  assert.deepEqual([0, 7, 999, 1204, 12_345_678].map(numberText), ['0', '7', '999', '1,204', '12,345,678']);
  assert.equal(numberText(1203.6), '1,204');
});

test('a rate has one decimal below ten and none above', () => {
  assert.deepEqual([0.1, 1, 9.94, 10, 1204.4].map(rateText), ['0.1', '1.0', '9.9', '10', '1,204']);
});

test('a rate that rounds up to ten is written as ten is', () => {
  assert.equal(rateText(9.96), '10');
});

test('a rate that is not 0 is never written as 0', () => {
  assert.equal(rateText(0), '0');
  assert.equal(rateText(0.001), '<0.1');
});

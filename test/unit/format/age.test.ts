import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ageText, secondsText} from '../../../source/format/age.ts';

const minute = 60_000;
const hour = 60 * minute;

test('an age is told in its largest unit, and never made older than it is', () => {
  assert.deepEqual([0, 999, 14_900, 59_999].map(ageText), ['0 s', '0 s', '14 s', '59 s']);
  assert.deepEqual([minute, 53 * minute, hour - 1].map(ageText), ['1 min', '53 min', '59 min']);
  assert.deepEqual([3 * hour, 47.9 * hour, 48 * hour].map(ageText), ['3 h', '47 h', '2 d']);
});

test('what is ahead of our clock is no age below zero', () => {
  assert.equal(ageText(-5000), '0 s');
});

test('seconds have tenths where they are few, and are never 0 where there are any', () => {
  assert.deepEqual([0, 0.01, 0.4, 9.94].map(secondsText), ['0 s', '<0.1 s', '0.4 s', '9.9 s']);
  assert.deepEqual([10, 12.9, 200, 7200].map(secondsText), ['10 s', '12 s', '3 min', '2 h']);
});

test('seconds that round up to ten are written as ten are', () => {
  assert.equal(secondsText(9.96), '10 s');
});

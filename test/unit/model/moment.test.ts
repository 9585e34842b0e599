import assert from 'node:assert/strict';
import {test} from 'node:test';
import {momentOf} from '../../../source/model/moment.ts';

test('a moment is a time in ISO 8601, or how long ago', () => {
  assert.equal(momentOf('2026-01-31T12:00:00Z', 0), Date.UTC(2026, 0, 31, 12));
  assert.equal(momentOf('2026-01-31', 0), Date.UTC(2026, 0, 31));
  assert.equal(momentOf('15m', 1_000_000), 100_000);
  assert.equal(momentOf('1.5s', 2000), 500);
  assert.equal(momentOf('2d', 200_000_000), 27_200_000);
});

for (const text of ['', '--3', '12', 'tomorrow', '2026', '15x', '2026-13-45', 'May 5'])
  test(`"${text}" is none`, () => {
    assert.equal(momentOf(text, 0), null);
  });

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  lengthFor,
  rateOf,
  readAfter,
  type Series,
  sampled,
  seriesLength,
  timeOf,
  valueAt,
  withPoint,
} from '../../../source/model/history.ts';

const series = (...points: readonly (readonly [seconds: number, value: number])[]): Series =>
  points.map(([at, value]) => ({at: at * 1000, value}));

const grown = (...points: readonly (readonly [seconds: number, value: number])[]): Series =>
  series(...points).reduce<Series>((all, point) => withPoint(all, point), []);

describe('a series', () => {
  test('collapses flat stretches to their first and last point', () => {
    assert.deepEqual(grown([0, 5], [2, 5], [4, 5], [6, 5], [8, 7]), series([0, 5], [6, 5], [8, 7]));
  });

  test('takes no point that is not newer', () => {
    const before = grown([0, 1], [2, 2]);
    assert.equal(withPoint(before, {at: 2000, value: 9}), before);
    assert.equal(withPoint(before, {at: 1000, value: 9}), before);
  });

  test('stays bounded, whole in its newer half, and reaches back to its beginning', () => {
    let long: Series = [];
    for (let second = 0; second < 3000; second++) long = withPoint(long, {at: second * 1000, value: second});
    assert.ok(long.length <= seriesLength);
    assert.equal(long[0]?.at, 0);
    const recent = long.slice(-seriesLength / 2 + 1);
    assert.ok(
      recent.every((point, index) => index === 0 || point.at - (recent[index - 1]?.at ?? 0) === 1000),
    );
  });

  test('is shorter where there are many, but long enough for a rate', () => {
    assert.equal(lengthFor(10), seriesLength);
    assert.ok(lengthFor(10_000) * 10_000 <= 400_000);
    assert.ok(lengthFor(1_000_000) >= 40);
  });
});

describe('a value between readings', () => {
  const ends = series([10, 100], [20, 200], [30, 200], [40, 260]);

  test('is interpolated, unknown before the first and the last one after', () => {
    assert.equal(valueAt(ends, 15_000), 150);
    assert.equal(valueAt(ends, 20_000), 200);
    assert.equal(valueAt(ends, 25_000), 200);
    assert.equal(valueAt(ends, 9000), undefined);
    assert.equal(valueAt(ends, 99_000), 260);
    assert.equal(valueAt([], 0), undefined);
  });

  test('read at or after a time is the one of the same round', () => {
    assert.equal(readAfter(ends, 11_000), 200);
    assert.equal(readAfter(ends, 99_000), 260);
  });

  test('was passed at the end of the stretch on which it stood', () => {
    assert.equal(timeOf(ends, 150), 15_000);
    assert.equal(timeOf(ends, 200), 30_000);
    assert.equal(timeOf(ends, 99), undefined, 'before what was watched');
    assert.equal(timeOf(ends, 260), undefined, 'not passed yet');
  });
});

describe('a rate', () => {
  test('needs two readings', () => {
    assert.equal(rateOf([]), undefined);
    assert.equal(rateOf(series([0, 5])), undefined);
    assert.equal(rateOf(series([0, 5], [2, 25])), 10);
  });

  test('looks back 30 s, and between two readings where none was made then', () => {
    assert.equal(rateOf(series([0, 0], [60, 6000], [70, 6000], [90, 6000])), 0);
    assert.equal(rateOf(series([0, 0], [40, 4000])), 100);
    assert.equal(rateOf(series([0, 9000], [50, 9000], [60, 9100], [80, 9300])), 10);
  });

  test('starts anew where the value went back, and is never below zero', () => {
    assert.equal(rateOf(series([0, 500], [10, 600], [12, 0], [14, 20])), 10);
    assert.equal(rateOf(series([0, 500], [10, 0])), undefined);
  });
});

test('samples are made at even steps, oldest first, over what was watched', () => {
  assert.deepEqual(sampled(series([0, 0], [10, 10]), 2000, 4), [4, 6, 8, 10]);
  assert.deepEqual(sampled(series([0, 0], [4, 8]), 2000, 60), [0, 4, 8]);
  assert.deepEqual(sampled([], 2000, 60), []);
  assert.deepEqual(sampled(series([0, 7]), 2000, 60), [7]);
});

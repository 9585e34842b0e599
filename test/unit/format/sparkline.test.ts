import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../../source/format/cells.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/format/glyphs.ts';
import {sparkline} from '../../../source/format/sparkline.ts';

const [lowest = '', highest = ''] = [unicodeGlyphs.levels[0], unicodeGlyphs.levels.at(-1)];

test('one sign of one cell for each value, the largest highest', () => {
  const text = sparkline([0, 50, 100], false);
  assert.equal(widthOf(text), 3);
  assert.deepEqual([[...text].at(0), [...text].at(-1)], [lowest, highest]);
});

test('where every value is 0 all are lowest, and nothing is drawn of nothing', () => {
  assert.equal(sparkline([0, 0, 0], false), lowest.repeat(3));
  assert.equal(sparkline([], false), '');
});

test('what does not change stands at the top, and below zero counts as 0', () => {
  assert.equal(sparkline([7, 7], false), highest.repeat(2));
  assert.equal(sparkline([-3, 7], false), lowest + highest);
});

test('in ASCII it holds nothing else', () => {
  const text = sparkline([0, 1, 2, 3, 4], true);
  assert.match(text, /^[\x20-\x7e]{5}$/);
  assert.equal(text.at(-1), asciiGlyphs.levels.at(-1));
});

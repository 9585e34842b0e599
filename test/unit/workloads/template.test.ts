import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseTemplate} from '../../../source/workloads/template.ts';

const fill = (text: string, i = 7, random = 0.5): string =>
  parseTemplate(text)({i, now: Date.UTC(2026, 0, 31, 12), random: () => random});

test('places are filled in for each event', () => {
  assert.equal(fill('user-{i}'), 'user-7');
  assert.equal(fill('{i%5}/{i+1000}'), '2/1007');
  assert.equal(fill('{time} {millis}'), '2026-01-31T12:00:00.000Z 1769860800000');
  assert.equal(fill('{random} {random:1-6}'), '500000 4');
  assert.equal(fill('{pick:red|green|blue}'), 'green');
  assert.match(fill('{uuid}'), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('random numbers stay within their bounds', () => {
  assert.equal(fill('{random:3-9}', 0, 0), '3');
  assert.equal(fill('{random:3-9}', 0, 0.999999), '9');
  assert.equal(fill('{random:9-3}', 0, 0.999999), '9');
});

test('JSON needs no escapes, and what is no place stands for itself', () => {
  assert.equal(fill('{"id":{i},"in":{"at":"{time}"}}'), '{"id":7,"in":{"at":"2026-01-31T12:00:00.000Z"}}');
  assert.equal(fill('{name} {} {i '), '{name} {} {i ');
  assert.equal(fill('{{i}} and {i}'), '{i} and 7');
  assert.equal(fill('{i%0}'), '0');
});

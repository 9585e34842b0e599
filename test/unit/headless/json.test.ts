import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stale, toJson} from '../../../source/headless/json.ts';
import {unknown} from '../../../source/model/reading.ts';

test('what is unknown is left out and named by a JSON Pointer, with the time of its last value', () => {
  const {json, missing} = toJson({
    groups: [
      {id: 'a', lag: unknown('timed-out', 'kafka2 did not answer.')},
      {id: 'b', lag: 3, member: null},
      {id: 'c', 'odd/na~me': unknown('stale', 'It is old.', Date.UTC(2026, 0, 2))},
    ],
  });
  assert.deepEqual(json, {groups: [{id: 'a'}, {id: 'b', lag: 3, member: null}, {id: 'c'}]});
  assert.deepEqual(missing, [
    {path: '/groups/0/lag', why: 'timed-out', sentence: 'kafka2 did not answer.'},
    {path: '/groups/2/odd~1na~0me', why: 'stale', sentence: 'It is old.', at: '2026-01-02T00:00:00.000Z'},
  ]);
});

test('a sum is a number, and named as a lower bound where parts of it are unknown', () => {
  const {json, missing} = toJson({
    lag: {sum: 12, unknownParts: 0},
    group: {lag: {sum: 1204, unknownParts: 2}},
  });
  assert.deepEqual(json, {lag: 12, group: {lag: 1204, lowerBounds: ['lag']}});
  assert.deepEqual(missing, []);
});

test('of an old object the fields are left out one by one, and the named ones stay', () => {
  const {json, missing} = toJson({
    worker: stale({name: 'cdc', state: 'RUNNING', tasks: [1]}, ['name'], 0, 'Old.'),
  });
  assert.deepEqual(json, {worker: {name: 'cdc'}});
  assert.deepEqual(
    missing.map(each => [each.path, each.why, each.at]),
    [
      ['/worker/state', 'stale', '1970-01-01T00:00:00.000Z'],
      ['/worker/tasks', 'stale', '1970-01-01T00:00:00.000Z'],
    ],
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {indentedJson} from '../../../source/format/json.ts';

test('JSON is laid out as JSON.stringify does', () => {
  const values = [
    {a: {b: [1, 2, {c: null}], d: {}, e: []}, s: 'x: {"y", [z]} \\" \u00e9', t: true},
    [],
    {},
    [[], [{}]],
    'text',
    12.5,
    null,
  ];
  for (const value of values)
    assert.equal(indentedJson(JSON.stringify(value)), JSON.stringify(value, null, 2));
  assert.equal(indentedJson(' {"a" :\n[ 1 ,2]} '), '{\n  "a": [\n    1,\n    2\n  ]\n}');
});

test('what stands in the text stays as it stands: numbers, members of one name, order, escapes', () => {
  assert.equal(
    indentedJson('{"id":12345678901234567890,"amount":1.10,"2":0,"1":0,"1":1e400,"name":"M\\u00fc"}'),
    '{\n  "id": 12345678901234567890,\n  "amount": 1.10,\n  "2": 0,\n  "1": 0,\n  "1": 1e400,\n  "name": "M\\u00fc"\n}',
  );
});

test('what is no JSON stays as it is', () => {
  for (const text of ['', 'event 1', '{"a":1', '{a: 1}', '{"a":1} {"b":2}'])
    assert.equal(indentedJson(text), text);
});

test('a long string is one token', () => {
  const text = JSON.stringify({text: 'a"\\'.repeat(20_000)});
  assert.equal(indentedJson(text), JSON.stringify(JSON.parse(text), null, 2));
});

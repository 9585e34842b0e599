import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Line, lineWidth, plain} from '../../../source/format/line.ts';
import {wrapLine} from '../../../source/tui/dialogs/wrap.ts';

const texts = (line: Line, width: number): readonly string[] => wrapLine(line, width).map(plain);

test('a line that fits stays the line that it is', () => {
  const line: Line = [{text: '  one two', tone: 'good'}];
  assert.deepEqual(wrapLine(line, 9), [line]);
});

test('a longer one goes on at its spaces, indented below its own beginning', () => {
  assert.deepEqual(texts([{text: '  one two three four'}], 16), ['  one two three ', '    four']);
});

test('a word without end is broken where the line ends, and nothing of it is lost', () => {
  const word = 'x'.repeat(100);
  const lines = texts([{text: word}], 30);
  assert.ok(lines.every(line => line.length <= 30));
  assert.equal(lines.map(line => line.trim()).join(''), word);
});

test('wide characters are never halved, tones go on, and control sequences are harmless', () => {
  const lines = wrapLine([{text: '山田太郎の注文'.repeat(4), tone: 'bad'}, {text: '\u001b[2J end'}], 11);
  for (const line of lines) assert.ok(lineWidth(line) <= 11, plain(line));
  assert.ok(lines.slice(0, 3).every(line => line.some(span => span.tone === 'bad')));
  assert.ok(!lines.map(plain).join('').includes('\u001b'));
});

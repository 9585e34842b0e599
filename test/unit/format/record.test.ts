import assert from 'node:assert/strict';
import {test} from 'node:test';
import {previewText} from '../../../source/format/record.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a short text is shown whole', () => {
  assert.equal(previewText(bytes('{"id":1}'), 40), '{"id":1}');
  assert.equal(previewText(bytes(''), 40), '');
});

test('a text that is cut says so, wherever its bytes are cut', () => {
  assert.equal(previewText(bytes('abcdef'), 4), 'abcd…');
  for (const character of ['é', '注', '🎉'])
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = previewText(bytes(before + character.repeat(50)), 6);
      assert.ok(text.startsWith(before) && text.endsWith('…'), text);
      // All that was asked for, however many bytes it takes; half an emoji is left out.
      assert.ok(text.length === 7 || (character === '🎉' && text.length === 6), text);
      assert.ok(!text.includes('binary') && !text.includes('\ufffd'), text);
    }
});

test('a line of 100,000 characters costs and shows no more than its beginning', () => {
  assert.equal(previewText(bytes('x'.repeat(100_000)), 8), 'xxxxxxxx…');
});

test('bytes that are no text are shown in hex, with their number', () => {
  assert.equal(previewText(Uint8Array.of(0xff, 0xfe, 0x00), 30), 'ff fe 00 (3 B, binary)');
  const long = new Uint8Array(2048).fill(0xc0);
  assert.equal(previewText(long, 9), 'c0 c0 c0 … (2.0 KiB, binary)');
});

test('hex that is whole is not said to be cut', () => {
  assert.equal(previewText(new Uint8Array(4).fill(0xff), 10), 'ff ff ff ff (4 B, binary)');
});

test('control sequences and overrides of the direction are not in it', () => {
  assert.equal(previewText(bytes('a\u001b[2Jb\u202ec'), 40), 'abc');
});

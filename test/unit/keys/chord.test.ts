import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {keyOf} from '../../../source/keys/chord.ts';
import {keySequences, reports} from '../../support/sequences.ts';

describe('keyOf', () => {
  it('names every key that terminals send', () => {
    for (const [sequence, chord] of keySequences)
      assert.equal(keyOf(sequence)?.chord, chord, JSON.stringify(sequence));
  });

  it('finds no key in a report', () => {
    for (const report of reports) assert.equal(keyOf(report), null, JSON.stringify(report));
  });

  it('gives characters as they are typed, with their text', () => {
    for (const character of ['a', 'A', '?', ':', '+', 'ä', '注', '🎉']) {
      assert.deepEqual(keyOf(character), {chord: character, text: character});
    }
    assert.deepEqual(keyOf(' '), {chord: 'space', text: ' '});
  });

  it('names control characters, and takes both kinds of backspace and of enter', () => {
    const expected = {
      '\u0003': 'ctrl+c',
      '\u0004': 'ctrl+d',
      '\u001a': 'ctrl+z',
      '\u0000': 'ctrl+space',
      '\t': 'tab',
      '\r': 'enter',
      '\n': 'enter',
      '\u007f': 'backspace',
      '\u0008': 'backspace',
      '\u001b': 'escape',
    };
    for (const [character, chord] of Object.entries(expected)) assert.deepEqual(keyOf(character), {chord});
  });

  it('finds no key in broken text', () => {
    assert.equal(keyOf('\ufffd'), null);
    assert.equal(keyOf('\u009b'), null);
  });
});

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import stringWidth from 'string-width';
import {fit, truncate, truncateMiddle, visible, widthOf, wrap} from '../../../source/format/cells.ts';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../../source/format/glyphs.ts';
import {fitLine, lineWidth, plain} from '../../../source/format/line.ts';

const family = '👨‍👩‍👧';
const samples = [
  '',
  'orders',
  '注文',
  'naïve',
  'ñ',
  'e\u0301',
  family,
  '🎉',
  'ｱﾞ',
  '한국어',
  '한',
  '│─●',
  '⚡',
  '🇪🇪',
  'a\u200db',
  '\u0301x',
  '✓✗',
  'अनुच्छेद',
  '1️⃣',
];

/** A repeatable choice of samples. */
const mixtures = function* (count: number): Generator<string> {
  let seed = 42;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let made = 0; made < count; made++) {
    yield Array.from({length: next(8)}, () => samples[next(samples.length)] ?? '').join('');
  }
};

describe('width in cells', () => {
  it('is what the field agrees on, for every character of the basic plane', () => {
    for (let code = 0x20; code < 0x1_0000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCharCode(code);
      if (widthOf(character) === stringWidth(character, {countAnsiEscapeCodes: true})) continue;
      assert.fail(`U+${code.toString(16)} takes ${stringWidth(character)} cells, not ${widthOf(character)}`);
    }
  });

  it('adds up over mixtures of scripts', () => {
    for (const text of mixtures(500))
      assert.equal(widthOf(visible(text)), widthOf(text), JSON.stringify(text));
  });

  it('counts a joined family as one wide glyph and a lone combining mark as nothing', () => {
    assert.equal(widthOf(family), 2);
    assert.equal(widthOf('\u0301'), 0);
    assert.equal(visible('\u0301'), '');
  });
});

describe('fit', () => {
  it('fills up on the side away from the text', () => {
    assert.equal(fit('ab', 4), 'ab  ');
    assert.equal(fit('ab', 4, 'right'), '  ab');
    assert.equal(fit('ab', 5, 'center'), ' ab  ');
  });

  it('cuts with an ellipsis, and with a tilde where there is no ellipsis', () => {
    assert.equal(fit('payments', 5), 'paym…');
    assert.equal(fit('payments', 5, 'left', '~'), 'paym~');
    assert.equal(fit('payments', 1), '…');
    assert.equal(fit('payments', 0), '');
    assert.equal(fit('payments', -1), '');
  });

  it('never cuts a wide glyph in two', () => {
    assert.equal(fit('注文履歴', 8), '注文履歴');
    assert.equal(fit('注文履歴', 7), '注文履…');
    assert.equal(fit('注文履歴', 6), '注文… ');
  });

  it('gives exactly the width that was asked for, whatever the text', () => {
    for (const text of mixtures(400)) {
      for (const width of [0, 1, 2, 3, 5, 9, 30]) {
        assert.equal(widthOf(fit(text, width)), width, JSON.stringify([text, width]));
        assert.equal(
          lineWidth(fitLine([{text}, {text: '注'}, {text}], width)),
          width,
          JSON.stringify([text, width]),
        );
        assert.ok(widthOf(truncateMiddle(text, width)) <= width, JSON.stringify([text, width]));
      }
    }
  });

  it('looks only at the beginning of a very long text', () => {
    const long = '注'.repeat(1_048_576);
    const start = process.cpuUsage();
    for (let time = 0; time < 200; time++) {
      fit(long, 20);
      truncateMiddle(long, 20);
      fitLine([{text: long}], 20);
    }
    // Reading it whole takes over 100 ms each time, of the processor: what else the machine does is left out.
    assert.ok(process.cpuUsage(start).user < 2_000_000);
  });
});

describe('truncate', () => {
  it('keeps what fits, and else the beginning, or both ends', () => {
    assert.equal(truncate('orders', 6), 'orders');
    assert.equal(truncate('orders', 5), 'orde…');
    assert.equal(truncateMiddle('connect-standalone', 9), 'conn…lone');
    assert.equal(truncateMiddle('orders', 6), 'orders');
    assert.equal(truncateMiddle('注文履歴', 5), '注…歴');
    assert.equal(truncateMiddle('orders', 2), 'o…');
  });
});

describe('wrap', () => {
  it('breaks at spaces, and inside words that are longer than a line', () => {
    assert.deepEqual(wrap('a broker that is gone', 10), ['a broker', 'that is', 'gone']);
    assert.deepEqual(wrap('kafka-topics --describe', 8), ['kafka-to', 'pics', '--descri', 'be']);
    assert.deepEqual(wrap('注文履歴', 4), ['注文', '履歴']);
    assert.deepEqual(wrap('', 4), ['']);
  });

  it('makes no line longer than asked for', () => {
    for (const text of mixtures(200)) {
      for (const line of wrap(`${text} and ${text}`, 6)) assert.ok(widthOf(line) <= 6, JSON.stringify(line));
    }
  });
});

describe('a line', () => {
  it('is cut across its spans and keeps their styles', () => {
    const line = fitLine(
      [
        {text: 'kafka1 ', bold: true},
        {text: 'up since noon', tone: 'good'},
      ],
      12,
    );
    assert.deepEqual(line, [
      {text: 'kafka1 ', bold: true},
      {text: 'up s…', tone: 'good'},
    ]);
  });

  it('is filled up with the style that was asked for', () => {
    assert.deepEqual(fitLine([{text: 'ab', inverse: true}], 4, {fill: {inverse: true}}), [
      {text: 'ab', inverse: true},
      {text: '  ', inverse: true},
    ]);
  });

  it('lets no control character through', () => {
    assert.equal(plain(fitLine([{text: '\u001b[2Jgone\u0007 \u202ereversed'}], 16)), 'gone reversed   ');
  });
});

describe('glyphs', () => {
  const texts = (glyphs: Glyphs): readonly string[] =>
    Object.values(glyphs).flatMap(glyph =>
      typeof glyph === 'string' ? [glyph] : Object.values<string>(glyph),
    );

  it('take one cell each', () => {
    for (const glyph of [...texts(unicodeGlyphs), ...texts(asciiGlyphs)])
      assert.equal(widthOf(glyph), 1, glyph);
  });

  it('tell the states and replicas apart', () => {
    for (const {state, replica, levels} of [unicodeGlyphs, asciiGlyphs]) {
      for (const group of [Object.values(state), Object.values(replica), levels]) {
        assert.equal(new Set(group).size, group.length);
      }
    }
  });

  it('are plain where the terminal is', () => {
    for (const glyph of texts(asciiGlyphs)) assert.match(glyph, /^[ -~]$/);
  });
});

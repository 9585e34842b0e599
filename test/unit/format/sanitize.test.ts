import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isClean, sanitize, sanitizeLines} from '../../../source/format/sanitize.ts';

const esc = '\u001b';

describe('sanitize', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['text as it is', 'order 12 ✓ 注文 👨‍👩‍👧', 'order 12 ✓ 注文 👨‍👩‍👧'],
    ['colours', `${esc}[1;31mfailed${esc}[0m`, 'failed'],
    ['cursor movement', `a${esc}[2J${esc}[1;1Hb`, 'ab'],
    ['private modes', `a${esc}[?1049lb`, 'ab'],
    ['a title with BEL', `${esc}]0;owned\u0007text`, 'text'],
    ['a title with ST', `${esc}]0;owned${esc}\\text`, 'text'],
    ['the clipboard', `${esc}]52;c;ZXZpbA==\u0007text`, 'text'],
    ['a link, but not its text', `${esc}]8;;http://x${esc}\\label${esc}]8;;${esc}\\`, 'label'],
    ['a device control string', `${esc}P1$r0m${esc}\\text`, 'text'],
    ['a program command', `${esc}_payload${esc}\\text`, 'text'],
    ['C1 CSI', '\u009b2Jtext', 'text'],
    ['C1 OSC with C1 ST', '\u009d0;owned\u009ctext', 'text'],
    ['a full reset', `${esc}ctext`, 'text'],
    ['a character set', `${esc}(0text`, 'text'],
    ['an unfinished title: its text is harmless and stays', `a${esc}]0;rest`, 'a0;rest'],
    ['an unfinished CSI', `a${esc}[12`, 'a12'],
    ['a lone ESC at the end', `a${esc}`, 'a'],
    ['a title that another sequence cuts short', `${esc}]0;own${esc}[31med`, '0;owned'],
    ['control characters', 'a\u0000b\u0007c\u0008d\u007fe\u0085f', 'abcdef'],
    ['bidirectional overrides', 'user\u202e\u2066txt.exe\u2069\u061c', 'usertxt.exe'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd\u{e0041}e', 'abcde'],
    ['tabs and line ends', 'a\tb\nc\r\nd\re\u2028f', 'a b↵c↵d↵e↵f'],
    ['half a surrogate pair', 'a\ud83db', 'a\ufffdb'],
  ];
  for (const [what, text, expected] of cases) {
    it(`keeps or strips ${what}`, () => {
      assert.equal(sanitize(text), expected);
      assert.ok(isClean(expected));
      assert.equal(isClean(text), text === expected);
    });
  }

  it('leaves nothing that a terminal obeys, whatever comes in', () => {
    const parts = [
      esc,
      '[',
      ']',
      'P',
      '\u009b',
      '\u009d',
      '\u0007',
      `${esc}\\`,
      '3',
      'm',
      'x',
      '\u202e',
      '\n',
      '\u0090',
      '注',
      '\u{1f389}',
    ];
    let seed = 7;
    for (let time = 0; time < 5000; time++) {
      let text = '';
      for (let part = 0; part < 12; part++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        text += parts[seed % parts.length] ?? '';
      }
      assert.doesNotMatch(
        sanitize(text),
        /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        JSON.stringify(text),
      );
    }
  });

  it('is clipped before it is looked at, and not inside a character', () => {
    assert.equal(sanitize('abcdef', 3), 'abc');
    assert.equal(sanitize('ab👍cd', 3), 'ab');
  });

  it('takes time in proportion to the text, also for hostile ones', () => {
    const hostile = [
      `${esc}]`,
      `${esc}[`,
      '\u009d',
      '\u009b1',
      `${esc}P${esc}`,
      `${esc} `,
      '\t',
      '\u202e',
      'a\n',
    ];
    for (const unit of hostile) {
      const text = unit.repeat(131_072);
      const start = process.cpuUsage();
      sanitizeLines(text);
      sanitize(text, text.length);
      // Each takes some 20 ms of the processor; with a search to the end for each introducer it would be 10 s and more.
      assert.ok(process.cpuUsage(start).user < 2_000_000, JSON.stringify(unit));
    }
  });
});

describe('sanitizeLines', () => {
  it('keeps lines and fills tabs up to the next stop', () => {
    assert.deepEqual(sanitizeLines('a\tb\n\tat Main\r\nend'), ['a   b', '    at Main', 'end']);
  });

  it('is one line for a text without line ends', () => {
    assert.deepEqual(sanitizeLines('whole'), ['whole']);
    assert.deepEqual(sanitizeLines(''), ['']);
  });
});

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Span, Tone} from '../../../source/format/line.ts';
import {createTheme, paint} from '../../../source/tui/theme.ts';
import {createEmulator} from '../../support/emulator.ts';

const tones: readonly Tone[] = [
  'good',
  'warn',
  'bad',
  'info',
  'muted',
  'accent',
  'practice',
  'title',
  'none',
];
const colour = createTheme({hasColour: true, isAscii: false});
const noColour = createTheme({hasColour: false, isAscii: false});

/** How the first cell of a span looks, and the cell after it. */
const looksOf = async (span: Span, theme: typeof colour): Promise<readonly string[]> => {
  const emulator = createEmulator({columns: 10, rows: 1});
  await emulator.write(`${paint([span], theme)}x`);
  const looks = [0, span.text.length].map(x => [...emulator.look(x, 0)].sort().join(' '));
  emulator.dispose();
  return looks;
};

describe('paint', () => {
  it('uses the colours of the terminal, and none for body text', async () => {
    const looks = await Promise.all(tones.map(tone => looksOf({text: 'a', tone}, colour)));
    assert.deepEqual(
      looks.map(([look]) => look),
      ['fg2', 'fg3', 'bold fg1', 'fg6', 'dim', 'bold fg6', 'fg5 inverse', 'bold', ''],
    );
  });

  it('uses bold, inverse and underline alone where there is no colour', async () => {
    for (const tone of tones) {
      for (const style of [{}, {dim: true}, {bold: true}, {inverse: true}, {underline: true}]) {
        const [look] = await looksOf({text: 'a', tone, ...style}, noColour);
        assert.match(look ?? '', /^(?:bold ?|inverse ?|underline ?)*$/, tone);
      }
    }
    const [bad, good] = await Promise.all(
      ['bad', 'good'].map(tone => looksOf({text: 'a', tone: tone === 'bad' ? 'bad' : 'good'}, noColour)),
    );
    assert.notDeepEqual(bad, good);
  });

  it('ends every style within the span', async () => {
    for (const theme of [colour, noColour]) {
      for (const tone of tones) {
        const [, after] = await looksOf(
          {text: 'ab', tone, bold: true, dim: true, inverse: true, underline: true},
          theme,
        );
        assert.equal(after, '', tone);
      }
    }
  });

  it('lets nothing through that a terminal obeys', () => {
    assert.equal(paint([{text: '\u001b]0;owned\u0007a\u001b[2Jb\u202ec'}], colour), 'abc');
  });
});

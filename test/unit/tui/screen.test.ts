import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {visible, widthOf} from '../../../source/format/cells.ts';
import {fitLine, type Line, plain, type Span, type Tone} from '../../../source/format/line.ts';
import type {Block, Frame} from '../../../source/tui/terminal/canvas.ts';
import {createScreen} from '../../../source/tui/terminal/screen.ts';
import {createTheme, paint} from '../../../source/tui/theme.ts';
import {createEmulator} from '../../support/emulator.ts';

const theme = createTheme({hasColour: true, isAscii: false});
const size = {columns: 40, rows: 8};

/** A repeatable source of choices. */
const createDice = (start: number) => {
  let seed = start;
  const below = (limit: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * limit);
  };
  return {
    below,
    of: <Item>(items: readonly Item[], fallback: Item): Item => items[below(items.length)] ?? fallback,
  };
};

const words = ['a', 'lag', '  ', '      ', '注文', 'é', 'e\u0301', '─│', '한', '12,031', '!', '日'];
const emoji = ['🎉', '👨‍👩‍👧', '⚡', '❤️'];
const tones: readonly Tone[] = ['good', 'bad', 'warn', 'muted', 'practice', 'none', 'none', 'none'];

const randomLine = (dice: ReturnType<typeof createDice>, texts: readonly string[]): Line => {
  const spans = Array.from(
    {length: dice.below(9)},
    (): Span => ({text: dice.of(texts, 'a'), tone: dice.of(tones, 'none'), inverse: dice.below(9) === 0}),
  );
  return fitLine(spans, size.columns);
};

const frameOf = (text: string, blocks: readonly Block[] = []): Frame => ({text, blocks});

const paintAll = (lines: readonly Line[]): string => lines.map(line => paint(line, theme)).join('\n');

const expected = (lines: readonly Line[]): readonly string[] => lines.map(line => plain(line).trimEnd());

describe('the screen', () => {
  it('shows after any change what a whole repaint would show, in text and style', async () => {
    const dice = createDice(1);
    const screen = createScreen(size, theme);
    const emulator = createEmulator(size);
    let lines = Array.from({length: size.rows}, () => randomLine(dice, words));
    for (let round = 0; round < 300; round++) {
      lines = lines.map(line => (dice.below(3) === 0 ? randomLine(dice, [...words, ...emoji]) : line));
      const frame = paintAll(lines);
      await emulator.write(screen.draw(frameOf(frame), null));
      assert.deepEqual(emulator.screen(), expected(lines), `round ${round}`);
      const whole = createEmulator(size);
      await whole.write(createScreen(size, theme).draw(frameOf(frame), null));
      for (let y = 0; y < size.rows; y++) {
        for (let x = 0; x < size.columns; x++)
          assert.deepEqual(emulator.look(x, y), whole.look(x, y), `round ${round} ${x},${y}`);
      }
      whole.dispose();
    }
    emulator.dispose();
  });

  it('keeps a disagreement about the width of an emoji within its own cells', async () => {
    const dice = createDice(2);
    const screen = createScreen(size, theme);
    const emulator = createEmulator({...size, unicode: '6'});
    for (let round = 0; round < 300; round++) {
      const texts = Array.from({length: size.rows}, () => {
        const before = 'x'.repeat(dice.below(20));
        return [before, dice.of(emoji, ''), 'y'.repeat(dice.below(15))] as const;
      });
      const lines = texts.map(text =>
        fitLine(
          text.map(part => ({text: part})),
          size.columns,
        ),
      );
      await emulator.write(screen.draw(frameOf(paintAll(lines)), null));
      const shown = emulator.screen();
      for (const [row, [before, , after]] of texts.entries()) {
        assert.ok(shown[row]?.startsWith(before), shown[row]);
        assert.equal(shown[row]?.replace(/[^y]/g, ''), after);
        assert.doesNotMatch(shown[row]?.slice(before.length) ?? '', /x/);
      }
    }
    emulator.dispose();
  });

  it('keeps it within its own row, too', async () => {
    const screen = createScreen(size, theme);
    const emulator = createEmulator({...size, unicode: '6'});
    await emulator.write(screen.draw(frameOf('x\nlag 12'), null));
    await emulator.write(screen.draw(frameOf(`${'x'.repeat(size.columns - 2)}👨‍👩‍👧\nlag 12`), null));
    assert.equal(emulator.screen()[1], 'lag 12');
    emulator.dispose();
  });

  it('writes nothing when no cell changed, also when the frame came in other words', () => {
    const screen = createScreen(size, theme);
    assert.notEqual(screen.draw(frameOf('\u001b[31mdown\u001b[39m'), null), '');
    assert.equal(screen.draw(frameOf('\u001b[31mdown\u001b[39m'), null), '');
    assert.equal(screen.draw(frameOf('\u001b[31mdo\u001b[0;31mwn\u001b[m   \n\n'), null), '');
  });

  it('writes few bytes for few changes', () => {
    const screen = createScreen({columns: 200, rows: 50}, theme);
    const rows = Array.from({length: 50}, (_, row) => `partition ${row} `.repeat(12));
    screen.draw(frameOf(rows.join('\n')), null);
    const written = screen.draw(frameOf(rows.join('\n').replace('partition 7 ', 'partition 8 ')), null);
    assert.equal(written, '\u001b[?2026h\u001b[8;11H8\u001b[?2026l');
  });

  it('erases what a shorter text leaves behind', async () => {
    const screen = createScreen(size, theme);
    const emulator = createEmulator(size);
    await emulator.write(screen.draw(frameOf('a long row of text here\nand one more'), null));
    const written = screen.draw(frameOf('a'), null);
    await emulator.write(written);
    assert.deepEqual(emulator.screen().slice(0, 2), ['a', '']);
    assert.ok(written.length < 50, JSON.stringify(written));
    emulator.dispose();
  });

  it('cuts a frame that is too tall or too wide', async () => {
    const screen = createScreen(size, theme);
    const emulator = createEmulator(size);
    const row = `${'x'.repeat(size.columns - 1)}注end`;
    await emulator.write(screen.draw(frameOf(Array.from({length: 30}, () => row).join('\n')), null));
    assert.deepEqual(
      emulator.screen(),
      Array.from({length: size.rows}, () => 'x'.repeat(size.columns - 1)),
    );
    emulator.dispose();
  });

  it('draws all of it again when it was told that the terminal shows something else', async () => {
    const screen = createScreen(size, theme);
    const emulator = createEmulator(size);
    await emulator.write(screen.draw(frameOf('brokers'), null));
    await emulator.write('\u001b[2J\u001b[Hshell$ ');
    screen.invalidate();
    await emulator.write(screen.draw(frameOf('brokers'), null));
    assert.deepEqual(emulator.screen().slice(0, 1), ['brokers']);
    emulator.dispose();
  });

  it('shows the cursor only where a text field wants it, and keeps it there', async () => {
    const screen = createScreen(size, theme);
    const emulator = createEmulator(size);
    await emulator.write(screen.draw(frameOf('filter: ord'), null));
    assert.ok(!emulator.isCursorVisible);
    await emulator.write(screen.draw(frameOf('filter: ord'), {x: 11, y: 0}));
    assert.ok(emulator.isCursorVisible);
    await emulator.write(screen.draw(frameOf('filter: ord\n\nlag 4'), {x: 11, y: 0}));
    assert.deepEqual([emulator.isCursorVisible, emulator.cursor], [true, {x: 11, y: 0}]);
    assert.equal(screen.draw(frameOf('filter: ord\n\nlag 4'), {x: 11, y: 0}), '');
    await emulator.write(screen.draw(frameOf('filter: ord\n\nlag 4'), null));
    assert.ok(!emulator.isCursorVisible);
    emulator.dispose();
  });

  it('outlives more different glyphs than it has numbers for', async () => {
    const mark = (value: number): string => String.fromCharCode(0x300 + (value % 0x4f));
    const newGlyphs = (round: number): string =>
      Array.from({length: size.columns - 1}, (_, at) => {
        const number = round * size.columns + at;
        return `a${mark(number)}${mark(Math.floor(number / 0x4f))}${mark(Math.floor(number / 0x1861))}`;
      }).join('');
    const block: Block = {width: 6, height: 1, text: 'e\u0301té\u0301 b\u0301', place: () => ({x: 0, y: 1})};
    // When the numbers begin again, the first is given away anew: to what stands where it is still on screen.
    for (const phase of [0, 1]) {
      const screen = createScreen(size, theme);
      const emulator = createEmulator(size);
      for (let round = 0; round < 300; round++) {
        const first = round > 0 && (round + phase) % 2 === 0 ? 'o\u0308' : 'e\u0301';
        const row = first + newGlyphs(round);
        assert.equal(widthOf(row), size.columns);
        await emulator.write(screen.draw(frameOf(row, [block]), null));
        assert.deepEqual(emulator.screen().slice(0, 2), [row, visible(block.text)], `round ${round}`);
      }
      emulator.dispose();
    }
  });

  it('lets no control sequence of a text through', () => {
    const screen = createScreen(size, theme);
    const written = screen.draw(frameOf('a\u001b[2Jb\u001b]0;t\u0007c\u009b2Jd\u001b[?1049l\u0000'), null);
    assert.doesNotMatch(written.replace(/^.*?2J/, ''), /2J\u001b|\u001b\]|\u009b|1049|\u0000/);
  });
});

describe('a screen without colour, or in ASCII', () => {
  it('keeps attributes and drops every colour', async () => {
    const screen = createScreen(size, {hasColour: false, isAscii: false});
    const written = screen.draw(frameOf('\u001b[31m\u001b[1mdown\u001b[22m\u001b[39m\u001b[44mup'), null);
    assert.doesNotMatch(written, /\u001b\[(?:[\d;]*;)?[349]\d/);
    assert.match(written, /\u001b\[1mdown/);
  });

  it('writes no byte above 0x7e, and every cell stays where it was', async () => {
    const screen = createScreen(size, {hasColour: true, isAscii: true});
    const emulator = createEmulator(size);
    const written = screen.draw(frameOf('╭─ 注文 ─╮ é ✓ 🎉 …|\n│ lag │'), null);
    assert.match(written, /^[\u0000-\u007e]*$/);
    await emulator.write(written);
    assert.deepEqual(emulator.screen().slice(0, 2), ['+- ???? -+ ? y ?? ~|', '| lag |']);
    emulator.dispose();
  });
});

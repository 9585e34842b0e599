import type {Line} from '../../source/format/line.ts';
import type {Size} from '../../source/tui/ink.ts';

const words = ['orders', '注文', 'payments', 'é', '한국어', '12,031', '│', '●', '日本'];

/** What the fixture program shows: wide glyphs and styles that move on with each tick, on every row to the edges. */
export const seamLines = (size: Size, tick: number, note: string): readonly Line[] =>
  Array.from({length: size.rows}, (_, row): Line => {
    if (row === 0) return [{text: `seam ${size.columns}x${size.rows} tick ${tick} ${note}`, tone: 'title'}];
    const text = Array.from(
      {length: size.columns},
      (_word, at) => words[(row * 7 + at * 3 + tick) % words.length],
    );
    return [
      {text: `${row} `, tone: row % 3 === 0 ? 'bad' : 'none'},
      {text: text.join(' '), inverse: row % 5 === 0},
    ];
  });

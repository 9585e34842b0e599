import {graphemes, isPlain} from '../../format/cells.ts';
import {asciiFor} from '../../format/glyphs.ts';
import type {Size} from './size.ts';
import {applySgr, type CellStyle, withoutColour} from './style.ts';

/** A glyph in one number: its code point, or a number above them for one that is made of several. */
export type GlyphId = number;

/** The second cell of a wide glyph. */
export const continuation: GlyphId = 0;
export const space: GlyphId = 0x20;

const firstCluster = 0x11_0000;

/** Numbers for glyphs of several code points, e.g. a letter with an accent of its own. */
export interface ClusterTable {
  idOf(grapheme: string): GlyphId;
  textOf(id: GlyphId): string;
  /** Messages can bring any number of them. Numbers given before are void after `clear`. */
  readonly isFull: boolean;
  clear(): void;
}

export const createClusterTable = (limit = 10_000): ClusterTable => {
  const ids = new Map<string, GlyphId>();
  let texts: string[] = [];
  return {
    idOf(grapheme) {
      const code = grapheme.codePointAt(0) ?? space;
      if (grapheme.length === (code > 0xffff ? 2 : 1)) return code;
      const known = ids.get(grapheme);
      if (known !== undefined) return known;
      const id = firstCluster + texts.length;
      texts.push(grapheme);
      ids.set(grapheme, id);
      return id;
    },
    textOf: id => (id < firstCluster ? String.fromCodePoint(id) : (texts[id - firstCluster] ?? ' ')),
    get isFull() {
      return texts.length >= limit;
    },
    clear() {
      ids.clear();
      texts = [];
    },
  };
};

/** The screen as cells, row by row. */
export interface Grid extends Size {
  readonly glyphs: Uint32Array;
  readonly styles: Uint32Array;
}

export const createGrid = ({columns, rows}: Size): Grid => ({
  columns,
  rows,
  glyphs: new Uint32Array(columns * rows).fill(space),
  styles: new Uint32Array(columns * rows),
});

export const copyGrid = (from: Grid, to: Grid): void => {
  to.glyphs.set(from.glyphs);
  to.styles.set(from.styles);
};

export interface FrameOptions {
  readonly hasColour: boolean;
  readonly isAscii: boolean;
}

/** Puts text into a row from `column` on, and returns the column after it. What does not fit is left out. */
const put = (
  grid: Grid,
  row: number,
  column: number,
  text: string,
  style: CellStyle,
  clusters: ClusterTable,
  isAscii: boolean,
): number => {
  const start = row * grid.columns;
  let x = column;
  if (isPlain(text) && !(isAscii && /[^\u0020-\u007e]/.test(text))) {
    for (let at = 0; at < text.length && x < grid.columns; at++, x++) {
      grid.glyphs[start + x] = text.charCodeAt(at);
      grid.styles[start + x] = style;
    }
    return x;
  }
  for (const grapheme of graphemes(text)) {
    if (isAscii && grapheme.text.charCodeAt(0) > 0x7e) {
      x = put(grid, row, x, asciiFor(grapheme.text, grapheme.width), style, clusters, false);
      continue;
    }
    // A wide glyph that does not fit whole leaves its cell empty.
    const fits = x + grapheme.width <= grid.columns;
    for (let part = 0; part < grapheme.width && x + part < grid.columns; part++) {
      grid.glyphs[start + x + part] = !fits
        ? space
        : part === 0
          ? clusters.idOf(grapheme.text)
          : continuation;
      grid.styles[start + x + part] = style;
    }
    x += grapheme.width;
  }
  return x;
};

const controlSequence = /\u001b\[([0-?]*)[ -/]*([@-~])/y;

/**
 * Reads a whole frame, lines of text with SGR sequences, into a grid: what is beyond its edges is cut, and nothing but
 * text and style gets in.
 */
export const readFrame = (grid: Grid, frame: string, clusters: ClusterTable, options: FrameOptions): void => {
  grid.glyphs.fill(space);
  grid.styles.fill(0);
  let row = 0;
  let column = 0;
  let style: CellStyle = 0;
  let at = 0;
  while (at < frame.length && row < grid.rows) {
    const code = frame.charCodeAt(at);
    if (code === 0x1b) {
      controlSequence.lastIndex = at;
      const found = controlSequence.exec(frame);
      if (found?.[2] === 'm') style = applySgr(style, found[1] ?? '');
      if (!options.hasColour) style = withoutColour(style);
      at += found ? found[0].length : 1;
    } else if (code === 0x0a) {
      row++;
      column = 0;
      at++;
    } else if (code < 0x20) {
      at++;
    } else {
      let end = at + 1;
      while (end < frame.length && frame.charCodeAt(end) >= 0x20) end++;
      column = put(grid, row, column, frame.slice(at, end), style, clusters, options.isAscii);
      at = end;
    }
  }
};

/** The grid as text, a string per row, without trailing spaces. */
export const gridText = (grid: Grid, clusters: ClusterTable): readonly string[] =>
  Array.from({length: grid.rows}, (_, row) => {
    let text = '';
    for (const id of grid.glyphs.subarray(row * grid.columns, (row + 1) * grid.columns)) {
      if (id !== continuation) text += clusters.textOf(id);
    }
    return text.trimEnd();
  });

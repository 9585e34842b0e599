import {continuation, type Grid, space} from './grid.ts';

/** Blanks the glyph that the cell before `end` belongs to. */
const blankGlyphBefore = (grid: Grid, start: number, end: number): void => {
  for (let x = end - 1; x >= 0; x--) {
    const isHead = grid.glyphs[start + x] !== continuation;
    grid.glyphs[start + x] = space;
    if (isHead) return;
  }
};

/** Blanks the cells from `first` on that belong to a glyph whose first cell is gone. */
const blankRestOfGlyph = (grid: Grid, start: number, first: number): void => {
  for (let x = first; x < grid.columns && grid.glyphs[start + x] === continuation; x++)
    grid.glyphs[start + x] = space;
};

/** Copies cells within a row. A wide glyph that is cut, on either side of either edge, becomes blank. */
const copyCells = (
  target: Grid,
  targetRow: number,
  to: number,
  source: Grid,
  sourceRow: number,
  from: number,
  count: number,
): void => {
  const start = targetRow * target.columns;
  const sourceStart = sourceRow * source.columns;
  const end = to + count;
  const isContinued = (grid: Grid, gridStart: number, x: number): boolean =>
    x < grid.columns && grid.glyphs[gridStart + x] === continuation;
  if (isContinued(target, start, to)) blankGlyphBefore(target, start, to);
  blankRestOfGlyph(target, start, end);
  const isEndCut = isContinued(source, sourceStart, from + count);
  target.glyphs.set(source.glyphs.subarray(sourceStart + from, sourceStart + from + count), start + to);
  target.styles.set(source.styles.subarray(sourceStart + from, sourceStart + from + count), start + to);
  if (isEndCut) blankGlyphBefore(target, start, end);
  blankRestOfGlyph(target, start, to);
};

/** Lays a grid over another with its top left cell at `x`, `y`; what is beyond the edges is cut. */
export const blit = (target: Grid, source: Grid, x: number, y: number): void => {
  const from = Math.max(0, -x);
  const to = Math.max(0, x);
  const count = Math.min(source.columns - from, target.columns - to);
  if (count <= 0) return;
  for (let row = Math.max(0, -y); row < source.rows && row + y < target.rows; row++) {
    copyCells(target, row + y, to, source, row, from, count);
  }
};

/** Lays only those cells of a grid over another of the same size that are not blank. */
export const blitText = (target: Grid, source: Grid): void => {
  for (let row = 0; row < source.rows; row++) {
    const start = row * source.columns;
    const isBlank = (x: number): boolean =>
      source.glyphs[start + x] === space && source.styles[start + x] === 0;
    let x = 0;
    while (x < source.columns) {
      let end = x;
      while (end < source.columns && !isBlank(end)) end++;
      if (end > x) copyCells(target, row, x, source, row, x, end - x);
      x = end + 1;
    }
  }
};

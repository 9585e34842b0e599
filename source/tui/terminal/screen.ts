import {blit, blitText} from './blit.ts';
import type {Block, Frame} from './canvas.ts';
import {
  type ClusterTable,
  continuation,
  copyGrid,
  createClusterTable,
  createGrid,
  type FrameOptions,
  type Grid,
  gridText,
  readFrame,
  space,
} from './grid.ts';
import {createPen, type Pen} from './pen.ts';
import type {Size} from './size.ts';

/** Where a text field wants the cursor; the top left cell is 0, 0. */
export interface CursorPlace {
  readonly x: number;
  readonly y: number;
}

/** What the terminal shows, as cells, and the bytes that bring it from one frame to the next. */
export interface Screen {
  /** Takes the next frame and returns what to write for it: nothing at all when no cell changed. */
  draw(frame: Frame, cursor: CursorPlace | null): string;
  /** From now on every cell counts as unknown: the next frame is drawn whole. */
  invalidate(): void;
  resize(size: Size): void;
  /** What is on screen, a string per row. */
  text(): readonly string[];
}

const beginSync = '\u001b[?2026h';
const endSync = '\u001b[?2026l';
const showCursor = '\u001b[?25h';
const hideCursor = '\u001b[?25l';
const clearAll = '\u001b[m\u001b[2J';

/** Fewer unchanged cells than this between two changes are written again: going over them costs more bytes. */
const gapWorthSkipping = 4;
/** A rest of blanks longer than this is erased instead of written. */
const blanksWorthErasing = 4;

/**
 * Whether terminals disagree about the cells that it takes: emoji, and glyphs of several code points. Such a glyph gets
 * a cleared row before and after it, and everything to its right is placed anew, so that a terminal that draws it wider
 * or narrower than we think spoils nothing else.
 */
const isDisputed = (text: string, width: number): boolean =>
  text.length > 1 || (width > 1 && text < '\u2e80');

/** Column after the last cell of a row that is not blank. */
const endOfText = (grid: Grid, row: number): number => {
  const start = row * grid.columns;
  let end = grid.columns;
  while (end > 0 && grid.glyphs[start + end - 1] === space && grid.styles[start + end - 1] === 0) end--;
  return end;
};

const differs = (shown: Grid, next: Grid, at: number): boolean =>
  shown.glyphs[at] !== next.glyphs[at] || shown.styles[at] !== next.styles[at];

/** The first changed cell of a row from `x` on, or `end` when there is none before it. */
const nextChange = (shown: Grid, next: Grid, start: number, x: number, end: number): number => {
  let at = x;
  while (at < end && !differs(shown, next, start + at)) at++;
  return at;
};

/** Column after the last changed cell of a row; 0 when nothing changed. */
const endOfChanges = (shown: Grid, next: Grid, start: number): number => {
  let end = next.columns;
  while (end > 0 && !differs(shown, next, start + end - 1)) end--;
  return end;
};

const glyphWidth = (grid: Grid, start: number, x: number): number => {
  let width = 1;
  while (x + width < grid.columns && grid.glyphs[start + x + width] === continuation) width++;
  return width;
};

const drawRow = (pen: Pen, shown: Grid, next: Grid, row: number, clusters: ClusterTable): void => {
  const start = row * next.columns;
  const changesEnd = endOfChanges(shown, next, start);
  if (changesEnd === 0) return;
  const textEnd = endOfText(next, row);
  const isErased = changesEnd - textEnd >= blanksWorthErasing;
  const end = isErased ? textEnd : changesEnd;
  let isAnew = false;
  let x = nextChange(shown, next, start, 0, end);
  while (x < (isAnew ? textEnd : end)) {
    // Never the second cell of a wide glyph: that one changes only together with the first.
    pen.moveTo(x, row);
    const width = glyphWidth(next, start, x);
    const text = clusters.textOf(next.glyphs[start + x] ?? space);
    const style = next.styles[start + x] ?? 0;
    if (isDisputed(text, width)) {
      pen.writeDisputed(text, width, style, x + width >= next.columns);
      isAnew = true;
    } else {
      pen.write(text, width, style);
    }
    x += width;
    if (isAnew) continue;
    const change = nextChange(shown, next, start, x, end);
    if (change - x >= gapWorthSkipping || change >= end) x = change;
  }
  if (isAnew) return;
  if (isErased) {
    pen.moveTo(textEnd, row);
    pen.eraseLine();
  }
};

const cursorBytes = (cursor: CursorPlace | null): string =>
  cursor ? `\u001b[${cursor.y + 1};${cursor.x + 1}H${showCursor}` : '';

const samePlace = (one: CursorPlace | null, other: CursorPlace | null): boolean =>
  one === other || (one !== null && other !== null && one.x === other.x && one.y === other.y);

export const createScreen = (size: Size, options: FrameOptions): Screen => {
  const clusters = createClusterTable();
  let shown = createGrid(size);
  let next = createGrid(size);
  /** What Ink drew itself, where there are blocks too. */
  let own = createGrid(size);
  let blocks = new WeakMap<Block, Grid>();
  let shownCursor: CursorPlace | null = null;
  let isUnknown = true;

  const gridOf = (block: Block): Grid => {
    const known = blocks.get(block);
    if (known) return known;
    const grid = createGrid({columns: block.width, rows: block.height});
    readFrame(grid, block.text, clusters, options);
    blocks.set(block, grid);
    return grid;
  };

  const compose = ({text, blocks: shownBlocks}: Frame): void => {
    const hasText = /\S/.test(text);
    readFrame(next, hasText ? text : '', clusters, options);
    if (hasText && shownBlocks.length > 0) copyGrid(next, own);
    for (const block of shownBlocks) {
      const place = block.place();
      if (place) blit(next, gridOf(block), place.x, place.y);
    }
    if (hasText && shownBlocks.length > 0) blitText(next, own);
  };

  const rowsDrawn = (): string => {
    const pen = createPen();
    for (let row = 0; row < next.rows; row++) drawRow(pen, shown, next, row, clusters);
    return pen.finish();
  };

  return {
    draw(frame, cursor) {
      if (clusters.isFull) {
        clusters.clear();
        blocks = new WeakMap();
        isUnknown = true;
      }
      compose(frame);
      const isWhole = isUnknown;
      if (isWhole) {
        // After the clearing every cell is blank.
        shown.glyphs.fill(space);
        shown.styles.fill(0);
        isUnknown = false;
      }
      const bytes = (isWhole ? clearAll : '') + rowsDrawn();
      [shown, next] = [next, shown];
      const isMoved = !samePlace(cursor, shownCursor);
      if (bytes === '' && !isMoved) return '';
      const hide = shownCursor || isWhole ? hideCursor : '';
      shownCursor = cursor;
      return beginSync + hide + bytes + cursorBytes(cursor) + endSync;
    },
    invalidate() {
      isUnknown = true;
    },
    resize(newSize) {
      shown = createGrid(newSize);
      next = createGrid(newSize);
      own = createGrid(newSize);
      isUnknown = true;
    },
    text: () => gridText(shown, clusters),
  };
};

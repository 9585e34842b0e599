import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {fit, widthOf} from '../../../source/format/cells.ts';
import {blit, blitText} from '../../../source/tui/terminal/blit.ts';
import {
  createClusterTable,
  createGrid,
  type Grid,
  gridText,
  readFrame,
} from '../../../source/tui/terminal/grid.ts';

const clusters = createClusterTable();
const options = {hasColour: true, isAscii: false};

const gridOf = (rows: readonly string[], columns: number): Grid => {
  const grid = createGrid({columns, rows: rows.length});
  readFrame(grid, rows.join('\n'), clusters, options);
  return grid;
};

const laidOver = (
  under: readonly string[],
  over: readonly string[],
  x: number,
  y: number,
): readonly string[] => {
  const columns = widthOf(under[0] ?? '');
  const target = gridOf(under, columns);
  blit(target, gridOf(over, widthOf(over[0] ?? '')), x, y);
  return gridText(target, clusters);
};

describe('a block laid over another', () => {
  it('is opaque, blanks included', () => {
    assert.deepEqual(laidOver(['abcdef', 'ghijkl'], ['X Y'], 1, 1), ['abcdef', 'gX Ykl']);
  });

  it('is cut at every edge', () => {
    const under = ['....', '....', '....'];
    assert.deepEqual(laidOver(under, ['ABC', 'DEF'], -1, -1), ['EF..', '....', '....']);
    assert.deepEqual(laidOver(under, ['ABC', 'DEF'], 2, 2), ['....', '....', '..AB']);
    assert.deepEqual(laidOver(under, ['ABC'], 9, 9), under);
    assert.deepEqual(laidOver(under, ['ABC'], -9, 0), under);
  });

  it('leaves no half of a wide glyph, neither of its own nor of what is under it', () => {
    assert.deepEqual(laidOver(['注文注文'], ['XY'], 1, 0), [' XY 注文']);
    assert.deepEqual(laidOver(['......'], ['注文'], 3, 0), ['...注']);
    assert.deepEqual(laidOver(['......'], ['注文'], -1, 0), [' 文...']);
    assert.deepEqual(laidOver(['注文'], ['注'], 1, 0), [' 注']);
  });

  it('is always as wide as before, whatever lies over what', () => {
    const texts = ['注文a注', 'a注b文c', '日本語日本', 'plain text', '👨‍👩‍👧x注'];
    for (const under of texts) {
      for (const over of texts) {
        for (let x = -6; x < 13; x++) {
          const target = gridOf([`${fit(under, 11)}|`], 12);
          blit(target, gridOf([over], widthOf(over)), x, 0);
          const [row] = gridText(target, clusters);
          const cells = [...target.glyphs];
          for (const [at, glyph] of cells.entries()) {
            const isWide = glyph !== 0 && widthOf(clusters.textOf(glyph)) === 2;
            assert.equal(cells[at + 1] === 0, isWide, JSON.stringify([under, over, x, row]));
          }
          assert.notEqual(cells[0], 0);
        }
      }
    }
  });
});

describe('text laid over blocks', () => {
  it('covers what it writes on, and nothing else', () => {
    const target = gridOf(['注文注文', 'abcdefgh'], 8);
    blitText(target, gridOf([' X   YZ ', '  \u001b[7m \u001b[m     '], 8));
    assert.deepEqual(gridText(target, clusters), [' X文 YZ', 'ab defgh']);
  });
});

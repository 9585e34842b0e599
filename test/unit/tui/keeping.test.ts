import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Line} from '../../../source/format/line.ts';
import {type Block, keeping, type Screen} from '../../../source/tui/screen.ts';

const block = (key: string, lines: readonly Line[], y = 0): Block => ({
  key,
  box: {x: 0, y, width: 20, height: lines.length},
  lines,
});

const screenOf = (blocks: readonly Block[], cursor: Screen['cursor'] = null): Screen => ({
  columns: 20,
  rows: 4,
  blocks,
  cursor,
});

const lag = (text: string): readonly Line[] => [[{text: 'lag ', tone: 'muted'}, {text}]];

describe('a frame that follows another', () => {
  it('is that one where nothing changed', () => {
    const last = screenOf([block('header', lag('1')), block('pane', lag('2'), 1)]);
    const next = screenOf([block('header', lag('1')), block('pane', lag('2'), 1)]);
    assert.equal(keeping(last, next), last);
  });

  it('keeps the blocks that did not change, and takes those that did', () => {
    const last = screenOf([block('header', lag('1')), block('pane', lag('2'), 1)]);
    const changed = block('pane', lag('3'), 1);
    const kept = keeping(last, screenOf([block('header', lag('1')), changed]));
    assert.equal(kept.blocks[0], last.blocks[0]);
    assert.equal(kept.blocks[1], changed);
  });

  it('takes a change of style alone, of place, of size and of the cursor', () => {
    const last = screenOf([block('pane', [[{text: 'kafka1', tone: 'good'}]])]);
    const red = keeping(last, screenOf([block('pane', [[{text: 'kafka1', tone: 'bad'}]])]));
    assert.equal(red.blocks[0]?.lines[0]?.[0]?.tone, 'bad');
    const lower = keeping(last, screenOf([block('pane', [[{text: 'kafka1', tone: 'good'}]], 2)]));
    assert.equal(lower.blocks[0]?.box.y, 2);
    assert.equal(keeping(last, {...last, columns: 30}).columns, 30);
    assert.deepEqual(keeping(last, screenOf(last.blocks, {x: 3, y: 1})).cursor, {x: 3, y: 1});
  });

  it('loses blocks that are gone, and shows those that are new', () => {
    const last = screenOf([block('pane', lag('1')), block('dialog-0', lag('2'))]);
    assert.deepEqual(
      keeping(last, screenOf([block('pane', lag('1'))])).blocks.map(({key}) => key),
      ['pane'],
    );
    assert.equal(keeping(screenOf([]), last).blocks.length, 2);
  });
});

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {smallTable} from '../../../../source/tui/components/small-table.tsx';

const row = (topic: string, before: string, after: string) => ({topic, before, after});

describe('a small table', () => {
  it('has a heading and a line a row, with numbers at the right', () => {
    assert.deepEqual(smallTable([row('orders', '1,204', '0'), row('payments', '7', '-')], 20, 40, '…'), [
      ' topic     before  after',
      ' orders     1,204      0',
      ' payments       7      -',
    ]);
  });

  it('counts cells, and cuts the widest column in its middle where it has too little room', () => {
    assert.deepEqual(
      smallTable([row('注文-2026', '5', '0'), row('an-uncommonly-long-topic-name', '6', '0')], 20, 32, '…'),
      [
        ' topic            before  after',
        ' 注文-2026             5      0',
        ' an-unco…ic-name       6      0',
      ],
    );
  });

  it('keeps a row on its line, whatever its text holds', () => {
    assert.deepEqual(smallTable([{group: 'a\nb\u001b[31mc', lag: '1'}], 20, 40, '…'), [
      ' group  lag',
      ' a↵bc     1',
    ]);
  });

  it('shows only the first rows of many, and nothing of none', () => {
    const many = Array.from({length: 30}, (_, partition) => ({partition: String(partition)}));
    assert.equal(smallTable(many, 20, 40, '…').length, 21);
    assert.deepEqual(smallTable([], 20, 40, '…'), []);
  });
});

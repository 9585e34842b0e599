import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../../source/format/line.ts';
import {ageSpan, ageWidth} from '../../../../source/tui/panes/age.ts';
import {noRows} from '../../../../source/tui/panes/sentences.ts';

const said = (lines: ReturnType<typeof noRows>): string => lines.map(line => plain(line).trim()).join(' ');
const failure = 'localhost:29092 and localhost:39092 refuse the connection: nothing listens there.';

test('why there is no row is said whole, in as many lines as it takes', () => {
  const lines = noRows({kind: 'failed', sentence: failure}, '', 'There is none.', 30);
  assert.ok(lines.length > 2 && lines.every(line => plain(line).length <= 30));
  assert.equal(said(lines), failure);
});

test('of a list that is not whole nobody says that it is empty', () => {
  const status = {kind: 'partial', sentence: failure} as const;
  assert.equal(said(noRows(status, '', 'There is none.', 200)), failure);
  assert.equal(said(noRows(status, 'kafka9', 'There is none.', 200)), `Nothing holds "kafka9". ${failure}`);
  const stale = noRows({kind: 'stale', sentence: failure, at: 0}, '', 'There is none.', 200);
  assert.equal(said(stale), `There is none. ${failure}`, 'what was whole then is dated');
});

test('a filter that nothing holds is named', () => {
  assert.equal(said(noRows({kind: 'ready'}, 'kafka9', 'There is none.', 80)), 'Nothing holds "kafka9".');
});

test('only a row older than two of its own intervals carries its age', () => {
  assert.equal(ageSpan({at: 0, every: 2000}, 3999), null);
  const age = ageSpan({at: 0, every: 2000}, 60_000);
  assert.equal(age?.text, ' 1 min old');
  assert.equal(ageWidth([null, age]), 10);
});

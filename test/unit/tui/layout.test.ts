import assert from 'node:assert/strict';
import {test} from 'node:test';
import {viewIds} from '../../../source/store/ui.ts';
import {footerHeight, headerHeight, layout, panesOf, smallest} from '../../../source/tui/layout.ts';

const counts = {containers: 7, brokers: 2, workers: 2};

const sizes = [smallest, {columns: 80, rows: 24}, {columns: 120, rows: 40}, {columns: 200, rows: 50}];

for (const view of viewIds) {
  for (const size of sizes) {
    test(`${view} at ${size.columns}x${size.rows} fills the body exactly, without overlap`, () => {
      const cells = new Set<string>();
      const placed = layout(view, size, counts, null);
      assert.deepEqual(
        placed.map(pane => pane.id),
        panesOf(view),
      );
      for (const {id, box} of placed) {
        assert.ok(box.height >= 3, `${id} has ${box.height} rows`);
        for (let y = box.y; y < box.y + box.height; y++) {
          for (let x = box.x; x < box.x + box.width; x++) {
            assert.ok(!cells.has(`${x},${y}`), `${id} overlaps another pane at ${x},${y}`);
            cells.add(`${x},${y}`);
          }
        }
      }
      assert.equal(cells.size, size.columns * (size.rows - headerHeight - footerHeight));
    });
  }
}

test('the seven containers of the lab are all in sight at 80x24', () => {
  const [containers] = layout('dashboard', {columns: 80, rows: 24}, counts, null);
  assert.ok(containers && containers.box.height >= 7 + 3);
});

test('a zoomed pane has the whole body', () => {
  const [only, ...others] = layout('dashboard', {columns: 80, rows: 24}, counts, 'groups');
  assert.equal(others.length, 0);
  assert.deepEqual(only, {id: 'groups', box: {x: 0, y: 2, width: 80, height: 21}});
});

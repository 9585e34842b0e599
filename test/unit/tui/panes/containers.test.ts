import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../../source/format/line.ts';
import {containersPane} from '../../../../source/tui/panes/containers.ts';
import {sceneOf} from '../../../support/scene.ts';
import {healthyLab} from '../../../support/worlds.ts';

test('a container that is not well is seen so, whatever else its row has room for', () => {
  const lab = healthyLab();
  const startedAt = lab.now() - 53 * 60_000;
  const scene = sceneOf(
    lab
      .container('postgres', {health: 'unhealthy', startedAt})
      .container('postgres-debezium', {health: 'starting', startedAt})
      .poll()
      .picture(),
  );
  // The Dashboard's part of 80 and of 120 columns, and the whole of both.
  for (const width of [39, 60, 80, 120]) {
    const lines = containersPane.look(scene).lines(width, 12, false).map(plain);
    const rowOf = (name: string): string => lines.find(line => line.includes(`${name} `)) ?? '';
    assert.match(rowOf('postgres'), /unhealthy/, `${width}`);
    assert.match(rowOf('postgres-debezium'), /starting/, `${width}`);
    if (width >= 60) assert.match(rowOf('postgres'), /restarted 53 min ago/, `${width}`);
  }
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../../source/format/line.ts';
import {unknown} from '../../../../source/model/reading.ts';
import {workersPane} from '../../../../source/tui/panes/connect.ts';
import {connector, consumerGroup} from '../../../support/lab-parts.ts';
import {sceneOf} from '../../../support/scene.ts';
import {healthyLab, type SeededLab} from '../../../support/worlds.ts';

const detailOf = (lab: SeededLab, worker: string): string =>
  (workersPane.look(sceneOf(lab.picture())).detail(worker, 160) ?? []).map(plain).join('\n');

test('a worker is told with its cluster, its connectors and tasks, their offsets or lag, and its plugins', () => {
  const lab = healthyLab()
    .container('connect-standalone', {
      environment: [
        {name: 'CONNECT_GROUP_ID', value: 'workers'},
        {name: 'OFFSET_STORAGE_TOPIC', value: 'their-offsets'},
      ],
    })
    .worker('connect-standalone', worker => ({
      ...worker,
      connectors: [
        connector('lines', worker.name, {offsets: [{partition: 'filename=/in', offset: 'position=12'}]}),
        connector('out', worker.name, {
          type: 'sink',
          health: 'failed',
          tasks: [{id: 0, state: 'FAILED', worker: 'here:8083', trace: 'java.io.IOException: gone\n\tat x'}],
        }),
      ],
    }))
    .addGroup(consumerGroup('connect-out', 'orders', [0, 1, 2]))
    .poll();
  const told = detailOf(lab, 'connect-standalone');
  assert.match(told, /Kafka cluster +m9sTbBRiQF2P1lAbCdEfGh \(the one that is watched\)/);
  assert.match(told, /group of workers +workers\n +offset topic +their-offsets\n/);
  assert.match(told, /lines {2}source {2}running {2}customers\n +task 0 {2}RUNNING {2}on /);
  assert.match(told, /source offset filename=\/in: position=12/);
  assert.match(
    told,
    /out {2}sink {2}failed .*\n +task 0 {2}FAILED {2}on here:8083\n +java\.io\.IOException: gone\n/,
  );
  assert.match(told, /group connect-out, lag [\d,]+/);
  assert.doesNotMatch(told, /\tat x/);
  assert.match(
    told,
    /Plugins 2\n +sink +\S*FileStreamSinkConnector 3\.9\.2\n +source +\S*FileStreamSourceConnector/,
  );
});

test('another cluster than the watched one is said, and plugins that were not told are not none', () => {
  const lab = healthyLab()
    .worker('connect-standalone', worker => ({
      ...worker,
      clusterId: 'elsewhere',
      plugins: unknown('timed-out', 'It did not say which.'),
    }))
    .poll();
  const told = detailOf(lab, 'connect-standalone');
  assert.match(told, /elsewhere \(not m9sTbBRiQF2P1lAbCdEfGh, which is watched\)/);
  assert.match(told, /Plugins \?\n +It did not say which\./);
});

test('of a worker that never answered only its address is told, and why', () => {
  const lab = healthyLab()
    .worker('connect-standalone', {why: 'unreachable', sentence: 'It refuses the connection.'})
    .poll();
  const told = detailOf(lab, 'connect-standalone');
  assert.match(told, /It refuses the connection\./);
  assert.match(told, /address +http:\/\/localhost:8083/);
});

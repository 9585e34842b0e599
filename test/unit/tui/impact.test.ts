import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../source/format/line.ts';
import {impactLines} from '../../../source/tui/details/impact.ts';
import {connector} from '../../support/lab-parts.ts';
import {healthyLab} from '../../support/worlds.ts';

const lab = () =>
  healthyLab()
    .worker('connect-standalone', worker => ({
      ...worker,
      connectors: [...worker.connectors, connector('file-sink', 'connect-standalone', {type: 'sink'})],
    }))
    .poll();

const impactOf = (container: string): string =>
  impactLines(lab().picture(), {kind: 'container', id: container}, 200).map(plain).join('\n');

test('without its worker a source writes nothing, and the group of a sink has no member', () => {
  const told = impactOf('connect-standalone');
  assert.match(told, /connect-standalone holds no partition/);
  assert.match(told, /local-file-source: stops, and writes nothing until the worker is back/);
  assert.match(told, /file-sink: stops\. Group connect-file-sink has no member then/);
  assert.doesNotMatch(told, /customers/);
});

test('without its database the task of a connector that reads from it fails', () => {
  assert.match(impactOf('postgres'), /customers: its task fails\. Restarted once PostgreSQL is back/);
});

test('below min.insync.replicas it says what becomes of acks=all, and of what acks=1 writes', () => {
  const told = impactLines(lab().picture(), {kind: 'broker', id: '2'}, 300).map(plain).join('\n');
  assert.match(
    told,
    /payments: .*acks=all is refused in all partitions \(below min\.insync\.replicas\); what acks=1 writes there stays unreadable/,
  );
  assert.match(told, /orders: partition 1 fails over to broker 1\.$/m);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {findingsOf} from '../../../source/findings/index.ts';
import {slot} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const ids = (lab: SeededLab): readonly string[] => findingsOf(lab.picture()).map(({id}) => id);
const down = {why: 'unreachable', sentence: 'It refuses the connection.'} as const;
const idle = slot('debezium', {isActive: false});
const withIdle = (lab: SeededLab): SeededLab => lab.postgres(reading => ({...reading, slots: [idle]}));

test('a slot is not said to be left behind while a worker that may use it was never read', () => {
  const lab = withIdle(createLab().worker('postgres-debezium', down)).poll(2);
  assert.ok(!ids(lab).includes('slot-unused'));
});

test('nor is it while somebody reads from it, or its connector is there', () => {
  const read = healthyLab().postgres(reading => ({...reading, slots: [slot('debezium'), slot('backup')]}));
  assert.ok(!ids(read.poll()).includes('slot-unused'));
  assert.ok(!ids(withIdle(healthyLab()).poll()).includes('slot-unused'));
});

test('a connector that is paused, or whose worker is silent, is not said to read from no slot', () => {
  const paused = withIdle(healthyLab()).worker('postgres-debezium', worker => ({
    ...worker,
    connectors: worker.connectors.map(each => ({...each, state: 'PAUSED', health: 'paused'})),
  }));
  assert.ok(!ids(paused.poll()).includes('slot-inactive'));
  const silent = withIdle(healthyLab()).worker('postgres-debezium', down);
  assert.ok(!ids(silent.poll()).includes('slot-inactive'));
});

test('what is shown of a slot that is lost are its figures, and how to give it up', () => {
  const lab = healthyLab().postgres(reading => ({
    ...reading,
    slots: [slot('debezium', {walStatus: 'lost', restartLsn: null, heldBytes: null})],
  }));
  const finding = findingsOf(lab.poll().picture()).find(({id}) => id === 'slot-lost');
  assert.ok(finding);
  assert.ok(
    finding.commands.some(
      ({line}) => line.startsWith('docker exec postgres psql') && line.includes('pg_drop'),
    ),
  );
  assert.ok(finding.figures.some(([name, value]) => name === 'log kept' && value === '-'));
});

test('a server that cannot be read is told of only where something captures from it, and nothing else explains it', () => {
  const silent = (): SeededLab => healthyLab().postgres(down);
  assert.ok(ids(silent().poll()).includes('postgres-unread'));
  const without = silent().worker('postgres-debezium', worker => ({...worker, connectors: []}));
  assert.ok(!ids(without.poll(2)).includes('postgres-unread'), 'without a pipeline nobody misses it');
  const ended = silent().container('postgres', {state: 'exited', exitCode: 1});
  assert.deepEqual(
    ids(ended.poll()).filter(id => /postgres|container/.test(id)),
    ['container-exited'],
    'its container says why',
  );
  const paused = silent().container('postgres', {state: 'paused'}).poll();
  const finding = findingsOf(paused.picture()).find(({id}) => id === 'postgres-unread');
  assert.match(finding?.sentence ?? '', /container postgres is paused/);
  assert.ok(finding?.commands.some(({line}) => line === 'docker unpause postgres'));
});

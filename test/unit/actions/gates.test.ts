import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Gate, type GateFacts, gatesOf} from '../../../source/actions/lab/gates.ts';
import {decodeInspected, type InspectedContainer} from '../../../source/clients/docker/decode.ts';
import {unknown} from '../../../source/model/reading.ts';

const container = (changes: Partial<InspectedContainer> = {}): InspectedContainer => ({
  ...decodeInspected({}),
  state: 'running',
  ...changes,
});

const facts: GateFacts = {
  names: ['zookeeper', 'kafka1'],
  containers: new Map(),
  dependsOn: new Map([['kafka1', [{container: 'zookeeper', condition: 'healthy'}]]]),
  metadata: unknown('unreachable', 'no broker answers yet'),
  answers: new Map(),
  isStarting: true,
};

const gateOf = (service: string, changes: Partial<GateFacts> = {}): Gate | undefined =>
  gatesOf({...facts, ...changes}).find(gate => gate.service === service);

const withContainers = (containers: Readonly<Record<string, InspectedContainer>>): Partial<GateFacts> => ({
  containers: new Map(Object.entries(containers)),
});

test('a container that is not made yet says what compose waits for', () => {
  assert.equal(gateOf('zookeeper')?.sentence, 'waits to be created');
  assert.equal(gateOf('kafka1')?.sentence, 'waits for zookeeper to be healthy');
  const starting = withContainers({zookeeper: container({health: 'starting'})});
  assert.equal(gateOf('kafka1', starting)?.sentence, 'waits for zookeeper to be healthy');
  const healthy = withContainers({zookeeper: container({health: 'healthy'})});
  assert.equal(gateOf('kafka1', healthy)?.sentence, 'waits to be created');
});

test('a container is there when it runs, and passes its health check where it has one', () => {
  assert.equal(gateOf('zookeeper', withContainers({zookeeper: container()}))?.isMet, true);
  const starting = withContainers({zookeeper: container({health: 'starting'})});
  assert.equal(gateOf('zookeeper', starting)?.isMet, false);
  const unhealthy = withContainers({zookeeper: container({health: 'unhealthy', failingStreak: 3})});
  assert.match(gateOf('zookeeper', unhealthy)?.sentence ?? '', /failed 3 times in a row/);
});

test('a container that ended is hopeless only when compose no longer works on it', () => {
  const ended = withContainers({zookeeper: container({state: 'exited', exitCode: 1})});
  assert.equal(gateOf('zookeeper', ended)?.isHopeless, false);
  assert.equal(gateOf('zookeeper', {...ended, isStarting: false})?.isHopeless, true);
});

test('a Connect worker and a database must answer', () => {
  const running = withContainers({zookeeper: container()});
  const silent = {...running, answers: new Map([['zookeeper', 'runs, and takes no connections yet']])};
  assert.equal(gateOf('zookeeper', silent)?.sentence, 'runs, and takes no connections yet');
  assert.equal(gateOf('zookeeper', {...running, answers: new Map([['zookeeper', null]])})?.isMet, true);
});

test('while no broker answers the cluster is not called fine', () => {
  assert.equal(gateOf('cluster')?.isMet, false);
  assert.equal(gateOf('cluster')?.sentence, 'no broker answers yet');
  const broker = withContainers({kafka1: container({nodeId: 1, nodeRole: 'broker'})});
  assert.equal(gateOf('kafka1', broker)?.sentence, 'runs; no broker answers yet');
});

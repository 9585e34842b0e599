import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Broker} from '../../../source/model/broker.ts';
import {brokersOf} from '../../../source/model/brokers-of.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {clusterTarget, container, labTarget, partition} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const brokerOf = (lab: SeededLab, id: number): Broker => {
  const found = brokersOf(lab.world()).find(broker => broker.id === id);
  assert.ok(found, `broker ${id} is expected`);
  return found;
};

const stateOf = (lab: SeededLab, id: number): unknown => brokerOf(lab, id).state;

describe('the state of a broker is the first that fits', () => {
  test('registered and answering is up', () => {
    const lab = healthyLab();
    assert.deepEqual([stateOf(lab, 1), stateOf(lab, 2)], ['up', 'up']);
  });

  test('a paused container counts before anything that Kafka says', () => {
    const lab = healthyLab().container('kafka2', {state: 'paused'});
    assert.equal(stateOf(lab.poll(), 2), 'paused');
    assert.equal(stateOf(lab.silence(2, 'silent').notice(2).poll(), 2), 'paused');
  });

  for (const state of ['exited', 'dead', 'created', 'restarting', 'removing'] as const)
    test(`a container that is ${state} is a stopped broker, though Metadata still names it`, () => {
      const lab = healthyLab().container('kafka2', {state, exitCode: 137}).poll();
      const broker = brokerOf(lab, 2);
      assert.equal(broker.state, 'stopped');
      assert.equal(broker.isRegistered, true);
    });

  test('registered and silent hangs; registered and refusing is unreachable, never dead', () => {
    assert.equal(stateOf(healthyLab().silence(2, 'silent').poll(), 2), 'hung');
    assert.equal(stateOf(healthyLab().silence(2, 'refused').poll(), 2), 'unreachable');
    const unresolvable = brokerOf(healthyLab().silence(2, 'unresolvable').poll(), 2);
    assert.equal(unresolvable.state, 'unreachable');
    assert.match(unresolvable.sentence, /does not resolve/);
  });

  test('a refused login is not authorised, which is no state of the broker', () => {
    const {state} = brokerOf(healthyLab().silence(2, 'not-authorised').poll(), 2);
    assert.ok(isUnknown(state));
    assert.equal(state.unknown, 'not-authorised');
  });

  test('not registered, though it answers or its container runs, is unregistered', () => {
    assert.equal(stateOf(healthyLab().notice(2).poll(), 2), 'unregistered');
    assert.equal(stateOf(healthyLab().silence(2, 'refused').notice(2).poll(), 2), 'unregistered');
    const elsewhere = healthyLab({target: clusterTarget}).notice(2).poll();
    assert.equal(stateOf(elsewhere, 2), 'unregistered');
  });

  test('without a place in Metadata, an answer or a container it is gone', () => {
    const lab = healthyLab({target: clusterTarget}).silence(2, 'refused').notice(2).poll();
    assert.equal(stateOf(lab, 2), 'gone');
  });

  test('before Metadata has come only a container can tell', () => {
    const lab = createLab()
      .silence(1, 'refused')
      .silence(2, 'refused')
      .container('kafka2', {state: 'exited'})
      .poll();
    const first = brokerOf(lab, 1);
    assert.ok(isUnknown(first.state) && first.state.unknown === 'unreachable');
    assert.equal(stateOf(lab, 2), 'stopped');
    assert.ok(isUnknown(first.leaders) && isUnknown(first.isRegistered), 'nothing is counted as 0');
  });
});

describe('a broker is expected', () => {
  test('where a replica list names it, even if it was never seen', () => {
    const lab = createLab()
      .partitions(each => (each.id === 0 ? partition(0, [1, 3]) : each), 'orders')
      .poll();
    assert.equal(stateOf(lab, 3), 'gone');
  });

  test('where the lab has a container for it', () => {
    const lab = createLab();
    lab.metadata(metadata => ({...metadata, brokers: metadata.brokers.slice(0, 1), topics: []})).poll();
    assert.equal(stateOf(lab, 2), 'unregistered');
  });

  test('where it was seen before', () => {
    const lab = healthyLab({target: clusterTarget}).silence(2, 'refused');
    lab.metadata(metadata => ({...metadata, brokers: metadata.brokers.slice(0, 1), topics: []})).poll();
    assert.deepEqual([brokerOf(lab, 2).host, brokerOf(lab, 2).port], ['localhost', 39092]);
  });

  test('and no container of another project is one', () => {
    const lab = createLab();
    lab.container('kafka2', {role: 'other'});
    lab.metadata(metadata => ({...metadata, brokers: metadata.brokers.slice(0, 1), topics: []})).poll();
    assert.deepEqual(
      brokersOf(lab.world()).map(({id}) => id),
      [1],
    );
  });
});

describe('a broker runs in the container', () => {
  const port = (host: number) => [{host, container: host, protocol: 'tcp'}];

  test('that publishes the port of its advertised listener, whatever the names say', () => {
    const lab = createLab();
    lab.container('kafka1', {nodeId: null, ports: port(39092)});
    lab.container('kafka2', {nodeId: null, ports: port(29092)}).poll();
    assert.deepEqual([brokerOf(lab, 1).container, brokerOf(lab, 2).container], ['kafka2', 'kafka1']);
  });

  test('that has its name, where no port tells', () => {
    const lab = createLab();
    lab.container('kafka1', {nodeId: null, nodeRole: null, ports: []});
    assert.equal(brokerOf(lab.poll(), 1).container, 'kafka1');
  });

  test('that has its id in the environment, where neither tells', () => {
    const lab = createLab();
    lab.container('kafka1', {name: 'first', ports: []});
    assert.equal(brokerOf(lab.poll(), 1).container, 'first');
  });

  test('but not one of its name whose environment gives it another id', () => {
    const lab = createLab();
    lab.container('kafka1', {nodeId: 2, ports: []}).container('kafka2', {nodeId: 1, ports: []}).poll();
    assert.deepEqual([brokerOf(lab, 1).container, brokerOf(lab, 2).container], ['kafka2', 'kafka1']);
  });

  test('and never that of a controller which is no broker', () => {
    const lab = createLab({mode: 'kraft'});
    lab.container('controller', {nodeId: 1, ports: port(29092)});
    lab.container('kafka1', null).poll();
    assert.equal(brokerOf(lab, 1).container, null);
  });

  test('that an engine on another machine has, where the cluster is there', () => {
    const at = (dockerHost: string, host: string): string | null => {
      const lab = createLab({target: {...clusterTarget, dockerHost, project: 'kafka-lab'}});
      lab.metadata(metadata => ({
        ...metadata,
        brokers: metadata.brokers.map(broker => ({...broker, host})),
      }));
      return brokerOf(lab.poll(), 2).container;
    };
    assert.equal(at('tcp://lab.example.com:2376', 'lab.example.com'), 'kafka2');
    assert.equal(at('ssh://me@lab.example.com', 'lab.example.com'), 'kafka2');
    assert.equal(at('tcp://127.0.0.1:2375', 'localhost'), 'kafka2');
    assert.equal(at('tcp://lab.example.com:2376', 'localhost'), null);
    assert.equal(at('tcp://127.0.0.1:2375', 'lab.example.com'), null);
  });

  test('on the named engine only where the cluster is on that machine', () => {
    const target = {...clusterTarget, dockerHost: 'unix:///var/run/docker.sock', project: 'kafka-lab'};
    assert.equal(brokerOf(createLab({target}).poll(), 2).container, 'kafka2');
    const far = createLab({target});
    far.metadata(metadata => ({
      ...metadata,
      brokers: metadata.brokers.map(broker => ({...broker, host: 'kafka.example.com'})),
    }));
    assert.equal(brokerOf(far.poll(), 2).container, null);
  });
});

describe('figures of a broker', () => {
  test('count leaders, replicas, replicas out of sync and preferred leaderships', () => {
    const lab = createLab().poll();
    const {leaders, replicas, outOfSync, preferred} = brokerOf(lab, 2);
    assert.deepEqual(
      {leaders, replicas, outOfSync, preferred},
      {leaders: 28, replicas: 56, outOfSync: 0, preferred: 28},
    );
    const gone = brokerOf(
      lab.container('kafka2', {state: 'exited'}).silence(2, 'refused').notice(2).poll(),
      2,
    );
    assert.deepEqual([gone.leaders, gone.replicas, gone.preferred], [0, 56, 28]);
    // `lonely` has nobody else: its only replica stays in the set.
    assert.equal(gone.outOfSync, 55);
  });

  test('are not 0 where a topic may not be described', () => {
    const lab = createLab();
    const refused = {unknown: 'not-authorised', sentence: 'this user may not see it'} as const;
    lab.metadata(metadata => ({
      ...metadata,
      topics: metadata.topics.map(topic => ({...topic, partitions: refused})),
    }));
    assert.deepEqual(brokerOf(lab.poll(), 1).leaders, refused);
  });

  test('under KRaft the controller may be no broker, and stays unknown where it was not told', () => {
    const lab = createLab({mode: 'kraft'}).poll();
    assert.deepEqual([brokerOf(lab, 1).isController, brokerOf(lab, 2).isController], [false, false]);
    lab.change(world => ({...world, controller: {state: 'waiting'}}));
    assert.ok(isUnknown(brokerOf(lab, 1).isController));
  });
});

test('an engine that is not looked at has no containers, and nothing is said of any', () => {
  const lab = createLab({target: {...labTarget('zookeeper'), dockerHost: null}}).poll();
  assert.equal(brokerOf(lab, 1).container, null);
  assert.equal(container('kafka1').name, 'kafka1');
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {command, startSmallLab} from '../../support/small-lab.ts';

/** The names in an object, in order; of a list those of its first entry. */
const keysOf = (value: unknown): string[] => {
  const [first] = Array.isArray(value) ? value : [value];
  return typeof first === 'object' && first !== null ? Object.keys(first) : [];
};

const part = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );

const lab = {
  topics: [{name: 'orders', partitions: 2, replicationFactor: 2, records: {0: 10, 1: 5}}],
  groups: [{id: 'readers', committed: {orders: {0: 4}}}],
};

test('every noun has the documented shape, and names its target', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, json: true};
  const shapes: Readonly<Record<string, readonly string[]>> = {
    containers: [
      'id name service project image state health exitCode restarts createdAt startedAt cpuPercent memoryBytes ports',
    ],
    brokers: ['id host port rack state isController leaders replicas outOfSync container'],
    topics: [
      'name isInternal replicationFactor minInsync messages partitions',
      'partitions id leader leaderEpoch preferredLeader replicas isr offline start end',
    ],
    groups: [
      'id type state coordinator lag lagSeconds drainSeconds status statusRule members partitions',
      'partitions topic partition committed end lag member',
    ],
  };
  for (const [noun, [own = '', inner]] of Object.entries(shapes)) {
    const result = await command(noun, [], flags);
    const json = result.json();
    assert.deepEqual([result.code, result.err], [0, ''], `${noun}: ${result.out}`);
    assert.deepEqual(Object.keys(json), ['at', 'target', noun, 'missing']);
    assert.deepEqual(keysOf(json.target), ['kind', 'name', 'why']);
    assert.deepEqual(keysOf(json[noun]), own.split(' '), noun);
    const [name = '', ...innerKeys] = inner?.split(' ') ?? [];
    if (inner) assert.deepEqual(keysOf(part(json, noun, 0, name)), innerKeys, `${noun} ${name}`);
  }
});

test('figures are those of the servers', async context => {
  const {host} = await startSmallLab(context, lab);
  const flags = {'docker-host': host, json: true};
  const topics = (await command('topics', [], flags)).json();
  assert.equal(part(topics, 'topics', 0, 'messages'), 15);
  assert.deepEqual(part(topics, 'topics', 0, 'partitions', 0, 'end'), 10);
  const groups = (await command('groups', ['readers'], flags)).json();
  assert.equal(part(groups, 'groups', 0, 'lag'), 6);
  assert.equal(part(groups, 'groups', 0, 'partitions', 0, 'committed'), 4);
  const brokers = (await command('brokers', [], flags)).json();
  assert.deepEqual(
    [part(brokers, 'brokers', 0, 'state'), part(brokers, 'brokers', 1, 'container')],
    ['up', 'kafka2'],
  );
});

test('a broker that is silent leaves its figures out, named, and the exit code is 3', async context => {
  const {host, brokers} = await startSmallLab(context, lab);
  brokers.cluster.control.pause(2);
  const result = await command('topics', ['orders'], {'docker-host': host, json: true});
  const json = result.json();
  assert.equal(result.code, 3, result.out);
  const missing = json.missing;
  assert.ok(Array.isArray(missing) && missing.length > 0);
  for (const entry of missing) {
    assert.match(String(part(entry, 'path')), /^\/topics\/0\/partitions\/\d\/(start|end)$/);
    assert.match(String(part(entry, 'why')), /^(timed-out|unreachable|not-read|stale)$/);
    assert.match(String(part(entry, 'sentence')), /\.$/);
  }
  assert.ok(Array.isArray(part(json, 'topics', 0, 'lowerBounds')), 'the sum of messages is a lower bound');
});

test('a name that is not there is refused with the nearest that is', async context => {
  const {host} = await startSmallLab(context, lab);
  const result = await command('topics', ['ordesr'], {'docker-host': host});
  assert.deepEqual([result.code, result.out], [1, '']);
  assert.match(result.err, /^There is no topic ordesr. Did you mean orders\?\n$/);
});

test('an engine that is gone leaves the cluster readable, and the containers out', async context => {
  const {brokers} = await startSmallLab(context, lab);
  const bootstrap = brokers.bootstrap.join(',');
  const result = await command('containers', [], {
    bootstrap,
    'docker-host': 'unix:///nowhere.sock',
    json: true,
  });
  assert.equal(result.code, 2);
  assert.deepEqual(Object.keys(result.json()), ['at', 'target', 'missing']);
  assert.equal(part(result.json(), 'missing', 0, 'path'), '/containers');
  const table = await command('containers', [], {bootstrap, 'docker-host': 'unix:///nowhere.sock'});
  assert.deepEqual([table.code, table.out], [2, '']);
  assert.match(table.err, /^Not read: .+\.\nCheck that the named addresses are right/, 'and the next step');
  assert.equal((await command('brokers', [], {bootstrap})).code, 0);
  const none = await command('containers', [], {bootstrap});
  assert.deepEqual(
    [none.code, none.err],
    [2, 'No Docker Engine is looked at. Name one with --docker-host.\n'],
  );
});

test('a table shows the same without a terminal and without colour', async context => {
  const {host} = await startSmallLab(context, lab);
  const {out, code} = await command('groups', [], {'docker-host': host});
  assert.equal(code, 0);
  assert.match(out, /^group +status +lag/);
  assert.match(out, /\nreaders +\S+ +6 /);
});

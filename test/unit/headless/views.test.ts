import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startEngine} from '../../support/engine.ts';
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

test('containers that the lab should have are in the JSON as in the table', async context => {
  const labels = {'io.kafka-lab.variant': 'zookeeper'};
  const {host} = await startEngine(context, [
    {name: 'kafka1', project: 'kafka-lab', image: 'example/kafka:1', labels},
  ]);
  const json = (await command('containers', [], {'docker-host': host, lab: 'docker', json: true})).json();
  assert.ok(Array.isArray(json.containers));
  const states = json.containers.map(each => `${part(each, 'name')} ${part(each, 'state')}`);
  assert.ok(states.includes('kafka1 running') && states.includes('kafka2 missing'), states.join());
  const kafka2: unknown = json.containers.find(each => part(each, 'name') === 'kafka2');
  for (const field of ['id', 'createdAt', 'startedAt', 'exitCode', 'cpuPercent'])
    assert.equal(part(kafka2, field), null, field);
  const {out} = await command('containers', [], {'docker-host': host, lab: 'docker'});
  assert.deepEqual(
    out
      .split('\n')
      .slice(1, -1)
      .flatMap(line => line.split(' ')[0] ?? [])
      .sort(),
    states.map(state => state.split(' ')[0] ?? '').sort(),
  );
});

test('brokers that answer while no coordinator has a leader have answered, but partly', async context => {
  const {brokers} = await startSmallLab(context, {
    ...lab,
    configs: {'offsets.topic.replication.factor': '1', 'offsets.topic.num.partitions': '1'},
  });
  const {cluster} = brokers;
  const leader = cluster.topics.get('__consumer_offsets')?.partitions[0]?.leader;
  assert.ok(leader);
  await cluster.control.stop(leader);
  const bootstrap = brokers.bootstrap.join(',');
  for (const names of [[], ['readers']]) {
    const json = await command('groups', names, {bootstrap, json: true});
    const table = await command('groups', names, {bootstrap});
    assert.deepEqual([json.code, table.code], [3, 3], `${names}: ${json.out}${json.err}${table.err}`);
    assert.match(table.err, /invisible, not absent/);
  }
});

test('the table of status says which topics its sentence does not count', async context => {
  const {brokers} = await startSmallLab(context, {
    ...lab,
    groups: [{id: 'readers', committed: {orders: {0: 10, 1: 5}}}],
  });
  const {out} = await command('status', [], {bootstrap: brokers.bootstrap.join(',')});
  assert.match(out, /\b1 topic,/);
  assert.match(out, /\ntopics +1 and 1 internal\n/);
});

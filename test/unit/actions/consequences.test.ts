import assert from 'node:assert/strict';
import {test} from 'node:test';
import {consequences} from '../../../source/actions/consequences.ts';
import type {Broker} from '../../../source/model/broker.ts';
import type {Connector} from '../../../source/model/connector.ts';
import type {Container} from '../../../source/model/container.ts';
import type {Group} from '../../../source/model/group.ts';
import type {Picture} from '../../../source/model/picture.ts';
import {ready, unknown} from '../../../source/model/reading.ts';
import type {Partition, Topic} from '../../../source/model/topic.ts';
import {emptyWorld} from '../../../source/model/world.ts';

const container = (name: string, changes: Partial<Container> = {}): Container => ({
  id: name,
  name,
  service: name,
  project: 'kafka-lab',
  image: name,
  command: 'run',
  state: 'running',
  health: null,
  failingStreak: 0,
  probes: [],
  exitCode: null,
  isOutOfMemory: false,
  restarts: 0,
  createdAt: 0,
  startedAt: 0,
  finishedAt: null,
  ports: [],
  environment: [],
  mounts: [],
  networks: [],
  role: 'lab',
  nodeId: null,
  nodeRole: null,
  lastLog: [],
  ...changes,
});

const broker = (id: number): Broker => ({
  id,
  host: 'localhost',
  port: 9092,
  rack: null,
  state: 'up',
  isRegistered: true,
  isController: false,
  leaders: 0,
  replicas: 0,
  outOfSync: 0,
  preferred: 0,
  logBytes: 0,
  container: `kafka${id}`,
  sentence: '',
});

const partition = (id: number, leader: number, replicas: readonly number[], isr = replicas): Partition => ({
  id,
  leader,
  isLeaderAnswering: true,
  leaderEpoch: 0,
  preferredLeader: replicas[0] ?? null,
  replicas,
  isr,
  offline: [],
  start: 0,
  end: 0,
  rate: null,
});

const topic = (name: string, partitions: Topic['partitions'], changes: Partial<Topic> = {}): Topic => ({
  name,
  isInternal: name.startsWith('__'),
  replicationFactor: 2,
  minInsync: 1,
  cleanupPolicy: 'delete',
  messages: null,
  rate: null,
  bytes: null,
  lastRecordAt: null,
  partitions,
  underReplicated: 0,
  leaderless: 0,
  belowMinInsync: 0,
  groups: [],
  unseenGroups: null,
  ...changes,
});

const group = (id: string, coordinator: number): Group => ({
  id,
  type: 'classic',
  state: 'Stable',
  protocolType: 'consumer',
  coordinator,
  lag: null,
  lagSeconds: null,
  drainSeconds: null,
  isNeverDrained: false,
  rateIn: null,
  rateOut: null,
  status: 'ok',
  statusRule: '',
  members: [],
  partitions: [],
  trend: [],
  at: 0,
  every: 2000,
});

const world = {
  ...emptyWorld(null),
  metadata: ready({clusterId: 'c', controllerId: 1, brokers: [], topics: [], answeredBy: 1}, 0, 2000),
  controller: ready({mode: 'zookeeper', id: 1, voters: []} as const, 0, 2000),
};

const picture = (changes: Partial<Picture> = {}): Picture => ({
  world,
  now: 0,
  brokers: [broker(1), broker(2)],
  topics: [],
  groups: [],
  groupsMissing: [],
  pipelines: [],
  containers: [
    container('zookeeper', {image: 'cp-zookeeper'}),
    container('kafka1', {nodeId: 1, nodeRole: 'broker'}),
    container('kafka2', {nodeId: 2, nodeRole: 'broker'}),
    container('connect-standalone'),
  ],
  absent: [],
  connectors: [],
  ...changes,
});

const graceful =
  'It hands its leaderships over first (controlled shutdown), where another replica is in sync.';

test('a stopped broker: what it leads, what has no replica elsewhere, whose coordinator moves', () => {
  const sentences = consequences(
    'stop',
    picture({
      topics: [
        topic('orders', [partition(0, 2, [2, 1]), partition(1, 1, [1, 2]), partition(2, 2, [2, 1])]),
        topic('lonely', [partition(0, 2, [2])], {replicationFactor: 1}),
        // The hash of g is odd, that of other even.
        topic('__consumer_offsets', [partition(0, 1, [1, 2]), partition(1, 2, [2, 1])]),
      ],
      groups: [group('g', 2), group('other', 1)],
    }),
    ['kafka2'],
  );
  assert.deepEqual(sentences, [
    "kafka2 leads 3 partitions and 1 of Kafka's internal topics.",
    'lonely-0 can be neither read nor written (no replica elsewhere).',
    'Group g: its coordinator moves, and members go on.',
    graceful,
  ]);
});

test('a coordinator without a replica does not move, and one whose replicas were not read is not known to', () => {
  const sentences = consequences(
    'stop',
    picture({
      topics: [topic('__consumer_offsets', [partition(0, 2, [2])], {replicationFactor: 1})],
      groups: [group('g', 2)],
    }),
    ['kafka2'],
  );
  assert.ok(
    sentences.includes('Group g: nobody coordinates it, so no member joins and nothing is committed.'),
  );
  const unread = picture({
    topics: [topic('__consumer_offsets', unknown('not-read', 'no'))],
    groups: [group('g', 2), group('h', 2), group('other', 1)],
  });
  assert.ok(
    consequences('stop', unread, ['kafka2']).includes(
      'Groups g, h: whether their coordinators move is not known.',
    ),
  );
});

test('without the zookeeper that stops with it nobody takes over from a broker', () => {
  const topics = [topic('orders', [partition(0, 2, [2, 1]), partition(1, 1, [1, 2])])];
  const sentences = consequences('stop', picture({topics}), ['kafka2', 'zookeeper']);
  assert.ok(
    sentences.includes('orders-0 can be neither read nor written (nobody elects another leader).'),
    sentences.join('\n'),
  );
  assert.ok(
    sentences.includes(
      'acks=all waits in vain in orders-1 (the stopped replica stays in the in-sync set), and what acks=1 writes there stays unreadable until it is out of the set, or back.',
    ),
    sentences.join('\n'),
  );
  assert.ok(sentences.some(sentence => /^Without zookeeper no leader is elected/.test(sentence)));
  assert.ok(!sentences.some(sentence => /hands its leaderships over/.test(sentence)));
});

test('a replica that is not in sync is no one to hand over to', () => {
  const topics = [topic('orders', [partition(0, 2, [2, 1], [2])])];
  const sentences = consequences('stop', picture({topics}), ['kafka2']);
  assert.ok(sentences.includes('orders-0 can be neither read nor written (no other replica in sync).'));
});

test('both brokers at once leave no replica', () => {
  const topics = [topic('orders', [partition(0, 2, [2, 1])])];
  const sentences = consequences('kill', picture({topics}), ['kafka1', 'kafka2']);
  assert.ok(sentences.includes('orders-0 can be neither read nor written (no replica elsewhere).'));
});

test('both brokers at once leave nobody to hand anything over to', () => {
  const topics = [topic('__consumer_offsets', [partition(0, 2, [2, 1])])];
  const sentences = consequences('stop', picture({topics, groups: [group('g', 2)]}), ['kafka1', 'kafka2']);
  assert.ok(
    sentences.includes('Group g: nobody coordinates it, so no member joins and nothing is committed.'),
  );
  assert.ok(sentences.includes('No other broker answers: nothing can be read or written.'));
  assert.ok(!sentences.some(sentence => /moves|hands its leaderships over/.test(sentence)));
});

test('acks=all is refused where too few stay in sync', () => {
  const topics = [topic('orders', [partition(0, 2, [2, 1])], {minInsync: 2})];
  const sentences = consequences('stop', picture({topics}), ['kafka2']);
  assert.ok(
    sentences.some(each =>
      /^acks=all is refused in orders-0 \(below min.insync.replicas\), and what acks=1 writes there stays unreadable/.test(
        each,
      ),
    ),
  );
});

test('a killed or paused broker is noticed late, and later under ZooKeeper', () => {
  assert.ok(consequences('kill', picture(), ['kafka1']).some(sentence => /after up to 18 s/.test(sentence)));
  const kraft = {...world, controller: ready({mode: 'kraft', id: 9, voters: [9]} as const, 0, 2000)};
  const sentences = consequences('pause', picture({world: kraft}), ['kafka1']);
  assert.ok(sentences.some(sentence => /after up to 9 s/.test(sentence)));
});

test('ZooKeeper, the controller and a Connect worker are missed by others', () => {
  assert.deepEqual(consequences('stop', picture(), ['zookeeper']), [
    'Without zookeeper no leader is elected, no topic is made and no in-sync set changes; brokers that run go on serving.',
  ]);
  const containers = [container('controller', {nodeId: 9, nodeRole: 'controller'})];
  assert.match(consequences('stop', picture({containers}), ['controller'])[0] ?? '', /no leader is elected/);
  const connector: Connector = {
    worker: 'connect-standalone',
    name: 'local-file-source',
    type: 'source',
    state: 'RUNNING',
    health: 'running',
    trace: null,
    tasks: [],
    topics: [],
    config: {},
    offsets: [],
  };
  const worker = {
    name: 'connect-standalone',
    url: '',
    version: '3.9.2',
    commit: null,
    clusterId: null,
    plugins: [],
    connectors: [connector],
  };
  const workers = new Map([['connect-standalone', ready(worker, 0, 2000)]]);
  assert.deepEqual(consequences('stop', picture({world: {...world, workers}}), ['connect-standalone']), [
    'connect-standalone runs 1 connector (local-file-source): they stop.',
  ]);
});

test('what could not be read is not said to be safe', () => {
  const unread = {...world, metadata: emptyWorld(null).metadata};
  assert.ok(
    consequences('stop', picture({world: unread}), ['kafka1'])[0]?.endsWith(
      'what it leads could not be read.',
    ),
  );
  const topics = [topic('secret', unknown('not-authorised', 'no'))];
  assert.ok(
    consequences('stop', picture({topics}), ['kafka1']).some(sentence => /could not be read/.test(sentence)),
  );
});

test('starting takes nothing from anyone; a container that does not run is said to', () => {
  assert.deepEqual(consequences('start', picture(), ['kafka1']), []);
  const containers = [container('kafka1', {state: 'exited', nodeId: 1, nodeRole: 'broker'})];
  assert.deepEqual(consequences('kill', picture({containers}), ['kafka1']), [
    'kafka1 does not run (exited).',
  ]);
});

test('many names are counted, not listed', () => {
  const partitions = Array.from({length: 9}, (_, id) => partition(id, 2, [2]));
  const sentences = consequences('stop', picture({topics: [topic('t', partitions)]}), ['kafka2']);
  assert.ok(
    sentences.includes('t-0, t-1, t-2 and 6 more can be neither read nor written (no replica elsewhere).'),
  );
});

test('removing says what becomes of the files: named volumes stay, others go', () => {
  const volume = (source: string) => ({source, target: '/data', isReadOnly: false});
  const seen = picture({
    containers: [
      container('kept', {mounts: [volume('kafka-lab_kept'), volume('a'.repeat(64)), volume('/etc/hosts')]}),
      container('lost', {mounts: [volume('b'.repeat(64))], state: 'exited'}),
    ],
  });
  assert.deepEqual(consequences('remove', seen, ['kept', 'lost']), [
    'kept goes with its own files; what it stored in kafka-lab_kept stays.',
    'lost has no named volume: what it stored goes with it.',
    'lost does not run (exited).',
  ]);
});

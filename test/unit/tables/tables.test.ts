import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plain} from '../../../source/format/line.ts';
import type {Broker} from '../../../source/model/broker.ts';
import type {Container, ContainerStats} from '../../../source/model/container.ts';
import type {Group} from '../../../source/model/group.ts';
import {unknown} from '../../../source/model/reading.ts';
import type {Partition, Topic} from '../../../source/model/topic.ts';
import {brokerTable} from '../../../source/tables/brokers.ts';
import type {CellContext, Table} from '../../../source/tables/column.ts';
import {connectorTable} from '../../../source/tables/connectors.ts';
import {containerTable} from '../../../source/tables/containers.ts';
import {eventTable} from '../../../source/tables/events.ts';
import {groupPartitionTable} from '../../../source/tables/group-partitions.ts';
import {groupTable} from '../../../source/tables/groups.ts';
import {memberTable} from '../../../source/tables/members.ts';
import {partitionTable} from '../../../source/tables/partitions.ts';
import {recordTable} from '../../../source/tables/records.ts';
import {contentWishes, layoutColumns} from '../../../source/tables/render.ts';
import {taskTable} from '../../../source/tables/tasks.ts';
import {topicTable} from '../../../source/tables/topics.ts';
import {workerTable} from '../../../source/tables/workers.ts';

const now = Date.UTC(2026, 4, 1, 12);
const minute = 60_000;
const context: CellContext = {now, timeForm: 'clock', isAscii: false};
const silent = unknown('timed-out', 'No answer.');

const text = <Row>(table: Table<Row>, row: Row, column: string): string => {
  const found = table.columns.find(each => each.id === column);
  assert.ok(found, `there is a column ${column}`);
  return plain([found.cell(row, context)]);
};

const tone = <Row>(table: Table<Row>, row: Row, column: string) =>
  table.columns.find(each => each.id === column)?.cell(row, context).tone;

const container: Container = {
  id: 'c1',
  name: 'kafka1',
  service: 'kafka1',
  project: 'kafka-lab',
  image: 'example/kafka:1',
  command: 'run',
  state: 'running',
  health: 'healthy',
  failingStreak: 0,
  probes: [],
  exitCode: null,
  isOutOfMemory: false,
  restarts: 0,
  createdAt: now - 181 * minute,
  startedAt: now - 181 * minute + 2000,
  finishedAt: null,
  ports: [
    {host: 29092, container: 29092, protocol: 'tcp'},
    {host: 29092, container: 29092, protocol: 'tcp'},
    {host: 9090, container: 8083, protocol: 'tcp'},
    {host: null, container: 9092, protocol: 'tcp'},
  ],
  environment: [],
  mounts: [],
  networks: [],
  role: 'lab',
  nodeId: 1,
  nodeRole: 'broker',
  lastLog: [],
};

test('a container that was started again is told from one that has run since it was made', () => {
  const table = containerTable(new Map());
  assert.equal(text(table, container, 'since'), 'up 3 h');
  const restarted = {...container, startedAt: now - 53 * minute};
  assert.equal(text(table, restarted, 'since'), 'restarted 53 min ago');
  assert.equal(text(table, {...restarted, startedAt: now - 5000}, 'since'), 'restarted <1 min ago');
  const ended: Container = {...restarted, state: 'exited', exitCode: 137, finishedAt: now - 2 * minute};
  assert.equal(text(table, ended, 'since'), 'ended 2 min ago');
  assert.equal(text(table, ended, 'state'), 'exited 137');
  assert.equal(tone(table, ended, 'state'), 'bad');
  assert.equal(text(table, {...ended, isOutOfMemory: true}, 'state'), 'exited 137 oom');
  assert.equal(text(table, {...container, state: 'created', startedAt: null}, 'since'), '-');
});

test('ports are those of the host, once each', () => {
  const table = containerTable(new Map());
  assert.equal(text(table, container, 'ports'), '29092 9090→8083');
  assert.equal(text(table, {...container, ports: []}, 'ports'), '-');
});

test('what a container uses is unknown until it was measured, and none where it does not run', () => {
  const sample = {
    at: now,
    cpuPercent: 12.34,
    memoryBytes: 1024,
    memoryLimitBytes: null,
    receivedBytes: null,
    sentBytes: null,
  };
  const used = (changes: Partial<Container>, stats: ContainerStats | null) => {
    const table = containerTable(stats === null ? new Map() : new Map([[container.id, stats]]));
    return ['cpu', 'memory', 'network'].map(column => text(table, {...container, ...changes}, column));
  };
  assert.deepEqual(used({}, null), ['?', '?', '?']);
  assert.deepEqual(used({}, {...sample, cpuPercent: null}), ['?', '1.0 KiB', '-'], 'the first sample');
  assert.deepEqual(used({}, sample), ['12.3%', '1.0 KiB', '-'], 'without a network');
  assert.deepEqual(used({state: 'exited', exitCode: 0}, sample), ['-', '-', '-']);
});

test('a time of another day is never a time of day alone', () => {
  const at = (age: number) => text(topicTable, {...topic, lastRecordAt: now - age}, 'last');
  assert.match(at(minute), /^\d\d:\d\d:\d\d$/);
  assert.equal(at(3 * 24 * 60 * minute), '3 d ago');
  const iso = topicTable.columns.find(each => each.id === 'last');
  assert.equal(
    iso?.cell({...topic, lastRecordAt: now}, {...context, timeForm: 'iso'}).text,
    '2026-05-01T12:00:00.000Z',
  );
});

const broker: Broker = {
  id: 2,
  host: 'localhost',
  port: 39092,
  rack: null,
  state: 'hung',
  isRegistered: true,
  isController: silent,
  leaders: 3,
  replicas: silent,
  outOfSync: 0,
  preferred: 5,
  logBytes: unknown('not-authorised', 'Not authorised.'),
  container: 'kafka2',
  sentence: 'It takes connections and is silent.',
};

test('unknown is ?, what is refused is said so, and neither is 0', () => {
  assert.equal(text(brokerTable, broker, 'replicas'), '?');
  assert.equal(text(brokerTable, broker, 'role'), '?');
  assert.equal(text(brokerTable, broker, 'disk'), 'denied');
  assert.equal(text(brokerTable, broker, 'outOfSync'), '0');
  assert.equal(text(brokerTable, broker, 'rack'), '-');
  assert.equal(text(brokerTable, broker, 'skew'), '-2');
  assert.equal(brokerTable.tone?.(broker), 'bad');
});

const partition: Partition = {
  id: 0,
  leader: 1,
  isLeaderAnswering: true,
  leaderEpoch: 4,
  preferredLeader: 1,
  replicas: [1, 2],
  isr: [1, 2],
  offline: [],
  start: 10,
  end: 1214,
  rate: 0,
};

test('a leader that does not answer is doubted, none is none', () => {
  assert.equal(text(partitionTable, partition, 'leader'), '1');
  assert.equal(text(partitionTable, {...partition, isLeaderAnswering: false}, 'leader'), '1?');
  assert.equal(text(partitionTable, {...partition, leader: null}, 'leader'), '-');
  assert.equal(tone(partitionTable, {...partition, leader: null}, 'leader'), 'bad');
  assert.equal(text(partitionTable, partition, 'messages'), '1,204');
  assert.equal(text(partitionTable, {...partition, start: silent}, 'messages'), '?');
});

const topic: Topic = {
  name: 'orders',
  isInternal: false,
  replicationFactor: 2,
  minInsync: 2,
  cleanupPolicy: 'delete',
  messages: {sum: 1204, unknownParts: 1},
  rate: {sum: 0, unknownParts: 0},
  bytes: silent,
  lastRecordAt: null,
  partitions: [partition, {...partition, id: 1, isr: [1]}],
  underReplicated: 1,
  leaderless: 0,
  belowMinInsync: 1,
  groups: [
    {id: 'a', lag: {sum: 3, unknownParts: 0}},
    {id: 'b', lag: silent},
    {id: 'c', lag: {sum: 70, unknownParts: 1}},
  ],
  unseenGroups: null,
};

test('a total with unknown parts is a lower bound, and the worst trouble is named', () => {
  assert.equal(text(topicTable, topic, 'messages'), '≥1,204');
  assert.equal(text(topicTable, topic, 'insync'), '1/2 min 2');
  assert.equal(text(topicTable, topic, 'trouble'), '1 below min');
  assert.equal(text(topicTable, {...topic, leaderless: 2}, 'trouble'), '2 leaderless');
  const unanswered = {...topic, partitions: [{...partition, isLeaderAnswering: false}], belowMinInsync: 0};
  assert.equal(text(topicTable, unanswered, 'trouble'), '1 no answer');
  assert.equal(tone(topicTable, unanswered, 'trouble'), 'bad');
  const leaderless = {...partition, leader: null, isLeaderAnswering: false};
  assert.equal(
    text(topicTable, {...unanswered, partitions: [leaderless], leaderless: 1}, 'trouble'),
    '1 leaderless',
  );
  assert.equal(text(topicTable, topic, 'lag'), '≥70');
  assert.equal(text(topicTable, {...topic, partitions: silent}, 'partitions'), '?');
});

test('readers and their most lag are unknown, or a lower bound, while a group may be unseen', () => {
  const cells = (changes: Partial<Topic>) =>
    (['groups', 'lag'] as const).map(column => text(topicTable, {...topic, ...changes}, column));
  const seen = [{id: 'a', lag: {sum: 3, unknownParts: 0}}];
  assert.deepEqual(cells({groups: []}), ['-', '-']);
  assert.deepEqual(cells({groups: [], unseenGroups: silent}), ['?', '?']);
  assert.deepEqual(cells({groups: seen}), ['a', '3']);
  assert.deepEqual(cells({groups: seen, unseenGroups: silent}), ['a ?', '≥3']);
  assert.deepEqual(cells({groups: [...seen, {id: 'b', lag: silent}]}), ['a b', '≥3']);
  assert.deepEqual(cells({groups: [{id: 'b', lag: null}]}), ['b', '-']);
});

const group: Group = {
  id: 'readers',
  type: 'classic',
  state: 'Stable',
  protocolType: 'consumer',
  coordinator: 1,
  lag: {sum: 0, unknownParts: 0},
  lagSeconds: 0,
  drainSeconds: null,
  isNeverDrained: false,
  rateIn: {sum: 4.2, unknownParts: 0},
  rateOut: silent,
  status: 'stalled',
  statusRule: 'A rule.',
  members: [],
  partitions: [],
  trend: [0, 5, 10],
  at: now,
  every: 2000,
};

test('a group says when it is never drained, and which status it has', () => {
  assert.equal(text(groupTable, group, 'drain'), '-');
  assert.equal(text(groupTable, {...group, isNeverDrained: true}, 'drain'), 'never');
  assert.equal(text(groupTable, group, 'rateOut'), '?');
  assert.equal(text(groupTable, group, 'trend'), '▁▅█');
  assert.equal(tone(groupTable, group, 'status'), 'bad');
});

test('at 80 cells each table keeps the columns that matter', () => {
  const kept = <Row>(table: Table<Row>): string[] =>
    layoutColumns(table, 77).columns.map(each => each.column.id);
  const needed: readonly (readonly [readonly string[], readonly string[]])[] = [
    [kept(containerTable(new Map())), ['name', 'state', 'since', 'cpu']],
    [kept(brokerTable), ['id', 'state', 'role', 'leaders', 'replicas', 'outOfSync']],
    [kept(topicTable), ['name', 'partitions', 'insync', 'trouble', 'messages']],
    [kept(partitionTable), ['id', 'leader', 'replicas', 'isr', 'start', 'end']],
    [kept(groupTable), ['id', 'status', 'lag', 'lagSeconds', 'members', 'rateIn', 'rateOut']],
    [kept(groupPartitionTable), ['topic', 'partition', 'committed', 'end', 'lag', 'status']],
    [kept(memberTable), ['client', 'count', 'assignment']],
    [kept(connectorTable), ['name', 'health', 'tasks', 'worker', 'topics']],
    [kept(taskTable), ['id', 'state', 'worker', 'trace']],
    [kept(workerTable), ['name', 'state', 'connectors', 'url']],
    [kept(recordTable), ['time', 'topic', 'partition', 'offset', 'key', 'value']],
    [kept(eventTable), ['time', 'sentence']],
  ];
  for (const [has, needs] of needed)
    assert.deepEqual(
      needs.filter(id => !has.includes(id)),
      [],
      `of ${has.join(' ')}`,
    );
});

test('a name of twenty cells is shown whole before a column that matters less is', () => {
  const widthOf = (id: string, width: number) =>
    layoutColumns(groupTable, width, contentWishes(groupTable, [{...group, id}], context)).columns[0]?.width;
  for (const width of [60, 78, 98, 118, 198]) {
    assert.equal(widthOf('connect-file-sink', width), 17, `of ${width}`);
    assert.ok((widthOf('a-group-that-is-called-as-no-other', width) ?? 0) >= 20, `of ${width}`);
  }
});

test('beside the ages of old rows, words are cut and no figure is', () => {
  // Half of 80 cells without the border, the mark and ` 12 s old`.
  const {columns} = layoutColumns(groupTable, 28);
  assert.deepEqual(
    columns.map(({column: {id}}) => id),
    ['id', 'status', 'lag'],
  );
  const sum = columns.reduce((total, {width}) => total + width, 0);
  assert.ok(sum + columns.length - 1 <= 28, `${sum} cells and ${columns.length - 1} between them`);
  assert.equal(columns.at(-1)?.width, 7);
});

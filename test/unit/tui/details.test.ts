import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Line, plain} from '../../../source/format/line.ts';
import {memberRows} from '../../../source/model/member-rows.ts';
import {isUnknown, unknown} from '../../../source/model/reading.ts';
import {memberDetail} from '../../../source/tui/details/group-parts.ts';
import {workersPane} from '../../../source/tui/panes/connect.ts';
import {groupPartitionsPane, groupsPane, membersPane} from '../../../source/tui/panes/groups.ts';
import type {Pane} from '../../../source/tui/panes/pane.ts';
import {consumerGroup} from '../../support/lab-parts.ts';
import {sceneOf} from '../../support/scene.ts';
import {createLab, type SeededLab} from '../../support/worlds.ts';

/** Lines of the detail of a pane's first row, spaces told once. */
const detailOf = (pane: Pane, lab: SeededLab): readonly string[] => {
  const look = pane.look(sceneOf(lab.picture()));
  const id = look.ids()[0];
  assert.ok(id !== undefined);
  return (look.detail(id, 120) ?? []).map(line => plain(line).trim().replace(/ +/g, ' '));
};

const has = (lines: readonly string[], ...wanted: readonly string[]): void =>
  assert.deepEqual(
    wanted.filter(each => !lines.includes(each)),
    [],
    lines.join('\n'),
  );

const reading = () =>
  createLab()
    .addGroup(
      consumerGroup('billing', 'orders', [0, 1], {
        committed: [
          {topic: 'orders', partition: 0, offset: 990},
          {topic: 'orders', partition: 1, offset: 1000},
        ],
      }),
    )
    .poll(2);

test('what a group has of a partition is told in figures, with who reads it and who leads it', () => {
  const lines = detailOf(groupPartitionsPane, reading());
  has(lines, 'orders-0, read by billing', 'committed 990', 'log start 0', 'log end 1,000', 'lag 10');
  has(lines, 'written/s 0', 'committed/s 0', 'leader 1', 'member billing-member-1', 'client billing');
  has(
    lines,
    'kafka-console-consumer --bootstrap-server localhost:29092,localhost:39092 --topic orders --partition 0 --offset 990 --max-messages 1',
  );
});

test('a member is told with its lag, and with each partition that it reads', () => {
  const lines = detailOf(membersPane, reading());
  has(lines, 'billing-member-1', 'group billing', 'lag 10');
  assert.ok(
    lines.some(line => line.startsWith('orders 0 990 1,000 10 ')),
    lines.join('\n'),
  );
});

test('a member whose partitions were not read with their figures is told which they are, not that it has none', () => {
  const scene = sceneOf(reading().picture());
  const [group] = scene.picture.groups;
  assert.ok(group);
  const sentence = 'Its offsets were refused.';
  const unread = {...group, partitions: unknown('not-authorised', sentence)};
  const rows = memberRows(unread);
  assert.ok(!isUnknown(rows));
  const [member] = rows;
  assert.ok(member);
  const told = (lines: readonly Line[]): readonly string[] =>
    lines.map(line => plain(line).trim().replace(/ +/g, ' '));
  has(told(memberDetail(member, unread, scene, 120)), 'Partitions', 'orders 0 1', sentence);
  has(told(memberDetail({...member, assignment: []}, unread, scene, 120)), 'It is assigned no partition.');
});

test('a Connect worker is told with its version, its cluster and what it runs', () => {
  const lines = detailOf(workersPane, createLab().poll());
  has(
    lines,
    'state answers',
    'Kafka cluster m9sTbBRiQF2P1lAbCdEfGh (the one that is watched)',
    'curl -s http://localhost:8083/',
  );
  assert.ok(
    lines.some(line => /^Connectors \d/.test(line)),
    lines.join('\n'),
  );
});

test('of a Connect worker that never answered nothing is told as none, and why it does not is', () => {
  const sentence = 'http://localhost:8083 refuses the connection: nothing listens there.';
  const lines = detailOf(
    workersPane,
    createLab().worker('connect-standalone', {why: 'unreachable', sentence}).poll(),
  );
  has(lines, 'state unreachable', 'version ?', 'Kafka cluster ?', sentence);
  assert.ok(!lines.some(line => line.startsWith('Connectors')));
});

test('what is old says so in its detail, too, and what is fresh does not', () => {
  const lab = reading();
  const panes = [groupsPane, groupPartitionsPane, membersPane];
  for (const pane of panes) assert.doesNotMatch(detailOf(pane, lab).join('\n'), /Last read/);
  const coordinator = lab.picture().groups[0]?.coordinator;
  assert.ok(coordinator !== undefined);
  lab.silence(coordinator, 'silent').poll(10);
  for (const pane of panes)
    assert.match(detailOf(pane, lab).join(' '), /^Last read 20 s ago: what follows is as it was then\./);
  const sentence = 'http://localhost:8083 refuses the connection: nothing listens there.';
  lab.worker('connect-standalone', {why: 'unreachable', sentence}).poll(10);
  assert.match(detailOf(workersPane, lab).join(' '), /^Last read 20 s ago: what follows is as it was then\./);
});

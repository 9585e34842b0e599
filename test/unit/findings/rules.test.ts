import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {type Finding, isAbout, type Severity} from '../../../source/findings/finding.ts';
import {findingsOf, rules} from '../../../source/findings/index.ts';
import {faults} from '../../support/faults.ts';
import {clusterTarget} from '../../support/lab-parts.ts';
import {healthyLab, type SeededLab} from '../../support/worlds.ts';

/** What each fault is told as: how bad, about what, and words that must be in the sentence. */
const expected: Readonly<Record<keyof typeof faults, readonly [Severity, subject: string, RegExp]>> = {
  'broker-stopped': [
    'critical',
    'broker 2',
    /exit code 143.*1 partition without leader, 55 partitions under-rep/,
  ],
  'broker-killed-unnoticed': ['critical', 'broker 2', /exit code 137.*not noticed yet.*18 s.*leader of 28/],
  'broker-paused': ['critical', 'broker 2', /paused.*18 s/],
  'broker-hung': ['critical', 'broker 2', /localhost:39092 takes connections and does not answer.*leads 28/],
  'broker-unreachable': ['critical', 'broker 2', /not reachable from here.*container kafka2 runs/],
  'listener-unresolvable': ['critical', 'broker 2', /localhost:39092.*does not resolve/],
  'broker-unregistered': ['critical', 'broker 2', /not a member.*container kafka2 runs/],
  'broker-gone': ['critical', 'broker 2', /gone.*56 partitions name it/],
  'start-failure': ['critical', 'container kafka2', /session of its last run.*wait up to 16 s more/],
  'cluster-silent': ['critical', 'lab lab', /No broker answers.*last read 4 s ago/],
  'quorum-down': ['critical', 'container zookeeper', /ZooKeeper.*no leader is elected/],
  'no-controller': ['critical', 'lab lab', /no controller/],
  'not-authorised': ['warning', 'lab lab', /may not read topic orders/],
  'engine-silent': ['warning', 'lab lab', /Docker Engine does not answer, though Kafka does.*2 s ago/],
  leaderless: [
    'critical',
    'partition lonely-0',
    /lonely-0 has no leader.*only replica is on broker 2 \(stopped\)/,
  ],
  'leader-silent': ['warning', 'broker 2', /28 partitions.*drawn as 2\?/],
  'under-replicated': ['warning', 'broker 2', /55 partitions.*miss broker 2, which is stopped/],
  'below-min-insync': ['critical', 'topic payments', /acks=all are refused: 2 partitions.*fewer than 2/],
  'leader-not-preferred': ['info', 'lab lab', /orders-0 is not led by the preferred leader/],
  'several-elections': ['info', 'lab lab', /orders-0/],
  'coordinator-unavailable': [
    'critical',
    'topic __consumer_offsets',
    /25 partitions.*\(billing\) are invisible, not absent/,
  ],
  'container-exited': ['warning', 'container postgres', /has ended \(exit code 1\) 2 s ago/],
  'container-missing': ['warning', 'container postgres', /no container postgres: it was removed/],
  'container-unhealthy': ['warning', 'container connect-standalone', /failed 4 times in a row/],
  'container-restarting': ['warning', 'container postgres', /5 times.*exit code 1/],
  'worker-unreachable': [
    'critical',
    'worker connect-standalone',
    /refuses the connection.*last read 2 s ago/,
  ],
  'postgres-unread': [
    'warning',
    'container postgres',
    /source of 1 pipeline cannot be read: localhost:5433 refuses the connection.*last read 2 s ago/,
  ],
  'connector-failed': ['critical', 'connector customers', /FAILED: boom: no slot\.$/],
  'task-failed': ['critical', 'connector customers', /says RUNNING, and its only task has FAILED: java.io/],
  'connector-unassigned': ['warning', 'connector customers', /no task/],
  'slot-lost': ['critical', 'connector customers', /slot debezium of connector customers is lost/],
  'slot-inactive': ['warning', 'connector customers', /says RUNNING.*slot debezium.*5\.0 MiB of log/],
  'slot-unused': ['warning', 'slot left_behind', /belongs to no connector and keeps 700 MiB of log/],
  'group-data-lost': ['critical', 'group billing', /orders-1.*700 offsets are gone/],
  'group-stalled': ['warning', 'group billing', /Lag is 1,000.*not moved for 20 s/],
  'group-stopped': ['warning', 'group billing', /Lag is 50, and the group has no member/],
  'group-falling-behind': ['warning', 'group billing', /Lag rose from 900 to 1,800/],
  'group-beyond-end': ['warning', 'group billing', /committed 9,000 on orders-0, beyond the log end 1,800/],
  'group-retention-danger': ['warning', 'group billing', /orders-0 only 10 offsets above the log start/],
  'group-rewound': ['info', 'group billing', /from 1,800 to 5/],
  'group-rebalancing': ['info', 'group billing', /PreparingRebalance/],
  'group-no-commit': ['info', 'group fresh', /1 partition.*no lag there, which is not lag 0/],
  'group-empty': ['info', 'group billing', /without members/],
};

const ids = (lab: SeededLab): readonly string[] => findingsOf(lab.picture()).map(({id}) => id);

const entries = Object.entries(faults).flatMap(([id, make]) => {
  const [severity, subject, sentence] = Object.entries(expected).find(([name]) => name === id)?.[1] ?? [];
  return severity && subject && sentence ? [{id, make, severity, subject, sentence}] : [];
});

describe('a healthy lab has no finding', () => {
  for (const mode of ['zookeeper', 'kraft'] as const)
    test(mode, () => assert.deepEqual(ids(healthyLab({mode})), []));
  test('nor has a healthy cluster without an engine', () =>
    assert.deepEqual(ids(healthyLab({target: clusterTarget})), []));
});

test('every rule has a world in which it fires, and every world its rule', () => {
  assert.deepEqual(entries.map(({id}) => id).sort(), rules.map(({id}) => id).sort());
});

describe('in its world', () => {
  for (const {id, make, severity, subject, sentence} of entries)
    test(`${id} fires`, () => {
      const found = findingsOf(make().picture()).filter(finding => finding.id === id);
      assert.equal(found.length, 1, `${found.length} findings ${id}`);
      const [finding] = found;
      assert.ok(finding);
      assert.equal(finding.severity, severity);
      assert.equal(`${finding.subject.kind} ${finding.subject.id}`, subject);
      assert.match(finding.sentence, sentence);
      assert.ok(isAbout(finding, finding.subject));
    });
});

describe('every finding is a whole card', () => {
  const cards: readonly Finding[] = entries.flatMap(({make}) => findingsOf(make().picture()));

  for (const finding of new Map(cards.map(card => [card.id, card])).values())
    test(finding.id, () => {
      assert.match(finding.sentence, /^[^a-z].*\.$|^[\w.-]+ .*\.$/s, 'a sentence');
      assert.ok(finding.sentence.length < 300, finding.sentence);
      assert.match(finding.rule, /^[A-Z].*\.$/);
      assert.equal(finding.concept.split(/\.\s+(?=[A-Z])/).length, 2, `two sentences: ${finding.concept}`);
      assert.ok(finding.figures.length > 0);
      assert.ok(finding.commands.length > 0);
      for (const text of [finding.sentence, finding.rule, ...finding.figures.flat()])
        assert.ok(!/undefined|null|NaN|\[object/.test(text), text);
      for (const {line, does} of finding.commands) {
        assert.match(line, /^(kafka-|docker|curl|zookeeper-shell|getent)/);
        assert.ok(!/undefined|null|NaN| {2}/.test(line), line);
        assert.ok(does.length > 0);
      }
    });
});

test('the worst comes first, and a cause before its effects', () => {
  assert.deepEqual(ids(faults['start-failure']()), [
    'start-failure',
    'broker-stopped',
    'leaderless',
    'below-min-insync',
    'under-replicated',
  ]);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conditionsOf} from '../../../source/exercises/advance.ts';
import {exerciseNamed} from '../../../source/exercises/index.ts';
import type {LabEvent} from '../../../source/model/event.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {consumerGroup, partition} from '../../support/lab-parts.ts';
import type {SeededLab} from '../../support/worlds.ts';

/** What a step waits for on a lab, with what happened since the start. */
const judged = (id: string, step: string, lab: SeededLab, journal: readonly LabEvent[] = []) => {
  const exercise = exerciseNamed(id);
  const index = exercise?.steps.findIndex(each => each.id === step) ?? -1;
  if (!exercise || index < 0) throw new Error(`There is no step ${step} of ${id}.`);
  const ticks = exercise.steps.slice(0, index).map(() => ({at: lab.now(), seen: [], events: 0}));
  const attempt = {id, startedAt: lab.now(), solvedAt: null, ticks, hints: 0, before: {}};
  const conditions = conditionsOf(exercise, attempt, lab.picture(), journal);
  return {
    isMet: conditions.every(({isMet}) => isMet),
    text: conditions.map(({sentence}) => sentence).join(' '),
  };
};

/** All partitions are led by broker 1, as after a stop and a start of broker 2. */
const ledByOne = () =>
  labWith(
    'ex-failover',
    [0, 1, 2].map(id => partition(id, [1, 2])),
  );

test('a broker that is stopped is not killed, and what to do is said', () => {
  const lab = ledByOne().container('kafka2', {state: 'exited', exitCode: 143}).poll();
  const {isMet, text} = judged('failover-hard', 'kill', lab);
  assert.equal(isMet, false);
  assert.match(text, /kafka2 has not been killed .* exit code 143: start it \(u\)/);
});

test('a death is noticed when the broker is out of sync, whoever led before', () => {
  const dead = ledByOne().container('kafka2', {state: 'exited', exitCode: 137}).poll();
  const before = judged('failover-hard', 'moved', dead);
  assert.equal(before.isMet, false);
  assert.match(before.text, /Broker 2 is still named .*18 s to notice/);
  const after = judged('failover-hard', 'moved', dead.notice(2).poll());
  assert.equal(after.isMet, true, after.text);
});

test('a broker that runs again before its death was noticed has to be killed once more', () => {
  assert.match(
    judged('failover-hard', 'moved', ledByOne()).text,
    /started again before .* Kill it once more/,
  );
});

test('a partition too many says that none can be taken away', () => {
  const lab = labWith(
    'ex-partitions',
    [0, 1, 2, 3, 4].map(id => partition(id, [1])),
  );
  assert.match(judged('more-partitions', 'add', lab).text, /5 partitions.*delete ex-partitions .*begin/);
});

test('a lag that has to go, in a group that nobody is in, asks for a consumer', () => {
  const group = consumerGroup('ex-lag-readers', 'ex-lag', [0, 1]);
  const lab = labWith(
    'ex-lag',
    [0, 1].map(id => partition(id, [1, 2])),
  )
    .write('ex-lag', 100)
    .addGroup({...group, members: []})
    .commit('ex-lag-readers', 'ex-lag', 0, 10)
    .commit('ex-lag-readers', 'ex-lag', 1, 10)
    .poll();
  assert.match(
    judged('slow-consumer', 'drain', lab).text,
    /has to be 0\. ex-lag-readers has no member: start/,
  );
});

test('a broker that died before its turn is said to be in the way of what is written', () => {
  const lab = labWith('ex-quorum')
    .container('zookeeper', {state: 'exited', exitCode: 143})
    .container('kafka2', {state: 'exited', exitCode: 137})
    .poll();
  assert.match(
    judged('quorum-down', 'write', lab).text,
    /Start zookeeper, then kafka2 \(u\), and stop zookeeper/,
  );
});

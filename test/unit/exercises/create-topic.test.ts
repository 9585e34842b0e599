import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conditionsOf} from '../../../source/exercises/advance.ts';
import {createTopic} from '../../../source/exercises/create-topic.ts';
import type {LabEvent} from '../../../source/model/event.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {partition} from '../../support/lab-parts.ts';

test('where three replicas were taken, for a broker that left still counts, it says so and what is refused', () => {
  const lab = labWith('mine', [partition(0, [1, 2, 3])]);
  const made: LabEvent = {at: lab.now(), kind: 'topic-created', subject: 'mine', from: null, to: '1'};
  const attempt = {
    id: createTopic.id,
    startedAt: lab.now(),
    solvedAt: null,
    ticks: [{at: lab.now(), seen: [], events: 0}],
    hints: 0,
    before: {},
  };
  const [condition] = conditionsOf(createTopic, attempt, lab.picture(), [made]);
  assert.equal(condition?.isMet, false);
  assert.match(condition?.sentence ?? '', /it took mine, .*still registered.*one more is refused\.$/);
});

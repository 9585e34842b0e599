import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {commands} from '../../../source/commands/index.ts';
import type {Attempt} from '../../../source/exercises/advance.ts';
import {advanceAttempt, conditionsOf} from '../../../source/exercises/advance.ts';
import {exercises} from '../../../source/exercises/index.ts';
import {labWith} from '../../support/exercise-lab.ts';
import {healthyLab} from '../../support/worlds.ts';

const sentence = /^[A-Z*`"\d].*[.?]$|^[a-z][\w.-]* .*[.?]$/s;

test('no two exercises have the same id', () => {
  assert.equal(new Set(exercises.map(({id}) => id)).size, exercises.length);
});

for (const exercise of exercises)
  describe(exercise.id, () => {
    const [topic] = exercise.setup;
    const lab = topic ? labWith(topic.topic) : healthyLab();
    const ends = lab
      .picture()
      .topics.flatMap(({name, partitions}) =>
        Array.isArray(partitions) ? partitions.map(({id, end}) => [`${name}/${id}`, end] as const) : [],
      );
    const attempt: Attempt = {
      id: exercise.id,
      startedAt: lab.now(),
      solvedAt: null,
      ticks: [],
      hints: 0,
      before: Object.fromEntries(ends),
    };

    test('is not solved when it begins', () => {
      assert.equal(advanceAttempt(exercise, attempt, lab.picture(), []).solvedAt, null);
    });

    test('tells in sentences, at every step, what it waits for', () => {
      for (const [index, step] of exercise.steps.entries()) {
        const ticks = exercise.steps.slice(0, index).map(() => ({at: lab.now(), seen: [], events: 0}));
        const conditions = conditionsOf(exercise, {...attempt, ticks}, lab.picture(), []);
        assert.ok(conditions.length > 0, step.id);
        for (const condition of conditions) {
          assert.match(condition.sentence, sentence, condition.sentence);
          assert.ok(!/undefined|NaN|\[object|null/.test(condition.sentence), condition.sentence);
        }
      }
    });

    test('its steps have ids of their own, texts, and solutions by commands that there are', () => {
      assert.equal(new Set(exercise.steps.map(({id}) => id)).size, exercise.steps.length);
      for (const {text, solution} of exercise.steps) {
        assert.match(text, sentence, text);
        for (const {command} of solution)
          assert.ok(
            commands.some(({id}) => id === command),
            command,
          );
      }
      assert.ok(exercise.hints.length > 0);
      assert.match(exercise.concept, /\.$/);
    });
  });

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {committedOn, committedText} from '../../../source/exercises/group-proofs.ts';
import {healthyLab, refusedReading} from '../../support/worlds.ts';

test('what a group has committed is a sum, nothing, or not known, and never 0 for either', () => {
  const lab = healthyLab().poll();
  const text = (group: string, topic: string) => committedText(lab.picture(), group, topic);
  assert.match(text('billing', 'orders'), /^\d+$/);
  assert.equal(text('billing', 'lonely'), 'nothing yet');
  assert.equal(text('nobody', 'orders'), 'nothing yet');
  lab.group('billing', group => ({...group, committed: refusedReading})).poll();
  assert.equal(text('billing', 'orders'), '?');
  assert.equal(committedOn(lab.picture(), 'billing', 'orders'), undefined);
  lab.silence(1, 'silent').poll(3);
  assert.notEqual(lab.picture().groupsMissing.length, 0);
  assert.equal(text('nobody', 'orders'), '?', 'its coordinator may be the one that is silent');
});

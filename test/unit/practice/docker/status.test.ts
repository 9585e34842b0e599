import assert from 'node:assert/strict';
import {test} from 'node:test';
import {makeContainer} from '../../../../source/practice/docker/container.ts';
import {durationWords, statusOf} from '../../../../source/practice/docker/status.ts';

const seconds = (count: number): string => durationWords(count * 1000);
const minutes = (count: number): string => seconds(count * 60);

test('says lengths of time in the words of the command line', () => {
  assert.equal(seconds(0.9), 'Less than a second');
  assert.equal(seconds(1), '1 second');
  assert.equal(seconds(59), '59 seconds');
  assert.equal(minutes(1), 'About a minute');
  assert.equal(minutes(51), '51 minutes');
  assert.equal(minutes(60), 'About an hour');
  assert.equal(minutes(94), '2 hours');
  assert.equal(minutes(47 * 60), '47 hours');
  assert.equal(minutes(72 * 60), '3 days');
  assert.equal(minutes(15 * 24 * 60), '2 weeks');
  assert.equal(minutes(90 * 24 * 60), '3 months');
});

test('says a container’s state as a list shows it, which tells whether it was restarted', () => {
  const container = makeContainer({name: 'kafka1', health: 'starting'}, 0, 1);
  assert.equal(statusOf(container, 3000), 'Up 3 seconds (health: starting)');
  container.startedAt = 2000;
  container.health = 'healthy';
  assert.equal(statusOf(container, 3000), 'Up 1 second (healthy)');
  container.state = 'paused';
  assert.equal(statusOf(container, 3000), 'Up 1 second (Paused)');
  Object.assign(container, {state: 'exited', exitCode: 137, finishedAt: 1000});
  assert.equal(statusOf(container, 3000), 'Exited (137) 2 seconds ago');
  container.state = 'restarting';
  assert.equal(statusOf(container, 3000), 'Restarting (137) 2 seconds ago');
});

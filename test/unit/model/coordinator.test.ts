import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  coordinatorOf,
  coordinatorPartition,
  groupsMissing,
  invisibleGroups,
  leaderlessCoordinators,
} from '../../../source/model/coordinator.ts';
import {consumerGroup} from '../../support/lab-parts.ts';
import {createLab, healthyLab, unreadWorld} from '../../support/worlds.ts';

test('a group is kept where Kafka keeps it', () => {
  const partitions = ['my-group', 'demo-group', 'group-1', 'lab-group'].map(id =>
    coordinatorPartition(id, 50),
  );
  assert.deepEqual(partitions, [12, 15, 49, 27]);
  // The one 32-bit number without an absolute value.
  assert.equal(coordinatorPartition('polygenelubricants', 50), 0);
  assert.equal(coordinatorPartition('', 50), 0);
});

test('the coordinator is the leader of that partition: null without one, undefined where nobody can tell', () => {
  const lab = createLab().poll();
  assert.equal(coordinatorOf(lab.world(), 'my-group'), 1);
  assert.equal(coordinatorOf(lab.world(), 'demo-group'), 2);
  lab.partitions(each => (each.id === 12 ? {...each, leader: null} : each), '__consumer_offsets').poll();
  assert.equal(coordinatorOf(lab.world(), 'my-group'), null);
  assert.deepEqual(leaderlessCoordinators(lab.world()), [12]);
  assert.equal(coordinatorOf(unreadWorld(), 'my-group'), undefined);
});

test('nothing is missing in a healthy lab', () => {
  assert.deepEqual(groupsMissing(healthyLab().world()), []);
});

test('groups of a partition without leader are invisible, and remembered by name', () => {
  const lab = createLab()
    .addGroup(consumerGroup('my-group', 'orders', [0]))
    .poll();
  lab.removeGroup('my-group');
  lab.partitions(each => (each.id === 12 ? {...each, leader: null} : each), '__consumer_offsets').poll(3);
  assert.deepEqual(invisibleGroups(lab.world()), ['my-group']);
  const [missing, ...others] = groupsMissing(lab.world());
  assert.equal(missing?.path, '__consumer_offsets');
  assert.match(missing?.sentence ?? '', /partition 12 .* invisible, not absent/);
  assert.deepEqual(others, []);
});

test('groups that nobody lists any more are missing, until they are known to be deleted', () => {
  const lab = healthyLab();
  lab.removeGroup('billing').poll();
  assert.deepEqual(
    groupsMissing(lab.world()).map(({why, sentence}) => ({why, sentence})),
    [
      {
        why: 'not-read',
        sentence: 'Group billing is listed by no broker now: deleted, or handed to another coordinator.',
      },
    ],
  );
  lab.poll();
  assert.deepEqual(groupsMissing(lab.world()), []);
});

test('a coordinator that says nothing is named with its reason', () => {
  const lab = healthyLab().silence(2, 'silent').poll();
  assert.deepEqual(
    groupsMissing(lab.world()).map(({path, why}) => ({path, why})),
    [{path: 'broker 2', why: 'timed-out'}],
  );
});

test('before the first reading, and without any, the list is not whole', () => {
  assert.deepEqual(
    groupsMissing(unreadWorld()).map(({why}) => why),
    ['not-read'],
  );
  const lab = createLab().silence(1, 'refused').silence(2, 'refused').poll();
  assert.ok(groupsMissing(lab.world()).some(({why}) => why === 'unreachable'));
});

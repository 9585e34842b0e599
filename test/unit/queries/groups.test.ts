import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isUnknown} from '../../../source/model/reading.ts';
import {readGroups} from '../../../source/queries/groups.ts';
import {kafkaFor} from '../../support/kafka.ts';

const orders = {name: 'orders', partitions: 3};
const lagging = {
  id: 'billing',
  members: [{id: 'member-1', clientId: 'app-1', assignment: {orders: [0, 1]}}],
  committed: {orders: {0: 5, 2: 7}},
};

test('a group comes with its members, assignment and committed offsets, none where there is no commit', async t => {
  const {link} = await kafkaFor(t, {brokers: 1, topics: [orders], groups: [lagging]});
  const {groups, missing} = await readGroups(link(1), 1);
  const [group] = groups;
  assert.ok(group && !isUnknown(group.members) && !isUnknown(group.committed));
  assert.deepEqual(
    [group.id, group.type, group.state, group.protocolType, group.coordinator],
    ['billing', 'classic', 'Stable', 'consumer', 1],
  );
  assert.equal(group.members[0]?.clientId, 'app-1');
  assert.deepEqual(group.members[0]?.assignment, [{topic: 'orders', partitions: [0, 1]}]);
  assert.deepEqual(
    group.committed.map(({partition, offset}) => [partition, offset]),
    [
      [0, 5],
      [2, 7],
      [1, null],
    ],
  );
  assert.deepEqual(missing, []);
});

test('each broker lists the groups that it coordinates, and FindCoordinator is never needed', async t => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const {cluster, link} = await kafkaFor(t, {topics: [orders], groups: ids.map(id => ({id}))});
  const [one, two] = await Promise.all([readGroups(link(1), 1), readGroups(link(2), 2)]);
  assert.deepEqual([...one.groups, ...two.groups].map(({id}) => id).sort(), ids);
  assert.equal(cluster.wire.of('FindCoordinator').length, 0);
});

test('any number of groups costs three requests', async t => {
  const groups = Array.from({length: 40}, (_, n) => ({id: `group-${n}`, committed: {orders: {0: n}}}));
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [orders], groups});
  await link(1).open();
  cluster.wire.clear();
  assert.equal((await readGroups(link(1), 1)).groups.length, 40);
  assert.deepEqual(cluster.wire.all.map(({name}) => name).sort(), [
    'DescribeGroups',
    'ListGroups',
    'OffsetFetch',
  ]);
});

test('brokers before Kafka 3.0 are asked group by group for offsets', async t => {
  const {cluster, link} = await kafkaFor(t, {
    brokers: 1,
    topics: [orders],
    groups: [lagging, {...lagging, id: 'other'}],
  });
  cluster.faults.limitApi(9, 7);
  const {groups} = await readGroups(link(1), 1);
  assert.deepEqual(
    groups.map(({committed}) => !isUnknown(committed) && committed[0]?.offset),
    [5, 5],
  );
  assert.equal(cluster.wire.of('OffsetFetch').length, 2);
});

test('a group that may not be seen stays in the list, its parts unknown with the reason', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [orders], groups: [lagging, {id: 'open'}]});
  cluster.faults.deny('group', 'billing');
  const {groups} = await readGroups(link(1), 1);
  const billing = groups.find(({id}) => id === 'billing');
  // A broker may leave it out of the list; where it is listed, nothing is made up.
  if (billing) {
    assert.ok(isUnknown(billing.committed));
    assert.equal(billing.committed.unknown, 'not-authorised');
  }
  assert.ok(groups.some(({id}) => id === 'open'));
});

test('a part that does not come leaves the others', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [orders], groups: [lagging]});
  cluster.faults.plan(15, {kind: 'garbled'}, {times: 1});
  const [group] = (await readGroups(link(1), 1)).groups;
  assert.ok(group && isUnknown(group.members));
  assert.equal(group.members.unknown, 'not-read');
  assert.ok(!isUnknown(group.committed));
});

test('assignments of other protocols are not read as those of consumers', async t => {
  const {link} = await kafkaFor(t, {
    brokers: 1,
    topics: [orders],
    groups: [{id: 'connect-pg', protocolType: 'connect', members: [{id: 'worker', clientId: 'worker-1'}]}],
  });
  const [group] = (await readGroups(link(1), 1)).groups;
  assert.ok(group && !isUnknown(group.members));
  const assignment = group.members[0]?.assignment;
  assert.ok(isUnknown(assignment));
  assert.equal(assignment.unknown, 'not-supported');
});

import assert from 'node:assert/strict';
import {Consumer} from '@platformatic/kafka';
import type {GroupReading} from '../../source/model/group.ts';
import {isUnknown} from '../../source/model/reading.ts';
import {readGroups} from '../../source/queries/groups.ts';
import {until} from '../real/support.ts';
import {commitAlone, groupIn, join, readGroup} from '../support/contract/groups.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const commitsOf = ({committed}: GroupReading): readonly (readonly [number, number | null])[] => {
  assert.ok(!isUnknown(committed));
  return committed
    .map(({partition, offset}) => [partition, offset] as const)
    .toSorted(([one], [other]) => one - other);
};

const assignedTo = ({members}: GroupReading): readonly (readonly number[])[] => {
  assert.ok(!isUnknown(members));
  return members.map(({assignment}) => {
    assert.ok(!isUnknown(assignment));
    return assignment.flatMap(({partitions}) => partitions);
  });
};

runContract('groups', contract => {
  contract(
    'a stable group has its member, what it reads, its commits, and none where there is none',
    async (hand, t) => {
      const topic = await hand.topic([
        [1, 2],
        [2, 1],
        [1, 2],
      ]);
      await write(hand, topic, numbered(5, 0));
      const id = hand.group();
      const member = await join(hand, t, id, topic);
      await groupIn(hand, id, 'Stable', 1);
      await member.commit(topic, 0, 3);
      const group = await readGroup(hand, id);
      assert.ok(group);
      assert.deepEqual([group.type, group.protocolType, group.state], ['classic', 'consumer', 'Stable']);
      assert.ok(!isUnknown(group.members));
      assert.equal(group.members[0]?.clientId, 'contract');
      assert.match(group.members[0]?.host ?? '', /^\d+\.\d+\.\d+\.\d+$/);
      assert.deepEqual(assignedTo(group)[0]?.toSorted(), [0, 1, 2]);
      assert.deepEqual(commitsOf(group), [
        [0, 3],
        [1, null],
        [2, null],
      ]);
    },
  );

  contract('two members share the partitions out', async (hand, t) => {
    const topic = await hand.topic();
    const id = hand.group();
    await join(hand, t, id, topic);
    await join(hand, t, id, topic);
    const shared = await until(
      'each has one partition',
      () => groupIn(hand, id, 'Stable', 2),
      group => assignedTo(group).every(({length}) => length === 1),
    );
    assert.deepEqual(assignedTo(shared).flat().toSorted(), [0, 1]);
  });

  contract(
    'a group whose member left is empty and keeps its commits; deleted, it is in no list',
    async (hand, t) => {
      const topic = await hand.topic();
      const id = hand.group();
      const member = await join(hand, t, id, topic);
      await member.commit(topic, 1, 0);
      await member.leave();
      const group = await groupIn(hand, id, 'Empty', 0);
      assert.deepEqual(commitsOf(group), [[1, 0]]);
      await (await hand.admin()).deleteGroups([id]);
      assert.equal(await readGroup(hand, id), undefined);
    },
  );

  contract('a group that only ever committed is there, empty', async hand => {
    const topic = await hand.topic();
    const id = hand.group();
    await commitAlone(hand, id, topic, 4);
    const group = await groupIn(hand, id, 'Empty', 0);
    assert.deepEqual(commitsOf(group), [[0, 4]]);
  });

  contract('only its coordinator lists a group', async (hand, t) => {
    const topic = await hand.topic();
    const id = hand.group();
    await (await join(hand, t, id, topic)).leave();
    const found = await groupIn(hand, id, 'Empty', 0);

    const other = found.coordinator === 1 ? 2 : 1;
    const {groups} = await readGroups(await hand.link(other), other);
    assert.equal(
      groups.some(each => each.id === id),
      false,
    );
  });

  contract(
    'a group of the protocol in which the broker assigns',
    async (hand, t) => {
      const topic = await hand.topic();
      const id = hand.group();
      const consumer = new Consumer({
        clientId: 'contract',
        groupId: id,
        bootstrapBrokers: [...hand.target.bootstrap],
        groupProtocol: 'consumer',
        retries: 5,
        retryDelay: 200,
        timeout: 10_000,
      });
      t.after(() => consumer.close(true).catch(() => {}));
      const stream = await consumer.consume({topics: [topic], mode: 'earliest', autocommit: false});
      stream.resume();
      // The broker may hear of the topic after the member.
      const group = await until(
        'the member has both partitions',
        () => groupIn(hand, id, 'Stable', 1),
        found => assignedTo(found)[0]?.toSorted().join() === '0,1',
      );
      assert.equal(group.type, 'consumer');
    },
    {needs: 'consumer-protocol', on: 'kraft'},
  );
});

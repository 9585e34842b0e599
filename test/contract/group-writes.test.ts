import assert from 'node:assert/strict';
import {isUnknown} from '../../source/model/reading.ts';
import {until} from '../real/support.ts';
import {change, doneOr} from '../support/contract/change.ts';
import {commitAlone, groupIn, join, readGroup} from '../support/contract/groups.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

/** The commit of the first partition, null where there is none. */
const committed = async (hand: Hand, id: string, topic: string): Promise<number | null> => {
  const [found] = await (await hand.admin()).fetchOffsets({groupId: id, topics: [topic]});
  const offset = Number(found?.partitions.find(({partition}) => partition === 0)?.offset ?? -1);
  return offset < 0 ? null : offset;
};

runContract('writes of groups', contract => {
  contract('offsets are reset with a table of before and after, and deleted', async hand => {
    const topic = await hand.topic();
    const id = hand.group();
    await write(hand, topic, numbered(10, 0));
    await commitAlone(hand, id, topic, 7);
    const reset = await change(hand, 'group.reset', [id], {to: 'earliest'});
    assert.equal(doneOr(reset), true);
    const [row] = reset.preview;
    assert.match(JSON.stringify(row), /"7".*"0"/, 'before, then after');
    assert.equal(await committed(hand, id, topic), 0);
    assert.equal(doneOr(await change(hand, 'group.reset', [id], {to: 'latest'})), true);
    assert.equal(await committed(hand, id, topic), 10);
    assert.equal(doneOr(await change(hand, 'group.delete-offsets', [id], {topic})), true);
    await until(
      'there is no commit',
      () => committed(hand, id, topic),
      offset => offset === null,
    );
  });

  contract(
    'offsets are deleted of a topic that is named, and never of one that a member reads',
    async (hand, t) => {
      const topic = await hand.topic();
      const id = hand.group();
      await write(hand, topic, numbered(10, 0));
      await commitAlone(hand, id, topic, 7);
      await assert.rejects(change(hand, 'group.delete-offsets', [id], {topic: ''}), {
        name: 'UserError',
        message: /Name the topic/,
      });
      await assert.rejects(change(hand, 'group.delete-offsets', [id], {topic: hand.name('nowhere')}), {
        name: 'UserError',
        message: /There is no topic/,
      });
      const member = await join(hand, t, id, topic);
      await groupIn(hand, id, 'Stable', 1);
      assert.notEqual(doneOr(await change(hand, 'group.delete-offsets', [id], {topic})), true);
      assert.equal(await committed(hand, id, topic), 7);
      await member.leave();
    },
  );

  contract('which of several members is meant has to be said', async (hand, t) => {
    const topic = await hand.topic();
    const id = hand.group();
    for (let count = 0; count < 2; count += 1) await join(hand, t, id, topic);
    const {members} = await groupIn(hand, id, 'Stable', 2);
    const names = isUnknown(members) ? [] : members.map(each => each.clientId);
    assert.equal(new Set(names).size, 1, 'both call themselves the same');
    for (const [member, words] of [
      [names[0] ?? '', /2 members begin with/],
      ['nobody', /has no member nobody/],
      ['', /has no member without a name/],
    ] as const)
      await assert.rejects(change(hand, 'group.remove-member', [id], {member}), {
        name: 'UserError',
        message: words,
      });
    assert.equal(isUnknown(members) || members.length, 2);
  });

  contract('while a member is there offsets stay and the group cannot be deleted', async (hand, t) => {
    const topic = await hand.topic();
    const id = hand.group();
    const member = await join(hand, t, id, topic);
    await member.commit(topic, 0, 0);
    await groupIn(hand, id, 'Stable', 1);
    await assert.rejects(change(hand, 'group.reset', [id], {to: 'latest'}), {
      name: 'UserError',
      message: /member/,
    });
    await assert.rejects(
      change(hand, 'group.delete', [id]).then(each => assert.equal(doneOr(each), true)),
      /member|not empty|NON_EMPTY/i,
    );
    await member.leave();
    await groupIn(hand, id, 'Empty', 0);
    assert.equal(doneOr(await change(hand, 'group.delete', [id])), true);
    assert.equal(await readGroup(hand, id), undefined);
  });

  contract('a member that is removed goes, and joins again because it lives', async (hand, t) => {
    const topic = await hand.topic();
    const id = hand.group();
    await join(hand, t, id, topic);
    const before = await groupIn(hand, id, 'Stable', 1);
    const old = isUnknown(before.members) ? '' : (before.members[0]?.id ?? '');
    assert.equal(doneOr(await change(hand, 'group.remove-member', [id], {member: old})), true);
    await until(
      'another member is there',
      () => readGroup(hand, id),
      group =>
        group !== undefined &&
        !isUnknown(group.members) &&
        group.members.length === 1 &&
        group.members[0]?.id !== old,
    );
  });
});

import assert from 'node:assert/strict';
import {until} from '../real/support.ts';
import {once} from '../support/contract/change.ts';
import {commitAlone} from '../support/contract/groups.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, tailOf, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

/** What reading must leave as it is, as another client sees it. */
const stateOf = async (hand: Hand, topic: string, group: string) => {
  const admin = await hand.admin();
  const [{groups}, topics, offsets, ends] = await Promise.all([
    admin.listGroups(),
    admin.listTopics(),
    admin.fetchOffsets({groupId: group, topics: [topic]}),
    admin.fetchTopicOffsets(topic),
  ]);
  return {groups: groups.map(({groupId}) => groupId).sort(), topics: topics.sort(), offsets, ends};
};

const writing = /Create|Delete|Alter|Join|Sync|Commit|Produce|InitProducer|Txn|Elect|Leave/;

runContract('side effects', contract => {
  contract('reading everything, and a tail, change nothing', async (hand, t) => {
    const topic = await hand.topic();
    const group = hand.group();
    await write(hand, topic, numbered(5, 0));
    await commitAlone(hand, group, topic, 2);
    // The lab's own sink and worker have to be there before: they make their groups by themselves.
    const {before} = await until(
      "the lab's own clients are at work",
      async () => ({before: await stateOf(hand, topic, group)}),
      ({before: {groups, topics}}) =>
        ['connect-file-sink', 'pg'].every(own => groups.includes(own)) && topics.includes('input-file-data'),
    );
    const asked = hand.requests?.() ?? null;
    await tailOf(hand, t, topic).until(5);
    const seen = await once(hand, async picture => picture.topics.map(({name}) => name));
    assert.ok(seen.includes(topic));
    assert.deepEqual(await stateOf(hand, topic, group), before);
    if (asked === null || !hand.requests) return;
    const added = [...hand.requests()].filter(name => !asked.has(name) && writing.test(name));
    assert.deepEqual(added, []);
  });
});

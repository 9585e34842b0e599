import assert from 'node:assert/strict';
import {writes} from '../../source/actions/writes/index.ts';
import {systemClock} from '../../source/clock.ts';
import {writeContextOf} from '../../source/feeds/write-context.ts';
import {change, doneOr, once} from '../support/contract/change.ts';
import {commitAlone, groupIn, join} from '../support/contract/groups.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

/** What a group has committed, as another client reads it: `topic-partition` and the offset, by name. */
const commits = async (hand: Hand, id: string, ...topics: string[]): Promise<Record<string, number>> => {
  const found = await (await hand.admin()).fetchOffsets({groupId: id, topics});
  return Object.fromEntries(
    found.flatMap(({topic, partitions}) =>
      partitions.flatMap(({partition, offset}) =>
        Number(offset) < 0 ? [] : [[`${topic}-${partition}`, Number(offset)] as const],
      ),
    ),
  );
};

/** Resets a group of one topic with ten records, and says where it is then. */
const resetTo = async (hand: Hand, id: string, topic: string, to: string) => {
  const reset = await change(hand, 'group.reset', [id], {to});
  assert.equal(doneOr(reset), true);
  return {reset, at: (await commits(hand, id, topic))[`${topic}-0`]};
};

const minute = 60_000;

runContract('resets of groups', contract => {
  contract('by time: to the first record that is as new, and to the end where none is', async hand => {
    const topic = await hand.topic([[1, 2]]);
    const id = hand.group();
    const first = systemClock.now() - 100 * minute;
    const at = (minutes: number): string => String(first + minutes * minute);
    await write(
      hand,
      topic,
      numbered(10, 0).map((record, index) => ({...record, timestamp: at(index * 10)})),
    );
    await commitAlone(hand, id, topic, 7);
    const between = new Date(first + 35 * minute).toISOString();
    const {reset, at: found} = await resetTo(hand, id, topic, between);
    assert.equal(found, 4);
    assert.match(reset.commandLines.join(), /--to-datetime \d{4}-.*--all-topics --execute/);
    assert.deepEqual(reset.consequences, ['3 records are read again.']);
    // A record is 90, 80, 70, … minutes old.
    assert.equal((await resetTo(hand, id, topic, '75m')).at, 3);
    assert.equal((await resetTo(hand, id, topic, '1m')).at, 10);
    assert.equal((await resetTo(hand, id, topic, new Date(first + 20 * minute).toISOString())).at, 2);
  });

  contract('by an offset and by so many records, on or back, and never out of the log', async hand => {
    const topic = await hand.topic([[1, 2]]);
    const id = hand.group();
    await write(hand, topic, numbered(10, 0));
    await commitAlone(hand, id, topic, 7);
    assert.equal((await resetTo(hand, id, topic, '4')).at, 4);
    const {reset, at} = await resetTo(hand, id, topic, '+3');
    assert.equal(at, 7);
    assert.deepEqual(reset.preview, [
      {partition: `${topic}-0`, before: '4', after: '7', difference: '+3', 'lag then': '3'},
    ]);
    assert.deepEqual(reset.consequences, ['3 records are skipped and never read by this group.']);
    assert.equal((await resetTo(hand, id, topic, '-2')).at, 5);
    assert.equal((await resetTo(hand, id, topic, '+100')).at, 10);
    assert.equal((await resetTo(hand, id, topic, '-100')).at, 0);
    assert.equal((await resetTo(hand, id, topic, '99')).at, 10);
    await assert.rejects(change(hand, 'group.reset', [id], {to: 'soon'}), {
      name: 'UserError',
      message: /soon is no place in a log/,
    });
  });

  contract(
    'like another group, and refused like one that is not there or has read something else',
    async hand => {
      const topic = await hand.topic();
      const [id, other, elsewhere] = [hand.group(), hand.group(), hand.group()];
      for (const partition of [0, 1]) await write(hand, topic, numbered(10, partition));
      await commitAlone(hand, id, topic, 7, 0);
      await commitAlone(hand, id, topic, 8, 1);
      await commitAlone(hand, other, topic, 2, 0);
      await assert.rejects(change(hand, 'group.reset', [id], {to: `like:${hand.name('nobody')}`}), {
        name: 'UserError',
        message: /There is no group/,
      });
      await commitAlone(hand, elsewhere, await hand.topic(), 0);
      await assert.rejects(change(hand, 'group.reset', [id], {to: `like:${elsewhere}`}), {
        name: 'UserError',
        message: /nothing that could be moved so/,
      });
      assert.equal(doneOr(await change(hand, 'group.reset', [id], {to: `like:${other}`})), true);
      // Where the other one has committed nothing this one stays.
      assert.deepEqual(await commits(hand, id, topic), {[`${topic}-0`]: 2, [`${topic}-1`]: 8});
    },
  );

  contract('of one topic, and of one partition, while all else stays', async hand => {
    const [one, two] = [await hand.topic(), await hand.topic()];
    const id = hand.group();
    for (const topic of [one, two])
      for (const partition of [0, 1]) {
        await write(hand, topic, numbered(10, partition));
        await commitAlone(hand, id, topic, 7, partition);
      }
    const all = {[`${one}-0`]: 7, [`${one}-1`]: 7, [`${two}-0`]: 7, [`${two}-1`]: 7};
    assert.deepEqual(await commits(hand, id, one, two), all);
    const part = await change(hand, 'group.reset', [id], {to: 'earliest', topic: `${one}-1`});
    assert.equal(doneOr(part), true);
    assert.ok(part.commandLines.join().includes(`--topic ${one}:1 --execute`));
    assert.deepEqual(await commits(hand, id, one, two), {...all, [`${one}-1`]: 0});
    const whole = await change(hand, 'group.reset', [id], {to: 'latest', topic: two});
    assert.equal(doneOr(whole), true);
    assert.match(two, /-\d$/, 'a name that could be that of a partition');
    assert.ok(whole.commandLines.join().includes(`--topic ${two} --execute`));
    const then = {...all, [`${one}-1`]: 0, [`${two}-0`]: 10, [`${two}-1`]: 10};
    assert.deepEqual(await commits(hand, id, one, two), then);
    await assert.rejects(change(hand, 'group.reset', [id], {to: 'earliest', topic: `${one}-9`}), {
      name: 'UserError',
      message: /has no partition 9/,
    });
    assert.equal(doneOr(await change(hand, 'group.reset', [id], {to: '3', topic: ''})), true);
    assert.deepEqual(Object.values(await commits(hand, id, one, two)), [3, 3, 3, 3]);
  });

  contract(
    'a member that came after the plan was made: Kafka refuses, and nothing moves',
    async (hand, t) => {
      const topic = await hand.topic([[1, 2]]);
      const id = hand.group();
      await write(hand, topic, numbered(10, 0));
      await commitAlone(hand, id, topic, 7);
      const outcomes = await once(hand, async (picture, watching) => {
        const reset = writes.find(each => each.id === 'group.reset');
        assert.ok(reset);
        const plan = await reset.plan(writeContextOf(watching, picture, systemClock), [id], {to: 'earliest'});
        await join(hand, t, id, topic);
        await groupIn(hand, id, 'Stable', 1);
        return plan.run(new AbortController().signal, () => {});
      });
      assert.deepEqual(
        outcomes.map(({isDone}) => isDone),
        [false],
      );
      assert.match(outcomes[0]?.answer ?? '', /member/i);
      assert.deepEqual(await commits(hand, id, topic), {[`${topic}-0`]: 7});
    },
  );

  contract('offsets of a topic that a member reads stay; those of another go', async (hand, t) => {
    const [read, old] = [await hand.topic([[1, 2]]), await hand.topic([[1, 2]])];
    const id = hand.group();
    for (const topic of [read, old]) {
      await write(hand, topic, numbered(10, 0));
      await commitAlone(hand, id, topic, 7);
    }
    await join(hand, t, id, read);
    await groupIn(hand, id, 'Stable', 1);
    const refused = await change(hand, 'group.delete-offsets', [id], {topic: read});
    assert.match(String(doneOr(refused)), /subscribe|reads/i);
    assert.equal(doneOr(await change(hand, 'group.delete-offsets', [id], {topic: `${old}-0`})), true);
    assert.deepEqual(await commits(hand, id, read, old), {[`${read}-0`]: 7});
    await assert.rejects(change(hand, 'group.remove-member', [id], {member: 'nobody'}), {
      name: 'UserError',
      message: /has no member nobody/,
    });
  });
});

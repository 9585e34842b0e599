import assert from 'node:assert/strict';
import {until} from '../real/support.ts';
import {change, doneOr, refusal} from '../support/contract/change.ts';
import {whileStopped} from '../support/contract/containers.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('writes of partitions', contract => {
  contract('replicas are moved, and the records with them', async hand => {
    const topic = await hand.topic([[1]]);
    await write(hand, topic, numbered(50, 0));
    const moved = await change(hand, 'partition.reassign', [`${topic}-0`], {to: '2'});
    assert.equal(doneOr(moved), true);
    const [partition] = await until(
      'it is on broker 2',
      () => hand.partitions(topic),
      ([found]) => found?.replicas.join() === '2' && found.leader === 2,
    );
    assert.deepEqual(partition?.isr, [2]);
    const [ends] = await (await hand.admin()).fetchTopicOffsets(topic);
    assert.deepEqual([ends?.low, ends?.high], ['0', '50']);
    await refusal(hand, 'partition.reassign', [`${topic}-0`], {to: '2'}, /there already/);
  });

  /** A topic of one partition that broker 1 leads, though 2 is preferred: only the order of its replicas was changed. */
  const turned = async (hand: Hand): Promise<string> => {
    const topic = await hand.topic([[1, 2]]);
    assert.equal(doneOr(await change(hand, 'partition.reassign', [`${topic}-0`], {to: '2,1'})), true);
    await until(
      'broker 1 leads and 2 is preferred',
      () => hand.partitions(topic),
      ([found]) => found?.replicas.join() === '2,1' && found.leader === 1,
    );
    return topic;
  };

  const ledBySecond = (hand: Hand, topic: string) =>
    until(
      'broker 2 leads',
      () => hand.partitions(topic),
      ([found]) => found?.leader === 2,
    );

  contract('the preferred leader is elected, and not twice', async hand => {
    const topic = await turned(hand);
    assert.equal(doneOr(await change(hand, 'partition.elect', [`${topic}-0`])), true);
    await ledBySecond(hand, topic);
    await refusal(hand, 'partition.elect', [`${topic}-0`], {}, /led by its preferred leader already/);
  });

  contract('the preferred leaders of all partitions are elected together', async hand => {
    const topic = await turned(hand);
    const {outcomes, commandLines} = await change(hand, 'partition.elect-all', []);
    assert.equal(outcomes.find(({name}) => name === `${topic}-0`)?.isDone, true);
    assert.match(commandLines.join(), /--all-topic-partitions$/);
    await ledBySecond(hand, topic);
  });

  contract('a preferred leader that is not in sync is not elected, and that is said before', async hand => {
    const topic = await hand.topic([[2, 1]]);
    await whileStopped(hand, 'kafka2', async () => {
      await until(
        'broker 1 leads alone',
        () => hand.partitions(topic),
        ([found]) => found?.leader === 1 && found.isr.join() === '1',
        60_000,
      );
      const plan = await until(
        'the controller answers',
        // Who that is may still be looked for.
        () => change(hand, 'partition.elect', [`${topic}-0`]).catch(() => null),
        answer => answer?.outcomes.some(({name}) => name === `${topic}-0`) === true,
        60_000,
      );
      assert.match(
        plan?.consequences.join(' ') ?? '',
        new RegExp(`${topic}-0 will be refused: the preferred leader is not in sync`),
      );
      assert.deepEqual(
        plan?.outcomes.map(({name, isDone}) => [name, isDone]),
        [[`${topic}-0`, false]],
      );
      assert.equal((await hand.partitions(topic))[0]?.leader, 1);
    });
  });
});

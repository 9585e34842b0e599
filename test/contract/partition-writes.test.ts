import assert from 'node:assert/strict';
import {until} from '../real/support.ts';
import {type Change, change, doneOr, refusal} from '../support/contract/change.ts';
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

  /** Sees to it that the first partition is not led by its preferred leader: only the order of its replicas is changed. */
  const turn = async (hand: Hand, topic: string): Promise<void> => {
    const [found] = await hand.partitions(topic);
    if (found?.leader !== found?.replicas[0]) return;
    const to = found?.replicas.toReversed().join() ?? '';
    assert.equal(doneOr(await change(hand, 'partition.reassign', [`${topic}-0`], {to})), true);
    await until(
      `its replicas are ${to}`,
      () => hand.partitions(topic),
      ([now]) => now?.replicas.join() === to,
    );
  };

  /**
   * Elects the preferred leader of a topic's only partition, and waits until it leads. A lab does that by itself, too, now
   * and then: where it was faster the partition is turned once more.
   */
  const electTurned = async (hand: Hand, topic: string, elect: () => Promise<Change>): Promise<Change> => {
    const elected = await until(
      'the preferred leader is elected by us',
      async () => {
        await turn(hand, topic);
        return elect();
      },
      ({outcomes}) => outcomes.find(({name}) => name === `${topic}-0`)?.isDone === true,
      60_000,
    );
    await until(
      'the preferred leader leads',
      () => hand.partitions(topic),
      ([found]) => found !== undefined && found.leader === found.replicas[0],
    );
    return elected;
  };

  contract('the preferred leader is elected, and not twice', async hand => {
    const topic = await hand.topic([[1, 2]]);
    const elected = await electTurned(hand, topic, () => change(hand, 'partition.elect', [`${topic}-0`]));
    assert.equal(doneOr(elected), true);
    await refusal(hand, 'partition.elect', [`${topic}-0`], {}, /led by its preferred leader already/);
  });

  contract('the preferred leaders of all partitions are elected together', async hand => {
    const topic = await hand.topic([[1, 2]]);
    const {commandLines} = await electTurned(hand, topic, () => change(hand, 'partition.elect-all', []));
    assert.match(commandLines.join(), /--all-topic-partitions$/);
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

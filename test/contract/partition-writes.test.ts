import assert from 'node:assert/strict';
import {until} from '../real/support.ts';
import {change, doneOr, refusal} from '../support/contract/change.ts';
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

  contract('the preferred leader is elected, and not twice', async hand => {
    const topic = await hand.topic([[1, 2]]);
    // Only the order changes: broker 1 goes on leading, and 2 is preferred.
    assert.equal(doneOr(await change(hand, 'partition.reassign', [`${topic}-0`], {to: '2,1'})), true);
    await until(
      'broker 1 leads and 2 is preferred',
      () => hand.partitions(topic),
      ([found]) => found?.replicas.join() === '2,1' && found.leader === 1,
    );
    const elected = await change(hand, 'partition.elect', [`${topic}-0`]);
    assert.equal(doneOr(elected), true);
    await until(
      'broker 2 leads',
      () => hand.partitions(topic),
      ([found]) => found?.leader === 2,
    );
    await refusal(hand, 'partition.elect', [`${topic}-0`], {}, /led by its preferred leader already/);
  });
});

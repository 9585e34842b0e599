import assert from 'node:assert/strict';
import {deleteRecords} from '../../source/clients/kafka/apis.ts';
import {systemClock} from '../../source/clock.ts';
import {isUnknown} from '../../source/model/reading.ts';
import {type OffsetOf, readOffsets} from '../../source/queries/offsets.ts';
import {until} from '../real/support.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const keepAll = {'retention.ms': '-1'};

const offsetOf = async (hand: Hand, topic: string, of: OffsetOf) =>
  (await readOffsets(await hand.link(1), [{topic, partition: 0}], of))[0];

runContract('offsets', contract => {
  contract('a log begins and ends where its records do, an empty one at 0', async hand => {
    const topic = await hand.topic([
      [1, 2],
      [1, 2],
    ]);
    await write(hand, topic, numbered(7, 0));
    const places = [0, 1].map(partition => ({topic, partition}));
    const link = await hand.link(1);
    const read = async (of: OffsetOf) =>
      (await readOffsets(link, places, of))
        .toSorted((one, other) => one.partition - other.partition)
        .map(({offset}) => offset);
    assert.deepEqual(await read('earliest'), [0, 0]);
    assert.deepEqual(await read('latest'), [7, 0]);
  });

  contract('a log whose first records are deleted begins later', async hand => {
    const topic = await hand.topic([[1, 2]]);
    await write(hand, topic, numbered(7, 0));
    const partitions = [{partitionIndex: 0, offset: 3n}];
    await (await hand.link(1)).call(deleteRecords, [[{name: topic, partitions}], 10_000]);
    const start = await until(
      'the log begins at 3',
      () => offsetOf(hand, topic, 'earliest'),
      found => found?.offset === 3,
    );
    assert.equal(start?.timestamp, null);
    assert.equal((await offsetOf(hand, topic, 'latest'))?.offset, 7);
  });

  contract('the first record at or after a time, and the one with the highest time', async hand => {
    const topic = await hand.topic([[1, 2]], keepAll);
    const from = systemClock.now() - 3_600_000;
    // One request each: a batch is found by its highest time.
    for (const [n, after] of [0, 1000, 5000, 3000].entries())
      await write(hand, topic, [{partition: 0, value: `${n}`, timestamp: String(from + after)}]);
    const at = async (of: OffsetOf) => {
      const found = await offsetOf(hand, topic, of);
      return [found?.offset, found?.timestamp === null ? null : (found?.timestamp ?? 0) - from];
    };
    assert.deepEqual(await at({time: from}), [0, 0]);
    assert.deepEqual(await at({time: from + 1}), [1, 1000]);
    assert.deepEqual(await at({time: from + 1001}), [2, 5000]);
    assert.deepEqual(await at({time: from + 5001}), [null, null]);
    assert.deepEqual(await at('newest-record'), [2, 5000]);
  });

  contract(
    'a partition that the broker does not lead, or that is not there, is unknown beside the others',
    async hand => {
      const topic = await hand.topic([[1], [2]]);
      const phantom = hand.name('phantom');
      await write(hand, topic, numbered(3, 0));
      const answers = await readOffsets(
        await hand.link(1),
        [
          {topic, partition: 0},
          {topic, partition: 1},
          {topic: phantom, partition: 0},
        ],
        'latest',
      );
      const [led, other, missing] = [topic, topic, phantom].map(
        (name, index) => answers.find(each => each.topic === name && each.partition === index % 2)?.offset,
      );
      assert.equal(led, 3);
      for (const [offset, name] of [
        [other, /NOT_LEADER_OR_FOLLOWER/],
        [missing, /UNKNOWN_TOPIC_OR_PARTITION/],
      ] as const) {
        assert.ok(isUnknown(offset));
        assert.equal(offset.unknown, 'not-read');
        assert.match(offset.sentence, name);
      }
    },
  );

  contract('no partition costs no request', async hand => {
    assert.deepEqual(await readOffsets(await hand.link(1), [], 'latest'), []);
  });
});

import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {readTopicBatches} from '../../source/queries/topic-batches.ts';
import {type NewEvent, type ProduceOptions, startProduce} from '../../source/workloads/produce.ts';
import {runContract} from '../support/contract/suite.ts';

const events = (count: number): readonly NewEvent[] =>
  Array.from({length: count}, () => ({key: null, value: Buffer.alloc(50, 'x'), headers: [], partition: 0}));

runContract('record batches', contract => {
  contract('a record in a batch of its own, many in one, and what compression leaves of them', async hand => {
    const figures = async (options: Partial<ProduceOptions>) => {
      const topic = await hand.topic();
      await startProduce({client: hand.kafka, clock: systemClock, topic, events: events(60), ...options})
        .done;
      const [first, second] = await readTopicBatches(hand.kafka, topic, 1000);
      assert.deepEqual([first?.partition, first?.records, first?.from], [0, 60, 0]);
      assert.deepEqual([second?.partition, second?.records, second?.batches], [1, 0, 0]);
      return {batches: first?.batches, bytes: first?.bytes ?? 0, compressions: first?.compressions};
    };
    const alone = await figures({batchBytes: 1, linger: 0});
    const together = await figures({});
    const packed = await figures({compression: 'gzip'});
    assert.deepEqual([alone.batches, together.batches, packed.batches], [60, 1, 1]);
    assert.deepEqual([alone.compressions, packed.compressions], [['none'], ['gzip']]);
    // The head of a batch has 61 bytes.
    assert.ok(alone.bytes >= together.bytes + 59 * 61, `${alone.bytes} and ${together.bytes}`);
    assert.ok(packed.bytes < together.bytes / 2, `${packed.bytes} and ${together.bytes}`);
  });

  contract('only the last offsets are looked at where there are more, and it is said', async hand => {
    const topic = await hand.topic();
    const all = {client: hand.kafka, clock: systemClock, topic, events: events(30)};
    await startProduce({...all, batchBytes: 1, linger: 0}).done;
    const [first] = await readTopicBatches(hand.kafka, topic, 10);
    assert.deepEqual([first?.records, first?.from, first?.isPart], [10, 20, true]);
  });

  contract('a topic that is not there is named, and is not made', async hand => {
    const topic = hand.name('nowhere');
    await assert.rejects(readTopicBatches(hand.kafka, topic, 10), new RegExp(topic));
    assert.ok(!(await hand.metadata()).topics.some(({name}) => name === topic));
  });
});

import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {readLatest} from '../../source/queries/topic-latest.ts';
import {type NewEvent, startProduce} from '../../source/workloads/produce.ts';
import {runContract} from '../support/contract/suite.ts';

const event = (key: string | null, value: string | null): NewEvent => ({
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: [],
  partition: 0,
});

runContract('the last record of each key', contract => {
  contract('older records, tombstones and records without a key are told apart', async hand => {
    const topic = await hand.topic();
    const events = [
      event('a', '1'),
      event('b', '1'),
      event('a', '2'),
      event(null, 'x'),
      event('b', null),
      event('a', '3'),
    ];
    await startProduce({client: hand.kafka, clock: systemClock, topic, events}).done;
    const [first, second] = await readLatest(hand.kafka, topic, 1000);
    assert.deepEqual(
      [first?.records, first?.keys, first?.older, first?.tombstones, first?.gaps, first?.end],
      [6, 2, 3, 1, 0, 6],
    );
    assert.deepEqual(
      first?.latest.map(({key, record, older}) => [
        Buffer.from(key).toString(),
        record.offset,
        record.value === null ? null : Buffer.from(record.value).toString(),
        older,
      ]),
      [
        ['b', 4, null, 1],
        ['a', 5, '3', 2],
      ],
    );
    assert.deepEqual([second?.records, second?.keys, second?.end], [0, 0, 0]);
    const [part] = await readLatest(hand.kafka, topic, 2);
    assert.deepEqual([part?.isPart, part?.from, part?.records, part?.older], [true, 4, 2, 0]);
  });

  contract('a topic that is not there is named, and is not made', async hand => {
    const topic = hand.name('nowhere');
    await assert.rejects(readLatest(hand.kafka, topic, 10), new RegExp(topic));
    assert.ok(!(await hand.metadata()).topics.some(({name}) => name === topic));
  });
});

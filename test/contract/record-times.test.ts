import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {readRecordTimes} from '../../source/queries/record-times.ts';
import {write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('record times', contract => {
  contract('when the record at an offset was written; what is not there is left out', async hand => {
    const topic = await hand.topic(
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      {'retention.ms': '-1'},
    );
    const from = systemClock.now() - 3_600_000;
    const message = (partition: number, n: number, size = 10) => ({
      partition,
      value: 'x'.repeat(size),
      timestamp: String(from + n),
    });
    await write(hand, topic, [message(0, 0), message(0, 1000), message(0, 2000)]);
    // Larger than what is asked for at first.
    await write(hand, topic, [message(1, 7000, 60_000)]);
    const places = [
      {topic, partition: 0, offset: 1},
      {topic, partition: 1, offset: 0},
      {topic, partition: 2, offset: 0},
    ];
    const times = await readRecordTimes(await hand.link(1), places, {});
    assert.deepEqual(
      times
        .map(({partition, offset, timestamp}) => [partition, offset, timestamp - from])
        .toSorted(([one = 0], [other = 0]) => one - other),
      [
        [0, 1, 1000],
        [1, 0, 7000],
      ],
    );
  });

  contract('a partition that the broker does not lead is left out', async hand => {
    const topic = await hand.topic([[2, 1]]);
    await write(hand, topic, [{partition: 0, value: 'there'}]);
    const place = {topic, partition: 0, offset: 0};
    assert.deepEqual(await readRecordTimes(await hand.link(1), [place], {}), []);
    assert.equal((await readRecordTimes(await hand.link(2), [place], {})).length, 1);
  });
});

import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {startProduce} from '../../source/workloads/produce.ts';
import {until} from '../real/support.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, tailOf, textOf, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const eventOf = (value: string) => ({
  key: null,
  value: Buffer.from(value),
  headers: [],
  partition: 0,
});

/** Ten records whose times are a second apart, in batches of their own. */
const dated = async (hand: Hand): Promise<{readonly topic: string; readonly from: number}> => {
  const topic = await hand.topic([[1, 2]], {'retention.ms': '-1'});
  const from = systemClock.now() - 3_600_000;
  for (const half of [0, 5])
    await write(
      hand,
      topic,
      Array.from({length: 5}, (_, n) => ({
        partition: 0,
        value: `v${half + n}`,
        timestamp: String(from + (half + n) * 1000),
      })),
    );
  return {topic, from};
};

runContract('tail', contract => {
  contract('from the oldest: every record once, in order, and those that come later', async (hand, t) => {
    const topic = await hand.topic();
    await write(hand, topic, [...numbered(50, 0), ...numbered(30, 1)]);
    const tailed = tailOf(hand, t, topic);
    await tailed.until(80);
    await write(hand, topic, [{partition: 1, value: 'late'}]);
    await tailed.until(81);
    for (const [partition, count] of [50, 31].entries())
      assert.deepEqual(
        tailed.records.filter(record => record.partition === partition).map(({offset}) => offset),
        Array.from({length: count}, (_, n) => n),
      );
    assert.equal(textOf(tailed.records.at(-1)?.value ?? null), 'late');
    assert.deepEqual(tailed.notes, []);
  });

  contract('from the newest, a time, or an offset', async (hand, t) => {
    const {topic, from} = await dated(hand);
    for (const [start, first] of [
      [{from: 'newest', last: 2}, 8],
      [{from: 'newest', last: 100}, 0],
      [{from: 'time', at: from + 6500}, 7],
      [{from: 'offset', offset: 3}, 3],
    ] as const) {
      const tailed = tailOf(hand, t, topic, {start});
      await tailed.until(10 - first);
      assert.deepEqual(
        tailed.records.map(({offset, timestamp}) => [offset, timestamp - from]),
        Array.from({length: 10 - first}, (_, n) => [first + n, (first + n) * 1000]),
        start.from,
      );
      await tailed.tail.stop();
    }
  });

  contract('an offset that is not there is said, and reading begins where the log does', async (hand, t) => {
    const {topic} = await dated(hand);
    const tailed = tailOf(hand, t, topic, {start: {from: 'offset', offset: 500}});
    await until(
      'it is said',
      async () => tailed.notes,
      notes => notes.length > 0,
    );
    assert.deepEqual(tailed.notes, [`${topic}-0 holds offsets 0 to 9: reading begins at 10.`]);
  });

  contract('records of all four codecs, and of none, are read alike', async (hand, t) => {
    const topic = await hand.topic([[1, 2]]);
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
    for (const compression of codecs) {
      const events = Array.from({length: 20}, (_, n) => eventOf(`${compression} ${n} ${'x'.repeat(200)}`));
      await startProduce({client: hand.kafka, clock: systemClock, topic, events, compression}).done;
    }
    const tailed = tailOf(hand, t, topic);
    await tailed.until(100);
    assert.deepEqual(
      tailed.records.map(({compression, value}) => [compression, textOf(value)?.slice(0, 9).split(' ')[0]]),
      codecs.flatMap(codec => Array.from({length: 20}, () => [codec, codec])),
    );
  });

  contract('keys, values and headers come as they were written, a tombstone as null', async (hand, t) => {
    const topic = await hand.topic([[2, 1]]);
    await write(hand, topic, [
      {partition: 0, key: 'k', value: 'v', headers: {trace: 'a1'}},
      {partition: 0, key: 'k', value: null},
      {partition: 0, key: null, value: ''},
    ]);
    const tailed = tailOf(hand, t, topic);
    await tailed.until(3);
    assert.deepEqual(
      tailed.records.map(({key, value, headers, size}) => [
        textOf(key),
        textOf(value),
        headers.map(header => [header.key, textOf(header.value)]),
        size,
      ]),
      [
        ['k', 'v', [['trace', 'a1']], 9],
        ['k', null, [], 1],
        [null, '', [], 0],
      ],
    );
  });

  contract(
    'what a transaction wrote is read once it is committed; what was rolled back, and markers, are no records',
    async (hand, t) => {
      const topic = await hand.topic([[1, 2]]);
      const producer = hand.kafkajs.producer({
        transactionalId: hand.name('tx'),
        maxInFlightRequests: 1,
        idempotent: true,
        retry: {retries: 1},
      });
      t.after(() => producer.disconnect());
      await until(
        'it has its producer id',
        () => producer.connect(),
        () => true,
      );
      for (const [value, end] of [
        ['kept', 'commit'],
        ['rolled back', 'abort'],
        ['kept, too', 'commit'],
      ] as const) {
        const transaction = await producer.transaction();
        // The coordinator may still be writing the markers of the one before.
        await until(
          `${value} is sent`,
          () => transaction.send({topic, messages: [{partition: 0, value}]}),
          () => true,
        );
        await transaction[end]();
      }
      const tailed = tailOf(hand, t, topic);
      await tailed.until(2);
      await write(hand, topic, [{partition: 0, value: 'last'}]);
      await tailed.until(3);
      assert.deepEqual(
        tailed.records.map(({value}) => textOf(value)),
        ['kept', 'kept, too', 'last'],
      );
      assert.deepEqual(
        tailed.records.map(({isTransactional}) => isTransactional),
        [true, true, false],
      );
    },
  );
});

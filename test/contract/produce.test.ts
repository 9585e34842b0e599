import assert from 'node:assert/strict';
import {Partitioners} from 'kafkajs';
import {systemClock} from '../../source/clock.ts';
import {readOffsets} from '../../source/queries/offsets.ts';
import {type NewEvent, type ProduceOptions, startProduce} from '../../source/workloads/produce.ts';
import {until} from '../real/support.ts';
import {whileStopped} from '../support/contract/containers.ts';
import type {Hand} from '../support/contract/hand.ts';
import {tailOf, textOf} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const event = (value: string | null, changes: Partial<NewEvent> = {}): NewEvent => ({
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: [],
  partition: null,
  ...changes,
});

const produce = (
  {kafka: client}: Hand,
  topic: string,
  events: readonly NewEvent[],
  more: Partial<ProduceOptions> = {},
) => startProduce({client, clock: systemClock, topic, events, ...more}).done;

/** Where the log of partition 0 ends for who reads it, as its leader, broker 1, says. */
const endOf = async (hand: Hand, topic: string) =>
  (await readOffsets(await hand.link(1), [{topic, partition: 0}], 'latest'))[0]?.offset;

runContract('produce', contract => {
  contract("keys go to the partitions that Java's client chooses", async hand => {
    const topic = await hand.topic([
      [1, 2],
      [2, 1],
      [1, 2],
      [2, 1],
      [1, 2],
    ]);
    const keys = Array.from({length: 60}, (_, n) => `key-${n}-ü`);
    const places = new Map<number, number>();
    await produce(
      hand,
      topic,
      keys.map(key => event('v', {key: Buffer.from(key)})),
      {onStored: (index, partition) => void places.set(index, partition)},
    );
    const choose = Partitioners.DefaultPartitioner();
    const partitionMetadata = (await hand.partitions(topic)).map(({id, leader, isr}) => ({
      partitionId: id,
      leader: leader ?? -1,
      partitionErrorCode: 0,
      replicas: [1, 2],
      isr: [...isr],
    }));
    assert.deepEqual(
      keys.map((_, index) => places.get(index)),
      keys.map(key => choose({topic, partitionMetadata, message: {key, value: 'v'}})),
    );
    assert.equal(new Set(places.values()).size, 5);
  });

  contract('with acks all, 1 and 0 everything is stored; with 0 nobody says so', async (hand, t) => {
    for (const [acks, acknowledged] of [
      ['all', 40],
      [1, 40],
      [0, 0],
    ] as const) {
      const topic = await hand.topic();
      const events = Array.from({length: 40}, (_, n) => event(`${n}`, {partition: n % 2}));
      const progress = await produce(hand, topic, events, {acks});
      assert.deepEqual(
        [progress.sent, progress.acknowledged, progress.failed, progress.waiting],
        [40, acknowledged, [], 0],
        String(acks),
      );
      await tailOf(hand, t, topic).until(40);
    }
  });

  contract('headers and tombstones are stored as given, and their places are told', async (hand, t) => {
    const topic = await hand.topic();
    const headers = [
      {key: 'a', value: Buffer.from('1')},
      {key: 'a', value: null},
    ];
    const stored: (readonly [number, number, number | null])[] = [];
    await produce(
      hand,
      topic,
      [event('v', {partition: 1, headers}), event(null, {partition: 1, key: Buffer.from('k')})],
      {onStored: (...place) => void stored.push(place)},
    );
    assert.deepEqual(stored, [
      [0, 1, 0],
      [1, 1, 1],
    ]);
    const tailed = tailOf(hand, t, topic);
    await tailed.until(2);
    assert.deepEqual(
      tailed.records.map(record => [
        textOf(record.key),
        textOf(record.value),
        record.headers.map(({key, value}) => [key, textOf(value)]),
      ]),
      [
        [
          null,
          'v',
          [
            ['a', '1'],
            ['a', null],
          ],
        ],
        ['k', null, []],
      ],
    );
  });

  contract('what one partition refuses is counted there, and the other goes on', async hand => {
    const topic = await hand.topic(
      [
        [1, 2],
        [2, 1],
      ],
      {'max.message.bytes': '500'},
    );
    const events = [
      event('x'.repeat(2000), {partition: 0}),
      ...Array.from({length: 5}, (_, n) => event(`${n}`, {partition: 1})),
    ];
    const progress = await produce(hand, topic, events);
    assert.deepEqual(progress.failed, [{error: 'MESSAGE_TOO_LARGE', count: 1}]);
    assert.deepEqual(
      progress.partitions
        .map(({partition, acknowledged, failed}) => [partition, acknowledged, failed])
        .toSorted(([one = 0], [other = 0]) => one - other),
      [
        [0, 0, 1],
        [1, 5, 0],
      ],
    );
  });

  contract('a topic of one replica takes acks=all, whatever min.insync.replicas asks for', async hand => {
    const topic = await hand.topic([[1]], {'min.insync.replicas': '2'});
    const {acknowledged, failed} = await produce(hand, topic, [event('v')]);
    assert.deepEqual({acknowledged, failed}, {acknowledged: 1, failed: []});
  });

  contract(
    'fewer replicas in sync than the topic asks for: failed by name once the time is over, and not before',
    async hand => {
      const topic = await hand.topic([[1, 2]], {'min.insync.replicas': '2'});
      await whileStopped(hand, 'kafka2', async () => {
        await until(
          'broker 2 is out of sync',
          () => hand.partitions(topic),
          ([partition]) => partition?.isr.join() === '1',
        );
        const progress = await produce(hand, topic, [event('v')], {deliveryTimeout: 3000});
        assert.deepEqual(progress.failed, [{error: 'NOT_ENOUGH_REPLICAS', count: 1}]);
        assert.equal(progress.acknowledged, 0);
        const one = await produce(hand, topic, [event('v')], {acks: 1});
        assert.equal(one.acknowledged, 1);
        assert.equal(await endOf(hand, topic), 0, 'nobody reads yet what the leader took alone');
      });
      await until(
        'the replica follows',
        () => endOf(hand, topic),
        end => end === 1,
      );
      const after = await produce(hand, topic, [event('v')], {deliveryTimeout: 30_000});
      assert.equal(after.acknowledged, 1);
    },
  );

  contract(
    'a topic or a partition that is not there is said before anything is sent, and not made',
    async hand => {
      const phantom = hand.name('phantom');
      await assert.rejects(produce(hand, phantom, [event('v')]), {name: 'UserError'});
      assert.ok(!(await hand.metadata()).topics.some(({name}) => name === phantom));
      const topic = await hand.topic();
      await assert.rejects(produce(hand, topic, [event('v', {partition: 7})]), {
        name: 'UserError',
        message: `${topic} has no partition 7.`,
      });
    },
  );
});

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {plaintext} from '../../../source/clients/kafka/security.ts';
import {systemClock} from '../../../source/clock.ts';
import {watch} from '../../../source/feeds/watch.ts';
import {impactOf} from '../../../source/model/impact.ts';
import {pictureOf} from '../../../source/model/picture.ts';
import {emptyWorld, type World} from '../../../source/model/world.ts';
import {createStore} from '../../../source/store/store.ts';
import {startBrokers} from '../../support/brokers.ts';
import {randomOf} from '../../support/contract/random.ts';
import {until} from '../../support/engine.ts';
import {clusterTarget} from '../../support/lab-parts.ts';
import {healthyLab} from '../../support/worlds.ts';

describe('what follows if a broker stops', () => {
  const of = (brokers: readonly number[], isElecting = true, lab = healthyLab()) =>
    impactOf(lab.picture(), brokers, isElecting);

  test('a partition whose only replica it is has nobody; one with another in sync fails over', () => {
    const {topics} = of([2]);
    const partitionsOf = (name: string) => topics.find(({topic}) => topic === name)?.partitions;
    assert.deepEqual(partitionsOf('lonely'), [
      {id: 0, leader: null, whyNone: 'no-replica', isMoved: true, isr: [], takesAll: false},
    ]);
    assert.deepEqual(
      partitionsOf('orders')?.map(({id, leader, isMoved, takesAll}) => [id, leader, isMoved, takesAll]),
      [
        [0, 1, false, true],
        [1, 1, true, true],
        [2, 1, false, true],
      ],
    );
    // payments asks for two in-sync replicas.
    assert.deepEqual(
      partitionsOf('payments')?.map(({takesAll}) => takesAll),
      [false, false],
    );
  });

  test('without ZooKeeper or controllers nothing fails over', () => {
    const orders = of([2], false).topics.find(({topic}) => topic === 'orders')?.partitions;
    assert.deepEqual(
      orders?.map(({leader}) => leader),
      [1, null, 1],
    );
  });

  test('a replica that is not in sync is not elected', () => {
    const lab = healthyLab()
      .partitions(partition => ({...partition, isr: [2], leader: 2}), 'orders')
      .poll();
    const orders = of([2], true, lab).topics.find(({topic}) => topic === 'orders')?.partitions;
    assert.deepEqual(
      orders?.map(({leader}) => leader),
      [null, null, null],
    );
  });

  test('groups are told of with what they can no longer read', () => {
    const {groups} = of([1, 2]);
    assert.ok(groups.length > 0);
    for (const {coordinator, unreadable} of groups) {
      assert.equal(coordinator, 'frozen');
      assert.ok(unreadable.length > 0);
    }
  });
});

test('what is foretold for each broker of 200 random placements is what then happens', async t => {
  const seed = Number(process.env.IMPACT_SEED ?? 20_261_128);
  t.diagnostic(`IMPACT_SEED=${seed}`);
  const random = randomOf(seed);
  const placement = (count: number): readonly number[] =>
    [1, 2, 3].sort(() => random() - 0.5).slice(0, count);
  const names = Array.from({length: 200}, (_, index) => `t${index}`);
  const brokers = await startBrokers({
    brokers: 3,
    topics: names.map(name => {
      const count = 1 + Math.floor(random() * 3);
      return {
        name,
        replicas: [placement(count), placement(count)],
        configs: {'min.insync.replicas': String(1 + Math.floor(random() * 2))},
      };
    }),
  });
  t.after(() => brokers.close());
  const target = {...clusterTarget, bootstrap: brokers.bootstrap};
  const world = createStore<World>(emptyWorld(target));
  const watching = watch({target, security: plaintext, docker: null, world, clock: systemClock, every: 1000});
  t.after(() => watching.close());
  const isWhole = (name: string): boolean =>
    brokers.cluster.topics.get(name)?.partitions.every(({replicas, isr}) => isr.length === replicas.length) ??
    false;
  for (const id of [1, 2, 3]) {
    // Settings are read on a clock of their own, which goes round within ten polls.
    for (let time = 0; time < 10; time++) await watching.kafkaFeed.poll();
    const {topics} = impactOf(pictureOf(world.get(), systemClock.now()), [id], true);
    await brokers.cluster.control.stop(id);
    for (const name of names) {
      const foretold = topics.find(({topic}) => topic === name)?.partitions ?? [];
      for (const partition of brokers.cluster.topics.get(name)?.partitions ?? []) {
        const what = `seed ${seed}, broker ${id} stopped, ${name}-${partition.id} on ${partition.replicas}`;
        const said = foretold.find(each => each.id === partition.id);
        assert.equal(said !== undefined, partition.replicas.includes(id), what);
        if (!said) continue;
        assert.equal(said.leader ?? -1, partition.leader, what);
        if (said.leader !== null) assert.deepEqual([...said.isr].sort(), [...partition.isr].sort(), what);
      }
    }
    await brokers.cluster.control.start(id);
    // The next one is foretold from a whole cluster.
    await until('every replica is in sync', () => names.every(isWhole), 60_000);
    brokers.cluster.electPreferred();
  }
});

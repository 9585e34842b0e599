import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {offsetForLeaderEpochV4} from '@platformatic/kafka';
import {brokersFor, connectTo} from './connect.ts';

describe('the end of a leader epoch', () => {
  it('is where the next leader went on', async t => {
    const brokers = await brokersFor(t, {
      brokers: 2,
      topics: [{name: 'a', replicationFactor: 2, records: {0: 3}}],
    });
    const {cluster} = brokers;
    await cluster.control.stop(1);
    await cluster.control.start(1);
    cluster.electPreferred('a');
    assert.equal(cluster.partition('a', 0)?.epoch, 2);
    cluster.append('a', 0, [{value: 'x'}, {value: 'y'}]);
    const connection = await connectTo(t, brokers);
    const ask = async (leaderEpoch: number) => {
      const partitions = [{partitionIndex: 0, currentLeaderEpoch: -1, leaderEpoch}];
      const answer = await offsetForLeaderEpochV4.api.async(connection, -1, [{name: 'a', partitions}]);
      const [found] = answer.topics[0]?.partitions ?? [];
      return [found?.leaderEpoch, Number(found?.endOffset)];
    };
    assert.deepEqual(await ask(0), [0, 3]);
    // Nothing was written in epoch 1: the answer is about the one before.
    assert.deepEqual(await ask(1), [0, 3]);
    assert.deepEqual(await ask(2), [2, 5]);
    assert.deepEqual(await ask(7), [-1, -1]);
  });
});

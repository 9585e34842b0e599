import assert from 'node:assert/strict';
import {at} from '../../source/model/cluster.ts';
import {readLogDirs} from '../../source/queries/log-dirs.ts';
import {until} from '../real/support.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('log dirs', contract => {
  contract('each broker says what its own replicas take, and an empty one takes nothing', async hand => {
    const topic = await hand.topic();
    const alone = await hand.topic([[1]]);
    await write(hand, topic, numbered(100, 0));
    const sizes = async (broker: number) => {
      const {logDirs, missing} = await readLogDirs(await hand.link(broker));
      assert.deepEqual(missing, []);
      return {
        first: at(logDirs.bytes, topic, 0),
        second: at(logDirs.bytes, topic, 1),
        alone: at(logDirs.bytes, alone, 0),
        total: logDirs.total,
      };
    };
    const one = await sizes(1);
    const two = await until(
      'the follower has it all',
      () => sizes(2),
      ({first}) => first === one.first,
    );
    assert.ok((one.first ?? 0) > 1000 && (one.first ?? 0) < 100_000);
    assert.deepEqual([one.second, two.second], [0, 0]);
    assert.deepEqual([one.alone, two.alone], [0, undefined]);
    assert.ok(one.total >= (one.first ?? 0) && two.total >= (two.first ?? 0));
  });
});

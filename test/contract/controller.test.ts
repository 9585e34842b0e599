import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {isUnknown} from '../../source/model/reading.ts';
import {isKraft, readQuorum, zookeeperController} from '../../source/queries/controller.ts';
import {readMetadata} from '../../source/queries/metadata.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('controller', contract => {
  contract(
    'under ZooKeeper both brokers name the same broker',
    async hand => {
      assert.equal(isKraft(await hand.link(1)), false);
      const {mode, id, voters} = zookeeperController(await hand.metadata());
      assert.deepEqual([mode, voters], ['zookeeper', []]);
      assert.ok(id === 1 || id === 2);
      const {controllerId} = await readMetadata(await hand.link(2), systemClock);
      assert.equal(controllerId, id);
    },
    {on: 'zookeeper'},
  );

  contract(
    'under ZooKeeper a question for the quorum is unknown, as not supported',
    async hand => {
      const {id} = await readQuorum(await hand.link(1));
      assert.ok(isUnknown(id));
      assert.equal(id.unknown, 'not-supported');
      assert.match(id.sentence, /could not tell who the controller is/);
    },
    {on: 'zookeeper'},
  );

  contract(
    'under KRaft each broker names the quorum leader, which is no broker here',
    async hand => {
      for (const broker of [1, 2]) {
        const link = await hand.link(broker);
        assert.equal(isKraft(link), true);
        assert.deepEqual(await readQuorum(link), {mode: 'kraft', id: 1000, voters: [1000]});
      }
    },
    {on: 'kraft'},
  );
});

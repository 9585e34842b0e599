import assert from 'node:assert/strict';
import {describeConfigs, incrementalAlterConfigs} from '../../source/clients/kafka/apis.ts';
import {at} from '../../source/model/cluster.ts';
import {readLogDirs} from '../../source/queries/log-dirs.ts';
import {until} from '../real/support.ts';
import {change, doneOr, refusal} from '../support/contract/change.ts';
import type {Hand} from '../support/contract/hand.ts';
import {write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const resources = {topic: 2, broker: 4} as const;
const rate = 'follower.replication.throttled.rate';

/** Changes one setting at broker 2; null takes it back. */
const configure = async (
  hand: Hand,
  resourceType: (typeof resources)[keyof typeof resources],
  resourceName: string,
  name: string,
  value: string | null,
): Promise<void> => {
  const altered =
    value === null ? ({name, configOperation: 1} as const) : ({name, configOperation: 0, value} as const);
  const resource = {resourceType, resourceName, configs: [altered]};
  const {responses} = await (await hand.link(2)).call(incrementalAlterConfigs, [[resource], false]);
  assert.deepEqual(
    responses.map(({errorCode}) => errorCode),
    [0],
  );
};

/** Runs something while broker 2 copies next to nothing of the first partition of a topic. */
const whileThrottled = async (hand: Hand, topic: string, run: () => Promise<void>): Promise<void> => {
  // With ZooKeeper a broker follows changes one after another, and not those that a topic is created with.
  await configure(hand, resources.topic, topic, 'follower.replication.throttled.replicas', '0:2');
  try {
    await configure(hand, resources.broker, '2', rate, '1');
    const link = await hand.link(2);
    const asked = [{resourceType: resources.broker, resourceName: '2', configurationKeys: [rate]}];
    await until(
      'broker 2 has taken the throttle over',
      async () =>
        (await link.call(describeConfigs, [asked, false, false])).results[0]?.configs.map(({value}) => value),
      values => values?.join() === '1',
    );
    await run();
  } finally {
    await configure(hand, resources.broker, '2', rate, null);
  }
};

/** What is being moved of a topic, as another client lists it: the replicas that come. */
const adding = async (hand: Hand, topic: string): Promise<readonly number[] | undefined> => {
  const {topics} = await (await hand.admin()).listPartitionReassignments({
    topics: [{topic, partitions: [0]}],
  });
  return topics[0]?.partitions[0]?.addingReplicas;
};

runContract('reassignments', contract => {
  contract(
    'one that is under way is cancelled: replicas, leader and records stay as they were',
    async hand => {
      const topic = await hand.topic([[1]]);
      const onSecond = async () => at((await readLogDirs(await hand.link(2))).logDirs.bytes, topic, 0);
      // A first mebibyte is copied at once, throttled or not: the next one comes ten seconds later.
      const half = 'x'.repeat(500_000);
      for (let n = 0; n < 12; n += 1) await write(hand, topic, [{partition: 0, value: half}]);
      await refusal(
        hand,
        'partition.cancel-reassign',
        [`${topic}-0`],
        {},
        /Nothing of them is being reassigned/,
      );
      await whileThrottled(hand, topic, async () => {
        await (await hand.admin()).alterPartitionReassignments({
          topics: [{topic, partitionAssignment: [{partition: 0, replicas: [2]}]}],
        });
        await until(
          'it is under way',
          () => adding(hand, topic),
          ids => ids?.join() === '2',
        );
        await until(
          'broker 2 is shown as a replica that is not in sync',
          () => hand.partitions(topic),
          ([found]) => found?.replicas.toSorted().join() === '1,2' && found.isr.join() === '1',
        );
        await until('broker 2 has a copy, of which most is missing', onSecond, bytes => (bytes ?? 6e6) < 3e6);

        const cancelled = await change(hand, 'partition.cancel-reassign', [topic]);
        assert.match(cancelled.question, new RegExp(`${topic}-0`));
        assert.match(
          cancelled.commandLines.join(),
          /^kafka-reassign-partitions .*--cancel --reassignment-json-file/,
        );
        assert.equal(doneOr(cancelled), true);
        await until(
          'the replicas are those of before',
          () => hand.partitions(topic),
          ([found]) => found?.replicas.join() === '1' && found.isr.join() === '1' && found.leader === 1,
        );
      });
      assert.equal(await adding(hand, topic), undefined);
      const [ends] = await (await hand.admin()).fetchTopicOffsets(topic);
      assert.deepEqual([ends?.low, ends?.high], ['0', '12']);
      await until('what broker 2 had copied is gone', onSecond, bytes => bytes === undefined);
      await refusal(
        hand,
        'partition.cancel-reassign',
        [`${topic}-0`],
        {},
        /Nothing of them is being reassigned/,
      );
    },
  );

  contract(
    'a list that is none, and a broker that is not there, are refused before anything moves',
    async hand => {
      const topic = await hand.topic([[1]]);
      for (const [to, words] of [
        ['1,1', /1,1 is no list of brokers/],
        ['', /Nothing is no list of brokers/],
        ['9', /Broker 9 is not there now/],
      ] as const)
        await assert.rejects(change(hand, 'partition.reassign', [`${topic}-0`], {to}), {
          name: 'UserError',
          message: words,
        });
      await assert.rejects(change(hand, 'partition.reassign', [`${topic}-7`], {to: '2'}), {
        name: 'UserError',
        message: /has no partition 7/,
      });
      assert.deepEqual((await hand.partitions(topic))[0]?.replicas, [1]);
    },
  );

  contract('a topic is spread over both brokers by turns', async hand => {
    const topic = await hand.topic([[1], [1]]);
    assert.equal(doneOr(await change(hand, 'partition.reassign', [topic], {to: 'spread:1,2'})), true);
    await until(
      'one partition is on each',
      () => hand.partitions(topic),
      found =>
        found
          .toSorted((one, other) => one.id - other.id)
          .map(({replicas}) => replicas.join())
          .join(' ') === '1 2',
    );
  });
});

import assert from 'node:assert/strict';
import {systemClock} from '../../source/clock.ts';
import {isUnknown} from '../../source/model/reading.ts';
import {readMetadata} from '../../source/queries/metadata.ts';
import {readMetadataOnce} from '../../source/queries/metadata-once.ts';
import {runContract} from '../support/contract/suite.ts';

runContract('metadata', contract => {
  contract('both brokers are named, with an id for the cluster and who answered', async hand => {
    const metadata = await readMetadata(await hand.link(2), systemClock);
    assert.deepEqual(
      metadata.brokers.map(({id}) => id),
      [1, 2],
    );
    assert.match(metadata.clusterId ?? '', /^[\w-]{22}$/);
    assert.equal(metadata.answeredBy, 2);
    assert.ok(metadata.controllerId !== null);
  });

  contract(
    'a topic has its partitions in order, with leader, epoch, replicas and those in sync',
    async hand => {
      const topic = await hand.topic([
        [2, 1],
        [1, 2],
        [1, 2],
      ]);
      const {topics} = await readMetadata(await hand.link(1), systemClock, [topic]);
      assert.equal(topics.length, 1);
      const [found] = topics;
      assert.ok(found && !isUnknown(found.partitions));
      assert.deepEqual([found.name, found.isInternal], [topic, false]);
      assert.deepEqual(
        found.partitions.map(({id, leader, leaderEpoch, replicas, isr, offline}) => [
          id,
          leader,
          leaderEpoch,
          replicas,
          isr.toSorted(),
          offline,
        ]),
        [
          [0, 2, 0, [2, 1], [1, 2], []],
          [1, 1, 0, [1, 2], [1, 2], []],
          [2, 1, 0, [1, 2], [1, 2], []],
        ],
      );
    },
  );

  contract('a topic that does not exist is unknown with the reason, beside one that does', async hand => {
    const topic = await hand.topic();
    const phantom = hand.name('phantom');
    const {topics} = await readMetadata(await hand.link(1), systemClock, [topic, phantom]);
    const parts = topics.find(({name}) => name === phantom)?.partitions;
    assert.ok(isUnknown(parts));
    assert.equal(parts.unknown, 'not-read');
    assert.match(parts.sentence, /UNKNOWN_TOPIC_OR_PARTITION/);
    assert.ok(!isUnknown(topics.find(({name}) => name === topic)?.partitions));
  });

  contract('one broker is asked over a connection of its own', async hand => {
    const [address = ''] = hand.target.bootstrap;
    const {brokers} = await readMetadataOnce(systemClock)(address);
    assert.equal(brokers.length, 2);
    await assert.rejects(readMetadataOnce(systemClock)('127.0.0.1:1'), {
      name: 'KafkaError',
      why: 'unreachable',
    });
  });
});

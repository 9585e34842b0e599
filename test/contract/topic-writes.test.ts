import assert from 'node:assert/strict';
import {readConfigs} from '../../source/queries/configs.ts';
import {until} from '../real/support.ts';
import {change, doneOr} from '../support/contract/change.ts';
import type {Hand} from '../support/contract/hand.ts';
import {numbered, write} from '../support/contract/records.ts';
import {runContract} from '../support/contract/suite.ts';

const countOf = async (hand: Hand, topic: string): Promise<number> =>
  (await (await hand.admin()).fetchTopicOffsets(topic)).reduce(
    (sum, {low, high}) => sum + Number(high) - Number(low),
    0,
  );

const partitionsOf = async (hand: Hand, topic: string) =>
  (await hand.metadata()).topics.find(({name}) => name === topic)?.partitions;

runContract('writes of topics', contract => {
  contract('a topic is made as asked, refused with too many replicas, and deleted', async hand => {
    const name = hand.name('made');
    const tooMany = await change(hand, 'topic.create', [name], {partitions: '2', 'replication-factor': '9'});
    assert.match(tooMany.consequences.join(' '), /Kafka refuses 9 replicas while \d brokers are there/);
    assert.match(String(doneOr(tooMany)), /INVALID_REPLICATION_FACTOR|replication factor/i);
    assert.equal(await partitionsOf(hand, name), undefined);
    const made = await change(hand, 'topic.create', [name], {
      partitions: '2',
      'replication-factor': '2',
      config: 'retention.ms=60000',
    });
    assert.equal(doneOr(made), true);
    await until(
      'it is there',
      () => partitionsOf(hand, name),
      found => Array.isArray(found) && found.length === 2,
    );
    await assert.rejects(change(hand, 'topic.create', [name]), {name: 'UserError', message: /already/});
    const deleted = await change(hand, 'topic.delete', [name]);
    assert.equal(deleted.typed, name);
    assert.equal(doneOr(deleted), true);
    await until(
      'it is gone',
      () => partitionsOf(hand, name),
      found => found === undefined,
    );
  });

  contract('a setting is changed, refused where it makes no sense, and taken back', async hand => {
    const topic = await hand.topic();
    const policy = async () => {
      const {configs} = await readConfigs(await hand.link(1), [topic]);
      return configs.get(topic)?.find(({name}) => name === 'cleanup.policy')?.value;
    };
    assert.equal(
      doneOr(await change(hand, 'topic.configure', [topic], {set: 'cleanup.policy=compact'})),
      true,
    );
    await until('it is set', policy, value => value === 'compact');
    const wrong = await change(hand, 'topic.configure', [topic], {set: 'retention.ms=soon'});
    assert.match(String(doneOr(wrong)), /retention\.ms/);
    assert.equal(doneOr(await change(hand, 'topic.configure', [topic], {unset: 'cleanup.policy'})), true);
    await until('it is back', policy, value => value === 'delete');
  });

  contract('partitions are added, and never taken away', async hand => {
    const topic = await hand.topic();
    await assert.rejects(change(hand, 'topic.add-partitions', [topic], {partitions: '1'}), {
      name: 'UserError',
    });
    assert.equal(doneOr(await change(hand, 'topic.add-partitions', [topic], {partitions: '4'})), true);
    await until(
      'there are four',
      () => partitionsOf(hand, topic),
      found => Array.isArray(found) && found.length === 4,
    );
  });

  contract('a topic is emptied: its records go, it stays', async hand => {
    const topic = await hand.topic();
    await write(hand, topic, numbered(20, 0));
    assert.equal(await countOf(hand, topic), 20);
    assert.equal(doneOr(await change(hand, 'topic.empty', [topic])), true);
    assert.equal(await countOf(hand, topic), 0);
  });

  contract('a topic that may not delete is not emptied, and loses nothing', async hand => {
    const topic = await hand.topic([[1, 2]], {'cleanup.policy': 'compact'});
    await write(hand, topic, numbered(20, 0));
    await assert.rejects(change(hand, 'topic.empty', [topic]), {
      name: 'UserError',
      message: /is compacted \(cleanup\.policy=compact\)/,
    });
    assert.equal(await countOf(hand, topic), 20);
  });

  contract('a topic that is not there is said to be gone', async hand => {
    await assert.rejects(change(hand, 'topic.delete', [hand.name('nowhere')]), {name: 'UserError'});
  });
});

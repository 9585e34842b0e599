import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {type Connection, createTopicsV7, describeQuorumV2, metadataV12} from '@platformatic/kafka';
import {createFakeClock} from '../../../support/clock.ts';
import {answerOf, brokersFor, connectTo, isOpen} from './connect.ts';

const topics = [
  {name: 'pair', partitions: 2, replicationFactor: 2},
  {name: 'lonely', replicas: [[2]]},
];

/** What Metadata says: the brokers, and each partition as `topic-id leader isr`, with its error code if there is one. */
const pictureOf = async (connection: Connection) => {
  const answer = await answerOf(metadataV12.api.async(connection, null, false, false));
  return {
    brokers: answer.brokers.map(({nodeId}) => nodeId),
    partitions: answer.topics.flatMap(({name, partitions}) =>
      partitions.map(
        p =>
          `${name}-${p.partitionIndex} ${p.leaderId} [${p.isrNodes}]${p.errorCode ? ` ${p.errorCode}` : ''}`,
      ),
    ),
    controller: answer.controllerId,
  };
};

const settingOf = async (t: TestContext, mode: 'zookeeper' | 'kraft') => {
  const clock = createFakeClock();
  const brokers = await brokersFor(t, {brokers: 2, mode, clock, topics});
  return {clock, cluster: brokers.cluster, brokers, first: await connectTo(t, brokers, 1)};
};

const whole = {brokers: [1, 2], partitions: ['pair-0 1 [1,2]', 'pair-1 2 [2,1]', 'lonely-0 2 [2]']};
const withoutTwo = {brokers: [1], partitions: ['pair-0 1 [1]', 'pair-1 1 [1]', 'lonely-0 -1 [2] 5']};

describe('brokers that stop, die and hang', () => {
  it('names all brokers, leaders and replicas', async t => {
    const {first} = await settingOf(t, 'zookeeper');
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
  });

  it('a stopped broker is gone at once, its leadership has moved, and a lonely partition has no leader', async t => {
    const {cluster, first, brokers} = await settingOf(t, 'zookeeper');
    await cluster.control.stop(2);
    assert.deepEqual(await pictureOf(first), {...withoutTwo, controller: 1});
    await assert.rejects(connectTo(t, brokers, 2));
  });

  it('who comes back before the last one in sync follows it as soon as that is back', async t => {
    const {cluster, brokers} = await settingOf(t, 'zookeeper');
    await cluster.control.stop(1);
    await cluster.control.stop(2);
    await cluster.control.start(1);
    const first = await connectTo(t, brokers, 1);
    const partitions = ['pair-0 -1 [2] 5', 'pair-1 -1 [2] 5', 'lonely-0 -1 [2] 5'];
    assert.deepEqual((await pictureOf(first)).partitions, partitions);
    await cluster.control.start(2);
    assert.deepEqual((await pictureOf(first)).partitions, [
      'pair-0 2 [1,2]',
      'pair-1 2 [2,1]',
      'lonely-0 2 [2]',
    ]);
  });

  it('a broker that comes back is in sync again, and leads what only it has', async t => {
    const {cluster, first, brokers} = await settingOf(t, 'zookeeper');
    const port = cluster.brokers.get(2)?.port;
    await cluster.control.stop(2);
    await cluster.control.start(2);
    const partitions = ['pair-0 1 [1,2]', 'pair-1 1 [2,1]', 'lonely-0 2 [2]'];
    assert.deepEqual(await pictureOf(first), {brokers: [1, 2], partitions, controller: 1});
    assert.equal(cluster.brokers.get(2)?.port, port);
    cluster.electPreferred();
    const second = await connectTo(t, brokers, 2);
    assert.deepEqual(await pictureOf(second), {...whole, controller: 1});
  });

  it('a killed broker goes on being named, as a leader too, until its session ends', async t => {
    const {clock, cluster, first} = await settingOf(t, 'zookeeper');
    await cluster.control.kill(2);
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
    await clock.advance(17_999);
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
    await clock.advance(1);
    assert.deepEqual(await pictureOf(first), {...withoutTwo, controller: 1});
  });

  it('under KRaft a session is shorter, and the last member leaves the in-sync set too', async t => {
    const {clock, cluster, first} = await settingOf(t, 'kraft');
    await cluster.control.kill(2);
    await clock.advance(9_000);
    const partitions = ['pair-0 1 [1]', 'pair-1 1 [1]', 'lonely-0 -1 [] 5'];
    assert.deepEqual(await pictureOf(first), {brokers: [1], partitions, controller: 1});
  });

  it('a killed broker that starts again in time is never missed', async t => {
    const {clock, cluster, first} = await settingOf(t, 'zookeeper');
    await cluster.control.kill(2);
    await clock.advance(10_000);
    await cluster.control.start(2);
    await clock.advance(60_000);
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
  });

  it('a paused broker accepts connections and answers nothing, until it goes on', async t => {
    const {cluster, first, brokers} = await settingOf(t, 'zookeeper');
    const before = await connectTo(t, brokers, 2);
    cluster.control.pause(2);
    const after = await connectTo(t, brokers, 2);
    const asked = [pictureOf(before), pictureOf(after)];
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
    assert.ok(await isOpen(Promise.race(asked)));
    cluster.control.expire(2);
    assert.deepEqual(await pictureOf(first), {...withoutTwo, controller: 1});
    assert.ok(await isOpen(Promise.race(asked)));
    await cluster.control.start(2);
    assert.deepEqual(
      (await Promise.all(asked)).map(({brokers: ids}) => ids),
      [
        [1, 2],
        [1, 2],
      ],
    );
  });

  it('the controller is taken over when it stops', async t => {
    const {cluster, brokers} = await settingOf(t, 'zookeeper');
    await cluster.control.stop(1);
    const second = await connectTo(t, brokers, 2);
    assert.equal((await pictureOf(second)).controller, 2);
  });

  it('under KRaft every answer names another broker as the controller, and the quorum knows better', async t => {
    const {first} = await settingOf(t, 'kraft');
    const named = [await pictureOf(first), await pictureOf(first)].map(({controller}) => controller);
    assert.deepEqual(named.sort(), [1, 2]);
    const asked = [{topicName: '__cluster_metadata', partitions: [{partitionIndex: 0}]}];
    const {topics: found} = await describeQuorumV2.api.async(first, asked);
    assert.equal(found[0]?.partitions[0]?.leaderId, 1000);
    assert.deepEqual(
      found[0]?.partitions[0]?.observers.map(({replicaId}) => replicaId),
      [1, 2],
    );
  });
});

const newTopic = [{name: 'new', numPartitions: 1, replicationFactor: 1, assignments: [], configs: []}];

describe('a quorum that is down', () => {
  it('nothing is noticed or elected, and what was missed is made good afterwards', async t => {
    const {clock, cluster, first} = await settingOf(t, 'zookeeper');
    cluster.control.stopQuorum();
    await cluster.control.stop(2);
    await clock.advance(60_000);
    assert.deepEqual(await pictureOf(first), {...whole, controller: 1});
    cluster.control.startQuorum();
    await clock.advance(18_000);
    assert.deepEqual(await pictureOf(first), {...withoutTwo, controller: 1});
  });

  it('a broker that comes back meanwhile is registered afterwards', async t => {
    const {cluster, first} = await settingOf(t, 'zookeeper');
    await cluster.control.stop(2);
    cluster.control.stopQuorum();
    await cluster.control.start(2);
    assert.deepEqual(await pictureOf(first), {...withoutTwo, controller: 1});
    cluster.control.startQuorum();
    assert.deepEqual((await pictureOf(first)).brokers, [1, 2]);
  });

  for (const mode of ['zookeeper', 'kraft'] as const)
    it(`no topic is created with ${mode}: the request times out`, async t => {
      const {clock, cluster, first} = await settingOf(t, mode);
      cluster.control.stopQuorum();
      const asked = answerOf(createTopicsV7.api.async(first, newTopic, 5000, false));
      while (cluster.wire.of('CreateTopics').length === 0) await clock.advance(0);
      assert.ok(await isOpen(asked));
      await clock.advance(5000);
      assert.equal((await asked).topics[0]?.errorCode, 7);
      assert.equal(cluster.topics.has('new'), false);
    });
});

describe('creating topics', () => {
  it('with ZooKeeper the controller alone does it', async t => {
    const {brokers, first, cluster} = await settingOf(t, 'zookeeper');
    const second = await connectTo(t, brokers, 2);
    const refused = await answerOf(createTopicsV7.api.async(second, newTopic, 1000, false));
    assert.equal(refused.topics[0]?.errorCode, 41);
    await createTopicsV7.api.async(first, newTopic, 1000, false);
    assert.ok(cluster.topics.has('new'));
  });

  it('refuses more replicas than brokers, bad names, unknown settings, and what is there', async t => {
    const {first, cluster} = await settingOf(t, 'kraft');
    const topic = {name: 'ok', numPartitions: 1, replicationFactor: 1, assignments: [], configs: []};
    const answer = await answerOf(
      createTopicsV7.api.async(
        first,
        [
          {...topic, name: 'much', replicationFactor: 3},
          {...topic, name: 'no/good'},
          {...topic, name: 'odd', configs: [{name: 'no.such.setting', value: '1'}]},
          {...topic, name: 'pair'},
          {
            ...topic,
            name: 'placed',
            numPartitions: -1,
            replicationFactor: -1,
            assignments: [{partitionIndex: 0, brokerIds: [2]}],
          },
        ],
        1000,
        false,
      ),
    );
    assert.deepEqual(
      answer.topics.map(({errorCode}) => errorCode),
      [38, 17, 40, 36, 0],
    );
    assert.equal(cluster.partition('placed', 0)?.leader, 2);
  });

  it('Metadata makes a topic only where the client allows it', async t => {
    const {first, cluster} = await settingOf(t, 'zookeeper');
    const silent = await answerOf(metadataV12.api.async(first, ['typo'], false, false));
    assert.deepEqual(
      silent.topics.map(({errorCode}) => errorCode),
      [3],
    );
    assert.equal(cluster.topics.has('typo'), false);
    const eager = await answerOf(metadataV12.api.async(first, ['typo'], true, false));
    assert.deepEqual(
      eager.topics.map(({errorCode}) => errorCode),
      [5],
    );
    assert.ok(cluster.topics.has('typo'));
  });
});

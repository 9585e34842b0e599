import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {containerActions} from '../../../source/actions/containers.ts';
import type {ContainerVerb} from '../../../source/clients/docker/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {findingsOf} from '../../../source/findings/index.ts';
import type {BrokerState} from '../../../source/model/broker.ts';
import type {Picture} from '../../../source/model/picture.ts';
import {isUnknown, known} from '../../../source/model/reading.ts';
import type {Topic} from '../../../source/model/topic.ts';
import {startProduce} from '../../../source/workloads/produce.ts';
import {deleteTopics} from '../support/kafka-tools.ts';
import {makeSteady, removeSteady, watchSteady} from '../support/steady.ts';
import {inContainer, realLab, run} from '../support.ts';
import {type Watched, watchLab} from '../watched.ts';

const lab = realLab();
const isKraft = lab.variant === 'kraft';
const quorum = isKraft ? 'controller' : 'zookeeper';
/** How long (ms) until a broker that was killed counts as dead, with room for a slow machine. */
const sessionTime = isKraft ? 30_000 : 45_000;

let watched: Watched;

const stateOf = (picture: Picture, id: number): BrokerState | undefined => {
  const state = picture.brokers.find(broker => broker.id === id)?.state;
  return state === undefined || isUnknown(state) ? undefined : state;
};

const topicOf = (picture: Picture, name: string): Topic | undefined =>
  picture.topics.find(topic => topic.name === name);

const isWhole = (picture: Picture): boolean =>
  stateOf(picture, 1) === 'up' &&
  stateOf(picture, 2) === 'up' &&
  picture.topics.length > 0 &&
  picture.topics.every(topic => topic.underReplicated === 0 && topic.leaderless === 0) &&
  picture.containers.every(container => container.role !== 'lab' || container.state === 'running');

const has = (picture: Picture, id: string): boolean => findingsOf(picture).some(finding => finding.id === id);

const act = async (verb: ContainerVerb, name: string): Promise<void> => {
  const {docker, target} = watched.watch;
  assert.ok(docker);
  const outcome = await containerActions[verb]({docker, target}, name);
  assert.ok(outcome.isDone, outcome.answer);
};

const createTopic = (name: string, partitions: number, replicas: string): Promise<string> =>
  inContainer(
    'kafka1',
    ...[
      'kafka-topics',
      '--bootstrap-server',
      'localhost:9092',
      '--create',
      '--if-not-exists',
      '--topic',
      name,
    ],
    ...(replicas === ''
      ? ['--partitions', String(partitions), '--replication-factor', '2']
      : ['--replica-assignment', replicas]),
  );

/** The lab as it should be, whatever a test has left: a broker that was killed may be refused more than once. */
const recover = async (): Promise<void> => {
  const mend = async (): Promise<void> => {
    for (const {name, state, role} of watched.picture().containers) {
      if (role !== 'lab') continue;
      if (state === 'paused') await run(['docker', 'unpause', name]).catch(() => {});
      else if (state !== 'running') await run(['docker', 'start', name]).catch(() => {});
    }
  };
  const stop = systemClock.every(3000, () => void mend());
  try {
    await mend();
    await watched.until('both brokers are up and every partition is in sync', isWhole, 90_000);
  } finally {
    stop();
  }
};

before(async () => {
  watched = watchLab();
  await watched.until('the containers were read', picture => picture.containers.length > 0);
  await recover();
  await makeSteady(lab.bootstrap);
  await createTopic('faults-orders', 3, '');
  // One replica, on broker 2 alone: nobody can take its place.
  await createTopic('faults-lonely', 1, '2');
  await watched.until('the topics are there', now =>
    ['faults-lonely', 'steady'].every(name => topicOf(now, name) !== undefined),
  );
});
// What one test leaves behind is no fault of the next.
afterEach(recover);
after(async () => {
  await watched.close();
  await removeSteady();
  await deleteTopics(/faults-.*/);
});

test('a graceful stop: the broker is a stopped row, the other one leads, what has no replica waits, the rest goes on', async () => {
  const connectBefore = systemClock.now();
  const steady = await watchSteady(watched, 1);
  await act('stop', 'kafka2');
  const picture = await watched.until(
    'broker 2 is stopped, no longer named, and leads nothing',
    now =>
      stateOf(now, 2) === 'stopped' &&
      now.brokers.find(({id}) => id === 2)?.isRegistered === false &&
      topicOf(now, 'faults-orders')?.leaderless === 0,
  );
  assert.equal(picture.brokers.length, 2, 'the dead broker stays in the list');
  const lonely = known(topicOf(picture, 'faults-lonely')?.partitions ?? [])?.[0];
  assert.equal(lonely?.leader, null);
  assert.ok(lonely && isUnknown(lonely.end), 'the end of a partition without leader is unknown, and not 0');
  const [first] = findingsOf(picture);
  assert.equal(first?.id, 'broker-stopped', first?.sentence);
  assert.match(first?.sentence ?? '', /Broker 2 is stopped/);
  assert.ok(has(picture, 'leaderless'));
  const orders = known(topicOf(picture, 'faults-orders')?.partitions ?? []) ?? [];
  assert.deepEqual(
    orders.map(({leader}) => leader),
    [1, 1, 1],
  );
  await watched.until('the Connect workers were read again meanwhile', now =>
    [...now.world.workers.values()].every(reading => 'value' in reading && reading.at > connectBefore),
  );
  assert.ok(
    picture.world.events.some(({kind, subject}) => kind === 'broker-registered' && subject === '2'),
    'the event log says that it left',
  );
  await act('start', 'kafka2');
  await watched.until('the lab is whole again', isWhole, 60_000);
  await steady.end();
});

test('a graceful stop of the other one: leadership and the control of the cluster go to the one that stays', async () => {
  await act('stop', 'kafka1');
  const picture = await watched.until(
    'broker 1 is stopped, no longer named, and broker 2 leads everything',
    now =>
      stateOf(now, 1) === 'stopped' &&
      now.brokers.find(({id}) => id === 1)?.isRegistered === false &&
      (known(topicOf(now, 'faults-orders')?.partitions ?? []) ?? []).every(({leader}) => leader === 2) &&
      (isKraft || now.brokers.find(({id}) => id === 2)?.isController === true),
  );
  assert.equal(findingsOf(picture)[0]?.id, 'broker-stopped');
  await act('start', 'kafka1');
  await watched.until('the lab is whole again', isWhole, 60_000);
});

test('a kill: Docker knows at once, Kafka goes on naming the broker; then others lead', async () => {
  const steady = await watchSteady(watched, 2);
  await act('kill', 'kafka1');
  const unnoticed = await watched.until(
    'broker 1 is stopped and still named',
    picture => stateOf(picture, 1) === 'stopped' && has(picture, 'broker-killed-unnoticed'),
  );
  assert.equal(findingsOf(unnoticed)[0]?.id, 'broker-killed-unnoticed');
  const moved = await watched.until(
    'broker 2 leads all of faults-orders',
    picture =>
      (known(topicOf(picture, 'faults-orders')?.partitions ?? []) ?? []).every(({leader}) => leader === 2),
    sessionTime,
  );
  assert.equal(stateOf(moved, 1), 'stopped');
  assert.equal(topicOf(moved, 'faults-orders')?.leaderless, 0);
  await act('start', 'kafka1');
  await watched.until('the lab is whole again', isWhole, 60_000);
  await steady.end();
});

test('killed and started at once: under ZooKeeper the start fails, and the card says to wait', async () => {
  await act('kill', 'kafka2');
  await run(['docker', 'start', 'kafka2']);
  if (isKraft) {
    await watched.until('the lab is whole again by itself', isWhole, 60_000);
    return;
  }
  const failed = await watched.until('the failed start is recognised', picture =>
    findingsOf(picture).some(({id, sentence}) => id === 'start-failure' && /ZooKeeper/.test(sentence)),
  );
  assert.equal(failed.containers.find(({name}) => name === 'kafka2')?.exitCode, 1);
  await watched.until(
    'the session of the killed broker has ended',
    picture => picture.brokers.find(({id}) => id === 2)?.isRegistered === false,
    sessionTime,
  );
  await act('start', 'kafka2');
  await watched.until('the lab is whole again', isWhole, 60_000);
});

test('a pause: the broker is paused, its partitions move when the session ends, and it comes back by itself', async () => {
  const steady = await watchSteady(watched, 1);
  await act('pause', 'kafka2');
  await watched.until(
    'broker 2 is paused',
    picture => stateOf(picture, 2) === 'paused' && has(picture, 'broker-paused'),
  );
  const moved = await watched.until(
    'broker 1 leads all of faults-orders',
    picture =>
      (known(topicOf(picture, 'faults-orders')?.partitions ?? []) ?? []).every(({leader}) => leader === 1),
    sessionTime,
  );
  assert.notEqual(moved.world.metadata.state, 'failed');
  await act('unpause', 'kafka2');
  await watched.until('the lab is whole again', isWhole, 60_000);
  await steady.end();
});

test('without the quorum nothing is elected, while producing goes on', async () => {
  const text = new TextEncoder();
  // It begins before: a producer gets its id from the quorum, and then needs it no more.
  const job = startProduce({
    client: watched.watch.kafka,
    clock: systemClock,
    topic: 'faults-orders',
    rate: 20,
    events: Array.from({length: 200}, (_, n) => ({
      key: text.encode(`key-${n}`),
      value: text.encode(`value-${n}`),
      headers: [],
      partition: null,
    })),
  });
  await watched.until('the first events were stored', () => job.progress().acknowledged > 0);
  const steady = [await watchSteady(watched, 1), await watchSteady(watched, 2)];
  await act('stop', quorum);
  const picture = await watched.until('the finding is there', now => has(now, 'quorum-down'));
  assert.equal(findingsOf(picture)[0]?.id, 'quorum-down');
  const before = job.progress().acknowledged;
  const end = await job.done;
  assert.ok(end.acknowledged > before, 'events were stored while the quorum was down');
  assert.deepEqual([end.acknowledged, end.failed], [200, []]);
  await act('start', quorum);
  await watched.until('the lab is whole again', now => isWhole(now) && !has(now, 'quorum-down'), 60_000);
  await Promise.all(steady.map(one => one.end()));
});

import type {Connector} from '../../source/model/connector.ts';
import {missingContainer} from '../../source/model/container.ts';
import type {ReplicationSlot} from '../../source/model/postgres.ts';
import {ready, unknown} from '../../source/model/reading.ts';
import {clusterTarget, consumerGroup, coordinatorOf, every, labTarget, partition, slot} from './lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from './worlds.ts';

/** Exit of a broker: `docker stop` ends in 143, `docker kill` in 137. */
const ended = (lab: SeededLab, name: string, exitCode: number, log: readonly string[] = []): SeededLab =>
  lab.container(name, {
    state: 'exited',
    health: null,
    exitCode,
    finishedAt: lab.now(),
    lastLog: exitCode === 0 ? unknown('not-read', 'It ended well.') : log,
  });

const stoppedBroker = (exitCode = 143): SeededLab => {
  const lab = healthyLab();
  return ended(lab, 'kafka2', exitCode, ['[KafkaServer id=2] shut down completed'])
    .silence(2, 'refused')
    .notice(2)
    .poll(2);
};

const failedStart = (...log: readonly string[]): SeededLab => {
  const lab = healthyLab();
  return ended(lab, 'kafka2', 1, ['===> Launching kafka ... ', ...log])
    .silence(2, 'refused')
    .notice(2)
    .poll();
};

/** `billing` with what its members do at each reading of the next minute. */
const readingBy = (perPoll: number, polls = 30): SeededLab => {
  const lab = healthyLab();
  const from = [0, 1, 2].map(id => lab.end('orders', id));
  return lab.poll(polls, time => {
    lab.write('orders', 100);
    for (const id of [0, 1, 2]) lab.commit('billing', 'orders', id, (from[id] ?? 0) + (time + 1) * perPoll);
  });
};

const empty = (lab: SeededLab): SeededLab =>
  lab.group('billing', group => ({...group, state: 'Empty', members: []}));

const failedTask = {
  id: 0,
  state: 'FAILED',
  worker: '172.18.0.7:8083',
  trace: 'java.io.IOException: no such file\n\tat X',
};

const withConnector = (changes: Partial<Connector>): SeededLab =>
  healthyLab()
    .worker('postgres-debezium', worker => ({
      ...worker,
      connectors: worker.connectors.map(each => ({...each, ...changes})),
    }))
    .poll();

const withSlots = (...slots: readonly ReplicationSlot[]): SeededLab =>
  healthyLab()
    .postgres(reading => ({...reading, slots}))
    .poll();

const orphaned = (isr: readonly number[]): SeededLab =>
  healthyLab()
    .partitions(each => (each.id === 1 ? {...each, leader: null, isr} : each), 'orders')
    .poll();

/** Labs in which one thing is wrong, by the id of the finding that tells it. Some things have more than one finding. */
export const faults = {
  'broker-stopped': stoppedBroker,
  'broker-killed-unnoticed': () => {
    const lab = healthyLab();
    return ended(lab, 'kafka2', 137).silence(2, 'refused').poll(2);
  },
  'broker-paused': () => healthyLab().container('kafka2', {state: 'paused'}).silence(2, 'silent').poll(2),
  'broker-hung': () => healthyLab().silence(2, 'silent').poll(2),
  'broker-unreachable': () => healthyLab().silence(2, 'refused').poll(2),
  'listener-unresolvable': () => healthyLab().silence(2, 'unresolvable').poll(2),
  'broker-unregistered': () => healthyLab().silence(2, 'refused').notice(2).poll(),
  'broker-gone': () => healthyLab({target: clusterTarget}).silence(2, 'refused').notice(2).poll(),
  'start-failure': () =>
    failedStart(
      'ERROR Error while creating ephemeral at /brokers/ids/2, node already exists and owner does not match',
      'org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists',
    ),
  'cluster-silent': () => healthyLab().silence(1, 'refused').silence(2, 'refused').poll(2),
  'quorum-down': () => {
    const lab = healthyLab();
    return ended(lab, 'zookeeper', 143).poll();
  },
  'no-controller': () =>
    healthyLab()
      .metadata(metadata => ({...metadata, controllerId: null}))
      .poll(),
  'not-authorised': () => {
    const refused = unknown('not-authorised', 'orders: this user may not use the topic.');
    return healthyLab()
      .metadata(metadata => ({
        ...metadata,
        topics: metadata.topics.map(topic =>
          topic.name === 'orders' ? {...topic, partitions: refused} : topic,
        ),
      }))
      .poll();
  },
  'engine-silent': () => {
    const lab = healthyLab();
    const error = {why: 'unreachable', sentence: '/var/run/docker.sock refuses the connection.'} as const;
    return lab.change(world => ({
      ...world,
      containers: {state: 'stale', value: lab.picture().containers, at: lab.now() - every, every, error},
    }));
  },
  leaderless: stoppedBroker,
  'leader-silent': () => healthyLab().silence(2, 'silent').poll(2),
  'under-replicated': stoppedBroker,
  'below-min-insync': stoppedBroker,
  'leader-not-preferred': () =>
    healthyLab()
      .partitions(each => (each.id === 0 ? {...each, leader: 2, leaderEpoch: 1} : each), 'orders')
      .poll(),
  'several-elections': () =>
    healthyLab()
      .partitions(each => (each.id === 0 ? {...each, leaderEpoch: 3} : each), 'orders')
      .poll(),
  'coordinator-unavailable': () => {
    const lab = createLab();
    const coordinator = coordinatorOf('billing');
    lab.partitions(each => partition(each.id, [(each.id % 2) + 1]), '__consumer_offsets');
    lab.poll(3);
    ended(lab, `kafka${coordinator}`, 143).silence(coordinator, 'refused').removeGroup('billing');
    return lab.notice(coordinator).poll(3);
  },
  'container-exited': () => {
    const lab = healthyLab();
    return ended(lab, 'postgres', 1, ['PANIC: could not write']).poll();
  },
  'container-missing': () => {
    const lab = healthyLab();
    const gone = lab.picture().containers.filter(({name}) => name === 'postgres');
    return lab
      .container('postgres', null)
      .poll()
      .change(world => ({...world, absent: gone.map(missingContainer)}));
  },
  'container-unhealthy': () =>
    healthyLab()
      .container('connect-standalone', {
        health: 'unhealthy',
        failingStreak: 4,
        probes: [{at: 0, exitCode: 7, output: 'curl: (7) Failed to connect\n'}],
      })
      .poll(),
  'container-restarting': () =>
    healthyLab().container('postgres', {state: 'restarting', exitCode: 1, restarts: 5}).poll(),
  'worker-unreachable': () =>
    healthyLab()
      .worker('connect-standalone', {
        why: 'unreachable',
        sentence: 'http://localhost:8083 refuses the connection: nothing listens there.',
      })
      .poll(),
  'postgres-unread': () =>
    healthyLab()
      .postgres({
        why: 'unreachable',
        sentence: 'localhost:5433 refuses the connection: nothing listens there.',
      })
      .poll(),
  'connector-failed': () =>
    withConnector({state: 'FAILED', health: 'failed', trace: 'boom: no slot\n\tat X'}),
  'task-failed': () => withConnector({health: 'failed', tasks: [failedTask]}),
  'connector-unassigned': () => withConnector({health: 'unassigned', tasks: []}),
  'slot-lost': () => withSlots(slot('debezium', {isActive: false, walStatus: 'lost', restartLsn: null})),
  'slot-inactive': () => withSlots(slot('debezium', {isActive: false, heldBytes: 5_242_880})),
  'slot-unused': () =>
    withSlots(slot('debezium'), slot('left_behind', {isActive: false, heldBytes: 734_003_200})),
  'group-data-lost': () => healthyLab().write('orders', 2000).retain('orders', 1, 2500).poll(),
  'group-stalled': () => readingBy(0, 10),
  'group-stopped': () => empty(healthyLab()).poll(6).write('orders', 50).poll(),
  'group-falling-behind': () => readingBy(40),
  'group-beyond-end': () => healthyLab().commit('billing', 'orders', 0, 9000).poll(),
  'group-retention-danger': () =>
    healthyLab()
      .write('orders', 5000)
      .retain('orders', 0, 1790)
      .group('billing', group => ({...group}))
      .poll(),
  'group-rewound': () => healthyLab().commit('billing', 'orders', 0, 5).poll(),
  'group-rebalancing': () =>
    healthyLab()
      .group('billing', group => ({...group, state: 'PreparingRebalance'}))
      .poll(),
  'group-no-commit': () =>
    createLab()
      .addGroup(consumerGroup('fresh', 'orders', [0], {committed: []}))
      .poll(),
  'group-empty': () => empty(healthyLab()).poll(),
} as const satisfies Readonly<Record<string, () => SeededLab>>;

/** More worlds for the same findings: other causes, and what is told then. */
export const variants = {
  /** Both brokers were stopped: nobody is left to ask. */
  allStopped: (): SeededLab => {
    const lab = healthyLab();
    for (const id of [1, 2]) ended(lab, `kafka${id}`, 143).silence(id, 'refused');
    return lab.poll(4);
  },
  outOfMemory: (): SeededLab => stoppedBroker(137).container('kafka2', {isOutOfMemory: true}).poll(),
  killedWithoutZookeeper: (): SeededLab => {
    const lab = healthyLab();
    ended(lab, 'zookeeper', 137);
    return ended(lab, 'kafka2', 137).silence(2, 'refused').poll(20);
  },
  kraftControllerDown: (): SeededLab => {
    const lab = healthyLab({mode: 'kraft'});
    return ended(lab, 'controller', 143).poll();
  },
  zookeeperPaused: (): SeededLab => healthyLab().container('zookeeper', {state: 'paused'}).poll(),
  /** Under ZooKeeper the last in-sync replica stays in the set; under KRaft the set may be empty. */
  waitsForLastInSync: (): SeededLab => orphaned([2]).silence(2, 'refused').notice(2).poll(),
  isrEmpty: (): SeededLab => orphaned([]),
  nothingElected: (): SeededLab => orphaned([1, 2]),
  failedStart,
  brokerStarting: (): SeededLab => {
    const lab = healthyLab();
    return lab
      .container('kafka2', {startedAt: lab.now() - 3000})
      .silence(2, 'refused')
      .notice(2)
      .poll();
  },
  notRead: (): SeededLab => createLab(),
  noEngine: (): SeededLab => healthyLab({target: {...labTarget('zookeeper'), dockerHost: null}}),
  groupNamed: (id: string): SeededLab =>
    createLab()
      .addGroup(consumerGroup(id, 'orders', [0], {members: [], state: 'Empty'}))
      .poll(),
  readyAgain: (lab: SeededLab): SeededLab =>
    lab.change(world => ({...world, configs: ready(new Map(), lab.now(), every)})),
};

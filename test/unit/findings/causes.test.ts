import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {type Finding, isAbout, type Subject} from '../../../source/findings/finding.ts';
import {findingsOf, healthSentence} from '../../../source/findings/index.ts';
import {offsetsTopic} from '../../../source/model/coordinator.ts';
import {ready, unknown} from '../../../source/model/reading.ts';
import {faults, variants} from '../../support/faults.ts';
import {clusterTarget, consumerGroup, labTarget, spread} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const find = (lab: SeededLab, id: string): Finding => {
  const all = findingsOf(lab.picture());
  const found = all.find(finding => finding.id === id);
  assert.ok(found, `${id} fires; there are ${all.map(each => each.id).join(', ') || 'no findings'}`);
  return found;
};

const has = (lab: SeededLab, id: string): boolean => findingsOf(lab.picture()).some(each => each.id === id);
const lines = ({commands}: Finding): readonly string[] => commands.map(({line}) => line);

describe('a broker that is stopped', () => {
  test('says when it ran out of memory', () =>
    assert.match(find(variants.outOfMemory(), 'broker-stopped').sentence, /exit code 137, out of memory/));

  test('is not said to be unnoticed on the word of Metadata that is older than its end', () => {
    const lab = healthyLab();
    const containers = lab
      .picture()
      .containers.map(each =>
        each.name === 'kafka2'
          ? {...each, state: 'exited' as const, exitCode: 143, finishedAt: lab.now() + 1500}
          : each,
      );
    lab.change(world => ({
      ...world,
      containers: {state: 'ready', value: containers, at: lab.now() + 1600, every: 2000},
    }));
    assert.equal(has(lab, 'broker-killed-unnoticed'), false);
    assert.match(find(lab, 'broker-stopped').sentence, /exit code 143/);
  });

  test('and unnoticed stays so while ZooKeeper is down, which is told first', () => {
    const lab = variants.killedWithoutZookeeper();
    assert.match(find(lab, 'broker-killed-unnoticed').sentence, /until zookeeper runs again/);
    assert.equal(findingsOf(lab.picture())[0]?.id, 'quorum-down');
    assert.match(find(lab, 'leader-silent').sentence, /none will while zookeeper is down/);
  });

  test('has 9 s under KRaft', () => {
    const lab = healthyLab({mode: 'kraft'});
    lab
      .container('kafka2', {state: 'exited', exitCode: 137, finishedAt: lab.now()})
      .silence(2, 'refused')
      .poll();
    assert.match(find(lab, 'broker-killed-unnoticed').sentence, /up to 9 s/);
  });

  test('is started by lines that are filled in, from a broker that answers', () => {
    const commands = lines(find(faults['broker-stopped'](), 'broker-stopped'));
    assert.deepEqual(commands, [
      'kafka-lab start kafka2',
      'docker start kafka2',
      'docker logs --tail 50 kafka2',
      'kafka-topics --bootstrap-server localhost:29092 --describe --under-replicated-partitions',
    ]);
  });

  test('on an engine elsewhere is started there', () => {
    const lab = healthyLab({target: {...labTarget('zookeeper'), dockerHost: 'tcp://127.0.0.1:2375'}});
    lab.container('kafka2', {state: 'exited', exitCode: 1}).silence(2, 'refused').notice(2).poll();
    assert.ok(lines(find(lab, 'broker-stopped')).includes('docker -H tcp://127.0.0.1:2375 start kafka2'));
  });

  test('is what is wrong with its container, too', () => {
    const finding = find(faults['broker-stopped'](), 'broker-stopped');
    assert.ok(isAbout(finding, {kind: 'container', id: 'kafka2'}));
    assert.equal(isAbout(finding, {kind: 'container', id: 'kafka1'}), false);
  });
});

test('a paused broker is let go on, not started', () => {
  const finding = find(faults['broker-paused'](), 'broker-paused');
  assert.deepEqual(lines(finding).slice(0, 2), ['kafka-lab unpause kafka2', 'docker unpause kafka2']);
  const noticed = healthyLab().container('kafka2', {state: 'paused'}).silence(2, 'silent').notice(2).poll();
  assert.match(find(noticed, 'broker-paused').sentence, /its session has ended/);
});

test('a broker that has just been started is starting', () => {
  const finding = find(variants.brokerStarting(), 'broker-unregistered');
  assert.match(finding.sentence, /is starting: its container runs for 5 s/);
  assert.equal(findingsOf(variants.brokerStarting().picture())[0]?.id, 'broker-unregistered');
});

test('a broker that was started while the cluster still names its last run is starting', () => {
  const lab = healthyLab();
  lab
    .container('kafka2', {startedAt: lab.now() - 3000})
    .silence(2, 'refused')
    .poll();
  assert.match(
    find(lab, 'broker-unreachable').sentence,
    /^Broker 2 is starting: its container kafka2 runs for 5 s and localhost:39092 takes no connection yet; /,
  );
});

test('a broker that left nothing behind was taken out, and is only mentioned', () => {
  const lab = healthyLab({target: clusterTarget}).silence(2, 'refused');
  const keep = ({replicas}: {readonly replicas: readonly number[]}) => replicas.includes(1);
  lab.metadata(metadata => ({
    ...metadata,
    brokers: metadata.brokers.slice(0, 1),
    topics: metadata.topics.flatMap(topic =>
      Array.isArray(topic.partitions)
        ? [
            {
              ...topic,
              partitions: topic.partitions
                .filter(keep)
                .map(each => ({...each, leader: 1, replicas: [1], isr: [1]})),
            },
          ]
        : [],
    ),
  }));
  assert.equal(find(lab.poll(), 'broker-gone').severity, 'info');
  const picture = lab.picture();
  assert.match(healthSentence(picture, findingsOf(picture)), /^All is well: 1 broker up;/);
});

describe('start-up failures are known by their log', () => {
  const failures: readonly (readonly [log: string, cause: RegExp, command: string | null])[] = [
    [
      'org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists',
      /wait up to 16 s/,
      'kafka-lab start kafka2',
    ],
    [
      "kafka.common.InconsistentClusterIdException: The Cluster ID X doesn't match stored clusterId Some(Y) in meta.properties.",
      /another cluster/,
      'kafka-lab down --volumes',
    ],
    ['KAFKA_PROCESS_ROLES is required.', /only KRaft/, 'kafka-lab up --kraft'],
    [
      'zk-ready: no ZooKeeper at zookeeper:2181 within 40 s',
      /no ZooKeeper answered/,
      'kafka-lab start zookeeper',
    ],
    ['java.lang.OutOfMemoryError: Java heap space', /heap is too small.*-Xmx256m/, null],
    ['KAFKA_ADVERTISED_LISTENERS is required.', /a setting that its image needs/, null],
  ];
  for (const [log, cause, command] of failures)
    test(log.slice(0, 60), () => {
      const finding = find(variants.failedStart(log, 'at kafka.server.KafkaServer.startup'), 'start-failure');
      assert.match(finding.sentence, cause);
      assert.ok(finding.figures.some(([name, value]) => name === 'log' && value === log));
      if (command !== null) assert.ok(lines(finding).includes(command), lines(finding).join('\n'));
      assert.ok(isAbout(finding, {kind: 'broker', id: '2'}));
    });

  test('a session that has ended need not be waited for', () => {
    const lab = variants.failedStart('NodeExists').poll(12);
    assert.match(find(lab, 'start-failure').sentence, /start it again now/);
  });

  test('are none of a broker that somebody stopped or killed', () => {
    for (const exitCode of [143, 137]) {
      const lab = variants.failedStart('NodeExists').container('kafka2', {exitCode}).poll();
      assert.equal(has(lab, 'start-failure'), false);
    }
  });

  test('and another log says only that it ended', () =>
    assert.equal(has(variants.failedStart('something else'), 'start-failure'), false));

  test('of a container that runs again are over', () => {
    const lab = variants.failedStart('NodeExists').container('kafka2', {state: 'running', exitCode: null});
    assert.equal(has(lab.poll(), 'start-failure'), false);
  });
});

describe('a partition without leader says why', () => {
  const because = (lab: SeededLab): string => find(lab, 'leaderless').sentence;
  test('its last in-sync replica is not there', () =>
    assert.match(
      findingsOf(variants.waitsForLastInSync().picture())
        .filter(({id}) => id === 'leaderless')
        .map(({sentence}) => sentence)
        .join('\n'),
      /orders-1 .*broker 2, the last in sync, is not there/,
    ));
  test('no replica is in sync', () => assert.match(because(variants.isrEmpty()), /no replica is in sync/));
  test('nothing was elected yet', () =>
    assert.match(because(variants.nothingElected()), /nothing was elected yet/));
  test('and cannot be, for want of ZooKeeper', () => {
    const lab = variants.nothingElected().container('zookeeper', {state: 'exited', exitCode: 137});
    assert.match(because(lab.poll()), /zookeeper is down and nothing is elected/);
  });

  test('one finding for all that wait for the same', () => {
    const lab = healthyLab();
    lab.partitions(each => (each.leader === 2 ? {...each, replicas: [2], isr: [2]} : each));
    lab.container('kafka2', {state: 'exited', exitCode: 137}).silence(2, 'refused').notice(2).poll();
    const found = findingsOf(lab.picture()).filter(({id}) => id === 'leaderless');
    assert.equal(found.length, 1);
    assert.match(found[0]?.sentence ?? '', /^3 partitions \(lonely-0, orders-1, payments-1\) have no leader/);
    const of = (kind: Subject['kind'], id: string): boolean => found.some(each => isAbout(each, {kind, id}));
    assert.ok(of('partition', 'orders-1') && of('topic', 'payments') && of('broker', '2'));
    assert.ok(has(lab, 'coordinator-unavailable'));
    assert.equal(of('partition', `${offsetsTopic}-1`), false);
  });
});

describe('the quorum', () => {
  test('of KRaft is its controller', () =>
    assert.match(
      find(variants.kraftControllerDown(), 'quorum-down').sentence,
      /^The KRaft controller \(controller\)/,
    ));

  test('that is paused elects nothing either', () =>
    assert.match(find(variants.zookeeperPaused(), 'quorum-down').sentence, /is paused/));

  test('of three does without one', () => {
    const lab = healthyLab({mode: 'kraft'}).container('controller', {state: 'exited', exitCode: 143});
    lab.poll().change(world => ({
      ...world,
      controller: {
        state: 'ready',
        value: {mode: 'kraft', id: 1001, voters: [1000, 1001, 1002]},
        at: lab.now(),
        every: 2000,
      },
    }));
    assert.equal(has(lab, 'quorum-down'), false);
  });
});

describe('a committed offset beyond the end', () => {
  test('is no finding where the end was read before it', () => {
    const lab = healthyLab();
    const from = lab.world().groups;
    lab.write('orders', 500).catchUp('billing').poll();
    const groups = lab.world().groups;
    const old = healthyLab();
    assert.equal(old.world().groups.size, from.size);
    old.change(world => ({...world, groups}));
    assert.equal(has(old, 'group-beyond-end'), false);
  });
});

describe('a group', () => {
  test('that rebalances for long is a warning', () => {
    const lab = faults['group-rebalancing']();
    assert.match(find(lab.poll(40), 'group-rebalancing').sentence, /has been rebalancing for 80 s/);
    assert.equal(find(lab, 'group-rebalancing').severity, 'warning');
  });

  test('with a name that a shell would take apart is quoted', () => {
    const lab = variants.groupNamed("it's $(reboot); \u001b[31m");
    assert.ok(
      lines(find(lab.write('orders', 5).poll(), 'group-stopped'))[0]?.endsWith(
        "--group 'it'\\''s $(reboot); \u001b[31m'",
      ),
    );
  });

  test('of many alike there is one card, which is about each of them', () => {
    const lab = createLab();
    for (let id = 0; id < 12; id++)
      lab
        .addGroup(consumerGroup(`old-${id}`, 'orders', [0], {members: [], state: 'Empty'}))
        .catchUp(`old-${id}`);
    const found = findingsOf(lab.poll().picture());
    assert.deepEqual(
      found.map(({id}) => id),
      ['group-empty'],
    );
    assert.match(found[0]?.sentence ?? '', /^12 groups are without members: old-0, .* and 8 more\.$/);
    assert.ok(found.every(finding => isAbout(finding, {kind: 'group', id: 'old-11'})));
  });

  test('that reads an empty partition lacks no commit', () => {
    const lab = createLab().truncate('orders', 0, 0).commit('billing', 'orders', 0, null).poll();
    assert.equal(has(lab, 'group-no-commit'), false);
  });
});

test('the coordinator that is missed is named, and started', () => {
  const lab = faults['coordinator-unavailable']();
  const finding = find(lab, 'coordinator-unavailable');
  const [missed] = lab.picture().brokers.filter(({state}) => state !== 'up');
  assert.deepEqual(
    finding.figures.find(([name]) => name === 'waits for'),
    ['waits for', `broker ${missed?.id}`],
  );
  assert.deepEqual(lines(finding).slice(1), [
    `kafka-lab start ${missed?.container}`,
    `docker start ${missed?.container}`,
  ]);
  assert.ok(isAbout(finding, {kind: 'group', id: 'billing'}));
});

test('retention threatens the partition that is nearest to the start first, and none that has lost already', () => {
  const lab = healthyLab().write('orders', 5000);
  lab.retain('orders', 0, 1750).retain('orders', 1, 1795).retain('orders', 2, 1900).poll();
  const finding = find(lab, 'group-retention-danger');
  assert.match(finding.sentence, /orders-1 only 5 offsets/);
  assert.deepEqual(
    finding.figures.map(([name]) => name),
    ['orders-0', 'orders-1'],
  );
});

test('a topic that has fewer replicas than min.insync.replicas takes writes all the same', () => {
  const lab = healthyLab()
    .partitions(each => ({...each, replicas: [1], isr: [1], leader: 1}), 'payments')
    .poll();
  assert.ok(!findingsOf(lab.picture()).some(({id}) => id === 'below-min-insync'));
  assert.ok(findingsOf(faults['below-min-insync']().picture()).some(({id}) => id === 'below-min-insync'));
});

test('many topics that refuse writes are one finding', () => {
  const lab = createLab();
  const names = Array.from({length: 8}, (_, id) => `topic-${id}`);
  lab.metadata(metadata => ({
    ...metadata,
    topics: [...metadata.topics, ...names.map(name => ({name, isInternal: false, partitions: spread(2)}))],
  }));
  lab.silence(2, 'refused').notice(2).poll();
  lab.change(world => {
    const two = {
      name: 'min.insync.replicas',
      value: '2',
      source: 'topic',
      isReadOnly: false,
      isSensitive: false,
    } as const;
    return {...world, configs: ready(new Map(names.map(name => [name, [two]])), lab.now(), 2000)};
  });
  const found = findingsOf(lab.picture()).filter(({id}) => id === 'below-min-insync');
  assert.equal(found.length, 1);
  assert.match(found[0]?.sentence ?? '', /16 partitions of 8 topics \(topic-0, .* and 4 more\)/);
  assert.ok(found.every(finding => isAbout(finding, {kind: 'partition', id: 'topic-7-1'})));
});

test('the card of a group holds the rule that fired for each partition', () => {
  const {figures} = find(faults['group-data-lost'](), 'group-data-lost');
  const names = figures.map(([name]) => name);
  assert.deepEqual(names, ['state', 'members', 'lag', 'in and out', 'orders-1']);
});

test('the lines for a connector ask its own worker', () => {
  const finding = find(faults['task-failed'](), 'task-failed');
  assert.deepEqual(lines(finding), [
    'curl -s http://localhost:9090/connectors/customers/status',
    "curl -s -X POST 'http://localhost:9090/connectors/customers/restart?includeTasks=true&onlyFailed=true'",
  ]);
});

describe('what may not be read', () => {
  test('names brokers, groups and topics, and is never taken for something else', () => {
    const refused = unknown('not-authorised', 'group billing: this user may not see the group.');
    const lab = healthyLab().silence(2, 'not-authorised');
    lab.group('billing', group => ({...group, committed: refused, members: refused})).poll();
    const finding = find(lab, 'not-authorised');
    assert.ok(isAbout(finding, {kind: 'broker', id: '2'}));
    assert.deepEqual(
      findingsOf(lab.picture())
        .map(({id}) => id)
        .filter(id => id.startsWith('broker')),
      [],
    );
  });
});

test('of settings is told, too', () => {
  const lab = healthyLab().change(world => ({
    ...world,
    configs: {state: 'failed', at: 0, error: {why: 'not-authorised', sentence: 'no'}},
  }));
  assert.match(find(lab, 'not-authorised').sentence, /the configurations/);
  const other = healthyLab().change(world => ({
    ...world,
    configs: {state: 'failed', at: 0, error: {why: 'timed-out', sentence: 'late'}},
  }));
  assert.equal(has(other, 'not-authorised'), false);
});

test('nobody answers: both brokers are stopped, and that is said', () => {
  const finding = find(variants.allStopped(), 'cluster-silent');
  assert.match(finding.sentence, /broker 1 and broker 2 are stopped.*last read 8 s ago/);
  assert.ok(lines(finding).includes('kafka-lab start kafka1'));
  assert.equal(has(variants.allStopped(), 'broker-killed-unnoticed'), false, 'old metadata proves nothing');
});

test('nobody of several answers: that is said once, with the first reason', () => {
  const sentence = 'No broker answers. localhost:29092 did not answer within 1.5 s.';
  const lab = variants.allStopped().change(world => ({
    ...world,
    containers: {state: 'waiting'},
    metadata: {state: 'failed', at: 0, error: {why: 'timed-out', sentence}},
  }));
  assert.equal(
    find(lab, 'cluster-silent').sentence,
    'No broker answers: localhost:29092 did not answer within 1.5 s.',
  );
});

test('what a worker said before it fell silent is no fault of now', () => {
  for (const id of ['task-failed', 'connector-failed', 'connector-unassigned'] as const) {
    const lab = faults[id]();
    assert.ok(has(lab, id));
    lab.worker('postgres-debezium', {why: 'unreachable', sentence: 'refused'}).poll();
    assert.equal(has(lab, id), false, id);
    assert.ok(has(lab, 'worker-unreachable'));
  }
});

test('a worker whose container is stopped has its cause there', () => {
  const lab = faults['worker-unreachable']()
    .container('connect-standalone', {state: 'exited', exitCode: 1})
    .poll();
  const finding = find(lab, 'worker-unreachable');
  assert.match(finding.sentence, /its container is exited/);
  assert.equal(finding.severity, 'warning');
});

test('a named cluster is named in our own lines', () => {
  const lab = healthyLab({target: clusterTarget}).silence(2, 'refused').notice(2).poll();
  const finding = find(lab, 'below-min-insync');
  assert.ok(lines(finding).includes('kafka-lab topics payments --bootstrap localhost:29092'));
});

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {advance, withEvents} from '../../../source/model/advance.ts';
import type {LabEvent} from '../../../source/model/event.ts';
import {isUnknown, ready, unknown} from '../../../source/model/reading.ts';
import {emptyWorld, eventsKept} from '../../../source/model/world.ts';
import {
  connector,
  consumerGroup,
  container,
  coordinatorOf,
  partition,
  spread,
} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const told = ({kind, subject, from, to}: LabEvent): string =>
  `${kind} ${subject}: ${from ?? '-'} -> ${to ?? '-'}`;

/** What the next readings tell of a lab in which something has changed. */
const eventsOf = (lab: SeededLab, change: (lab: SeededLab) => unknown, polls = 1): readonly string[] => {
  const before = lab.world().events.length;
  change(lab);
  lab.poll(polls);
  return lab.world().events.slice(before).map(told);
};

test('the first reading, and readings in which nothing changes, tell nothing', () => {
  assert.deepEqual(healthyLab().world().events, []);
});

test('what cannot be read is no change, nor is reading it again', () => {
  const lab = healthyLab({mode: 'kraft'});
  const refused = unknown('not-authorised', 'no');
  const hidden = eventsOf(lab, each => {
    each.metadata(metadata => ({
      ...metadata,
      topics: metadata.topics.map(topic => ({...topic, partitions: refused})),
    }));
    each.group('billing', group => ({...group, state: refused, members: refused, committed: refused}));
  });
  assert.deepEqual(hidden, []);
});

describe('partitions', () => {
  const move = (lab: SeededLab, changes: Parameters<typeof partition>[2]) =>
    lab.partitions(each => (each.id === 0 ? {...each, ...changes} : each), 'orders');

  test('a leader that moves, goes and comes back', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {leader: 2, leaderEpoch: 1})),
      ['leader orders-0: 1 -> 2'],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {leader: null, leaderEpoch: 2})),
      ['leader orders-0: 2 -> -'],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {leader: 1, leaderEpoch: 3})),
      ['leader orders-0: - -> 1'],
    );
  });

  test('in-sync sets shrink, grow and empty; their order says nothing', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {isr: [1]})),
      ['isr orders-0: 1 2 -> 1'],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {isr: [2, 1]})),
      ['isr orders-0: 1 -> 1 2'],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {isr: [1, 2]})),
      [],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {isr: []})),
      ['isr orders-0: 1 2 -> '],
    );
  });

  test('more than one election between two readings is told, even if the leader is the same again', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {leaderEpoch: 1})),
      [],
    );
    assert.deepEqual(
      eventsOf(lab, () => move(lab, {leaderEpoch: 4})),
      ['elections orders-0: - -> 3'],
    );
  });

  test('many of one topic that change alike are one event', () => {
    const lab = healthyLab();
    const events = eventsOf(lab, () => lab.silence(2, 'refused').notice(2));
    assert.ok(events.includes('leader __consumer_offsets (25 partitions): 2 -> 1'));
    assert.ok(events.includes('isr __consumer_offsets (50 partitions): 1 2 -> 1'));
    assert.ok(events.includes('leader orders-1: 2 -> 1'));
    assert.ok(events.includes('leader lonely-0: 2 -> -'));
    assert.ok(events.length < 20, events.join('\n'));
  });

  test('of many that lose offsets, or elect, the sum and the most are told', () => {
    const lab = healthyLab();
    const lost = eventsOf(lab, () => {
      for (let id = 0; id < 10; id++) lab.truncate('__consumer_offsets', id, 900 + id);
      lab.partitions(each => ({...each, leaderEpoch: each.id % 2 === 0 ? 2 : 5}), '__consumer_offsets');
    });
    assert.deepEqual(lost, [
      'elections __consumer_offsets (50 partitions): - -> 5',
      'offsets-lost __consumer_offsets (10 partitions): 10000 -> 9045',
    ]);
  });

  test('are the same ones whatever place they have in the list', () => {
    const lab = healthyLab();
    const turned = eventsOf(lab, () =>
      lab.metadata(metadata => ({
        ...metadata,
        topics: metadata.topics.map(topic =>
          isUnknown(topic.partitions) ? topic : {...topic, partitions: [...topic.partitions].reverse()},
        ),
      })),
    );
    assert.deepEqual(turned, []);
  });

  test('a log end that goes back has lost offsets', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => lab.truncate('orders', 1, 40)),
      ['offsets-lost orders-1: 1800 -> 40'],
    );
  });
});

describe('the cluster', () => {
  test('brokers leave and register, and answer or not', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => lab.silence(2, 'silent')),
      ['broker 2: up -> hung'],
    );
    const left = eventsOf(lab, () => lab.notice(2));
    assert.ok(left.includes('broker-registered 2: registered -> -'));
    const back = eventsOf(lab, () =>
      lab.silence(2, null).metadata(metadata => ({
        ...metadata,
        brokers: [...metadata.brokers, {id: 2, host: 'localhost', port: 39092, rack: null}],
      })),
    );
    assert.deepEqual(back, ['broker-registered 2: - -> registered', 'broker 2: hung -> up']);
  });

  test('a broker whose container has ended is stopped, and no event calls it anything else', () => {
    const lab = healthyLab();
    const stopped = eventsOf(lab, () =>
      lab.container('kafka2', {state: 'exited', exitCode: 143, finishedAt: lab.now()}),
    );
    assert.deepEqual(stopped, ['container-died kafka2: running -> 143']);
    const refused = eventsOf(lab, () => lab.silence(2, 'refused'));
    assert.deepEqual(refused, []);
  });

  test('the controller moves', () => {
    const lab = healthyLab();
    const moved = eventsOf(lab, () => lab.metadata(metadata => ({...metadata, controllerId: 2})));
    assert.deepEqual(moved, ['controller cluster: 1 -> 2']);
  });

  test('a controller that is not known for a while has not moved', () => {
    const lab = healthyLab();
    const tell = (id: number | null | ReturnType<typeof unknown>) =>
      lab.change(world => ({
        ...world,
        controller: ready({mode: 'kraft', id, voters: []}, lab.now(), 2000),
      }));
    tell(1000);
    const before = lab.world().events.length;
    tell(unknown('not-authorised', 'no'));
    tell(1000);
    assert.equal(lab.world().events.length, before);
    tell(null);
    assert.equal(told(lab.world().events.at(-1) ?? assert.fail()), 'controller cluster: 1000 -> -');
  });

  test('topics come, grow and go', () => {
    const lab = healthyLab();
    const add = (count: number) =>
      lab.metadata(metadata => ({
        ...metadata,
        topics: [
          ...metadata.topics.filter(({name}) => name !== 'fresh'),
          {
            name: 'fresh',
            isInternal: false,
            partitions: Array.from({length: count}, (_, id) => partition(id, [1])),
          },
        ],
      }));
    assert.deepEqual(
      eventsOf(lab, () => add(2)),
      ['topic-created fresh: - -> 2'],
    );
    assert.deepEqual(
      eventsOf(lab, () => add(5)),
      ['partitions-added fresh: 2 -> 5'],
    );
    const drop = () =>
      lab.metadata(metadata => ({...metadata, topics: metadata.topics.filter(({name}) => name !== 'fresh')}));
    assert.deepEqual(eventsOf(lab, drop), ['topic-deleted fresh: - -> -']);
  });

  test('a setting of a topic is changed and taken back', () => {
    const lab = healthyLab();
    const set = (value: string | null, source: 'topic' | 'default' = 'topic') => {
      const entry = {
        name: 'retention.ms',
        value,
        source,
        isReadOnly: false,
        isSensitive: false,
      } as const;
      const {events} = lab
        .change(world => ({
          ...world,
          configs: ready(new Map([['orders', value === null ? [] : [entry]]]), lab.now(), 20_000),
        }))
        .world();
      return events.at(-1);
    };
    set(null);
    assert.equal(told(set('1000') ?? assert.fail()), 'config orders retention.ms: - -> 1000');
    assert.equal(told(set(null) ?? assert.fail()), 'config orders retention.ms: 1000 -> -');
    const before = lab.world().events.length;
    set('604800000', 'default');
    assert.equal(lab.world().events.length, before, 'what the broker sets is no setting of the topic');
  });
});

describe('groups', () => {
  const id = 'fresh';

  test('come, change and go; they are gone when their coordinator twice gave a whole list without them', () => {
    const lab = healthyLab();
    assert.deepEqual(
      eventsOf(lab, () => lab.addGroup(consumerGroup(id, 'orders', [0]))),
      ['group-created fresh: - -> -'],
    );
    const rebalance = () => lab.group(id, group => ({...group, state: 'PreparingRebalance', members: []}));
    assert.deepEqual(eventsOf(lab, rebalance), [
      'group-state fresh: Stable -> PreparingRebalance',
      'members fresh: 1 -> 0',
    ]);
    assert.deepEqual(
      eventsOf(lab, () => lab.removeGroup(id)),
      [],
    );
    assert.deepEqual(
      eventsOf(lab, () => {}),
      ['group-deleted fresh: - -> -'],
    );
    assert.deepEqual(
      eventsOf(lab, () => {}, 3),
      [],
    );
    assert.ok(![...lab.world().history.committed.keys()].some(key => key.startsWith('fresh\n')));
  });

  test('that are reset on many partitions are one event', () => {
    const lab = createLab();
    lab.metadata(metadata => ({
      ...metadata,
      topics: [...metadata.topics, {name: 'wide', isInternal: false, partitions: spread(8)}],
    }));
    lab
      .addGroup(consumerGroup('reader', 'wide', [0, 1, 2, 3, 4, 5, 6, 7]))
      .write('wide', 50)
      .catchUp('reader');
    const back = eventsOf(lab.poll(), () => {
      for (let id = 0; id < 8; id++) lab.commit('reader', 'wide', id, 10);
    });
    assert.deepEqual(back, ['offsets-rewound reader on wide (8 partitions): 400 -> 80']);
  });

  test('members that changed places are told, though their number is the same', () => {
    const lab = healthyLab();
    const member = {id: 'other', clientId: 'other', host: '/172.18.0.9', assignment: []};
    const swapped = eventsOf(lab, () => lab.group('billing', group => ({...group, members: [member]})));
    assert.deepEqual(swapped, ['members billing: 1 -> 1 (1 joined, 1 left)']);
  });

  test('an offset that goes back is told with what it was', () => {
    const lab = healthyLab();
    const back = eventsOf(lab, () => lab.commit('billing', 'orders', 2, 7));
    assert.deepEqual(back, ['offsets-rewound billing on orders-2: 1800 -> 7']);
  });

  test('of a silent coordinator have not gone', () => {
    const lab = healthyLab();
    const silenced = eventsOf(lab, () => lab.silence(coordinatorOf('billing'), 'silent'), 4);
    assert.deepEqual(
      silenced.filter(event => event.startsWith('group')),
      [],
    );
  });

  test('that follow their coordinator are neither new nor deleted', () => {
    const lab = healthyLab();
    const from = coordinatorOf('billing');
    const events = eventsOf(lab, () => lab.silence(from, 'refused').notice(from), 4);
    const ofGroups = events.filter(event => /^(group|coordinator)/.test(event) && event.includes('billing'));
    assert.deepEqual(ofGroups, [`coordinator billing: ${from} -> ${from === 1 ? 2 : 1}`]);
  });

  test('that the old coordinator lists no more and the new one not yet are not deleted', () => {
    // The old one answers before the new one.
    const moving = ['a', 'b', 'c', 'd'].find(group => coordinatorOf(group) === 1) ?? assert.fail();
    const group = consumerGroup(moving, 'orders', [0]);
    const lab = healthyLab().addGroup(group).catchUp(moving).poll(2);
    const unlisted = eventsOf(lab, () => {
      lab.removeGroup(moving);
      lab.partitions(each => ({...each, leader: 2}), '__consumer_offsets');
    });
    const listed = eventsOf(lab, () => lab.addGroup({...group, coordinator: 2}).catchUp(moving));
    assert.deepEqual(
      [...unlisted, ...listed].filter(event => event.includes(` ${moving}:`)),
      [`coordinator ${moving}: 1 -> 2`],
    );
  });

  test('that are invisible for want of a leader are not deleted, and not new when they can be seen again', () => {
    const lab = healthyLab();
    const broker = coordinatorOf('billing');
    const group = consumerGroup('billing', 'orders', [0, 1, 2]);
    const leaders = lab.world().metadata;
    const hide = () => {
      lab.removeGroup('billing');
      lab.partitions(each => (each.leader === broker ? {...each, leader: null} : each), '__consumer_offsets');
    };
    const hidden = eventsOf(lab, hide, 4);
    assert.deepEqual(
      hidden.filter(event => event.startsWith('group')),
      [],
    );
    assert.ok(leaders.state === 'ready');
    const shown = eventsOf(lab, () => {
      lab
        .metadata(() => leaders.value)
        .addGroup(group)
        .catchUp('billing');
    });
    assert.deepEqual(
      shown.filter(event => event.startsWith('group')),
      [],
    );
  });

  test('that a broker lists when it is asked for the first time are not new', () => {
    const lab = createLab();
    lab.silence(coordinatorOf('billing'), 'silent').poll(3).silence(coordinatorOf('billing'), null).poll();
    assert.deepEqual(
      lab
        .world()
        .events.map(({kind}) => kind)
        .filter(kind => kind.startsWith('group')),
      [],
    );
  });
});

describe('containers', () => {
  const after = (changes: Parameters<SeededLab['container']>[1], name = 'akhq'): readonly string[] => {
    const lab = createLab();
    lab.container('postgres', {name: 'akhq', health: 'starting'}).poll();
    return eventsOf(lab, () => lab.container(name, changes));
  };

  test('that end say their exit code', () => {
    assert.deepEqual(after({state: 'exited', exitCode: 137}), ['container-died akhq: running -> 137']);
  });

  test('that pause, restart, and become healthy or not', () => {
    assert.deepEqual(after({state: 'paused'}), ['container akhq: running -> paused']);
    assert.deepEqual(after({startedAt: 1}), ['container akhq: running -> restarted']);
    assert.deepEqual(after({health: 'unhealthy'}), ['container-health akhq: starting -> unhealthy']);
  });

  test('that come and go', () => {
    assert.deepEqual(after(null), ['container akhq: running -> removed']);
    const lab = createLab().poll();
    const more = eventsOf(lab, () =>
      lab.change(world => ({...world, containers: ready([container('new')], lab.now(), 2000)})),
    );
    assert.ok(more.includes('container new: - -> running'));
  });

  test('that are no part of the lab are not told of', () => {
    const lab = createLab();
    lab.container('postgres', {name: 'stranger', role: 'other'}).poll();
    assert.deepEqual(
      eventsOf(lab, () => lab.container('stranger', null)),
      [],
    );
  });
});

describe('Connect', () => {
  const name = 'postgres-debezium';

  test('workers fall silent and answer again', () => {
    const lab = healthyLab();
    const worker = lab.world().workers.get(name);
    assert.ok(worker?.state === 'ready');
    const silent = eventsOf(lab, () => lab.worker(name, {why: 'unreachable', sentence: 'refused'}), 2);
    assert.deepEqual(silent, [`worker ${name}: answers -> unreachable`]);
  });

  test('connectors and tasks change, come and go', () => {
    const lab = healthyLab();
    const set = (...connectors: readonly ReturnType<typeof connector>[]) =>
      lab.worker(name, worker => ({...worker, connectors}));
    const failed = {id: 0, state: 'FAILED', worker: 'w', trace: 'boom'};
    assert.deepEqual(
      eventsOf(lab, () => set(connector('customers', name, {tasks: [failed]}))),
      ['task customers task 0: RUNNING -> FAILED'],
    );
    assert.deepEqual(
      eventsOf(lab, () => set(connector('customers', name, {state: 'PAUSED', tasks: [failed]}))),
      ['connector customers: RUNNING -> PAUSED'],
    );
    assert.deepEqual(
      eventsOf(lab, () => set(connector('other', name))),
      ['connector customers: PAUSED -> deleted', 'connector other: - -> RUNNING'],
    );
    // A task that fails before it was ever seen: its connector is made first without tasks.
    assert.deepEqual(
      eventsOf(lab, () => set(connector('other', name), connector('bad', name, {tasks: []}))),
      ['connector bad: - -> RUNNING'],
    );
    assert.deepEqual(
      eventsOf(lab, () => set(connector('other', name), connector('bad', name, {tasks: [failed]}))),
      ['task bad task 0: - -> FAILED'],
    );
    assert.deepEqual(
      eventsOf(lab, () => set(connector('other', name), connector('worse', name, {tasks: [failed]}))),
      [
        'connector bad: RUNNING -> deleted',
        'connector worse: - -> RUNNING',
        'task worse task 0: - -> FAILED',
      ],
    );
  });
});

describe('the log of events', () => {
  test('drops the oldest, and counts them', () => {
    const event = (at: number): LabEvent => ({at, kind: 'action', subject: 'x', from: null, to: null});
    const full = withEvents(
      emptyWorld(null),
      Array.from({length: eventsKept}, (_, at) => event(at)),
    );
    const over = withEvents(full, [event(9000), event(9001)]);
    assert.equal(over.events.length, eventsKept);
    assert.deepEqual([over.events[0]?.at, over.events.at(-1)?.at, over.eventsDropped], [2, 9001, 2]);
  });

  test('a change that is no reading of what is compared leaves everything as it is', () => {
    const world = healthyLab().world();
    const stats = {...world, stats: new Map()};
    assert.equal(advance(world, stats, 0), stats);
  });
});

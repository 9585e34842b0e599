import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Group, GroupPartition} from '../../../source/model/group.ts';
import {committedKey} from '../../../source/model/history.ts';
import {isUnknown, known, unknown} from '../../../source/model/reading.ts';
import {consumerGroup} from '../../support/lab-parts.ts';
import {createLab, healthyLab, type SeededLab} from '../../support/worlds.ts';

const groupIn = (lab: SeededLab, id: string): Group => {
  const found = lab.picture().groups.find(group => group.id === id);
  assert.ok(found, `group ${id} is listed`);
  return found;
};

const rowsOf = (group: Group): readonly GroupPartition[] => {
  const rows = known(group.partitions);
  assert.ok(rows);
  return rows;
};

const rowIn = (lab: SeededLab, id: string, partition: number): GroupPartition => {
  const row = rowsOf(groupIn(lab, id)).find(each => each.partition === partition);
  assert.ok(row, `${id} has partition ${partition}`);
  return row;
};

/** A lab whose group `billing` goes on as `between` says, for a while. */
const goingOn = (times: number, between: (lab: SeededLab, time: number) => void): SeededLab => {
  const lab = healthyLab();
  return lab.poll(times, time => between(lab, time));
};

const leave = (lab: SeededLab): SeededLab =>
  lab.group('billing', group => ({...group, state: 'Empty', members: []}));

/** A broker that does not coordinate `billing`, and a partition of `orders` that it leads. */
const elsewhere = (lab: SeededLab): {readonly silent: number; readonly led: number} =>
  groupIn(lab, 'billing').coordinator === 1 ? {silent: 2, led: 1} : {silent: 1, led: 0};

describe('lag', () => {
  test('is what was written after the committed offset, for each partition and in all', () => {
    const lab = healthyLab().write('orders', 30, 0).write('orders', 10, 2).poll();
    assert.deepEqual(
      rowsOf(groupIn(lab, 'billing')).map(row => row.lag),
      [30, 0, 10],
    );
    assert.deepEqual(groupIn(lab, 'billing').lag, {sum: 40, unknownParts: 0});
  });

  test('is never below zero, even where the commit lies beyond the end', () => {
    const lab = healthyLab().commit('billing', 'orders', 0, 1_000_000).poll();
    const {lag, status, statusRule} = rowIn(lab, 'billing', 0);
    assert.equal(lag, 0);
    assert.equal(status, 'needs-history', 'which is not well');
    assert.match(statusRule, /^Committed 1,000,000 lies beyond the log end /);
  });

  test('without a commit is none, which is not 0', () => {
    const lab = healthyLab().commit('billing', 'orders', 1, null).poll();
    const row = rowIn(lab, 'billing', 1);
    assert.deepEqual([row.committed, row.lag, row.lagSeconds, row.rateOut], [null, null, null, null]);
    const only = createLab()
      .addGroup(consumerGroup('new', 'orders', [0], {committed: []}))
      .poll();
    assert.deepEqual(
      rowsOf(groupIn(only, 'new')).map(({partition, lag}) => [partition, lag]),
      [[0, null]],
    );
    assert.equal(groupIn(only, 'new').lag, null);
  });

  test('is unknown on a topic that was deleted, and says that', () => {
    const lab = createLab()
      .addGroup(consumerGroup('late', 'gone', [0]))
      .poll();
    const [row] = rowsOf(groupIn(lab, 'late'));
    assert.ok(row && isUnknown(row.lag));
    assert.equal(row.lag.sentence, 'There is no gone-0: its topic may have been deleted.');
  });

  test('is unknown where the leader says nothing, and the total a lower bound', () => {
    const lab = healthyLab().write('orders', 40).poll();
    const {led, silent} = elsewhere(lab);
    lab.silence(silent, 'silent').poll(4);
    const {lag, lagSeconds, end} = rowIn(lab, 'billing', led);
    assert.ok(isUnknown(end) && end.unknown === 'stale' && end.at !== undefined);
    assert.match(end.sentence, /last read 8 s ago/);
    assert.ok(isUnknown(lag) && isUnknown(lagSeconds));
    const group = groupIn(lab, 'billing');
    assert.deepEqual(group.lag, {sum: led === 1 ? 80 : 40, unknownParts: led === 1 ? 1 : 2});
    assert.ok(isUnknown(group.lagSeconds), 'the worst may be the one that is not known');
    assert.ok(isUnknown(group.drainSeconds));
  });

  test('of a partition without leader is unknown at once, not 0', () => {
    const lab = healthyLab()
      .partitions(each => (each.id === 0 ? {...each, leader: null} : each), 'orders')
      .poll();
    const {lag, rateIn} = rowIn(lab, 'billing', 0);
    assert.ok(isUnknown(lag) && lag.unknown === 'unreachable');
    assert.ok(isUnknown(rateIn));
  });

  test('of a group whose coordinator fell silent stays as it was, whatever is written since', () => {
    const lab = healthyLab().write('orders', 40).poll();
    const before = groupIn(lab, 'billing');
    lab.silence(before.coordinator, 'silent').poll(3, () => void lab.write('orders', 500));
    const other = before.coordinator === 1 ? 1 : 0;
    assert.equal(rowIn(lab, 'billing', other).lag, 40);
    assert.equal(groupIn(lab, 'billing').at, before.at, 'and carries its time');
  });
});

describe('lag in seconds', () => {
  test('is 0 where nothing is left to read', () => {
    assert.equal(groupIn(healthyLab(), 'billing').lagSeconds, 0);
  });

  test('is the time since the log end passed the committed offset', () => {
    const lab = goingOn(5, each => void each.write('orders', 40));
    assert.equal(rowIn(lab, 'billing', 0).lagSeconds, 10);
    lab.commit('billing', 'orders', 0, lab.end('orders', 0) - 60).poll();
    // 60 records at 20/s, read once more 2 s later without a new one.
    assert.equal(rowIn(lab, 'billing', 0).lagSeconds, 5);
  });

  test('of a group whose coordinator is silent is told as it was then, in time and in rates too', () => {
    for (const then of [0, 40]) {
      const lab = goingOn(10, each => void each.write('orders', 10).catchUp('billing'));
      lab.write('orders', 1).poll();
      const coordinator = groupIn(lab, 'billing').coordinator;
      const led = coordinator === 1 ? 1 : 0;
      const before = rowIn(lab, 'billing', led);
      // The partition's own leader answers: its log end is read on, whether more is written or not.
      lab.silence(coordinator, 'silent').poll(20, () => void lab.write('orders', then));
      const after = rowIn(lab, 'billing', led);
      assert.equal(before.lag, 1);
      assert.deepEqual(
        [after.lag, after.lagSeconds, after.rateIn, after.rateOut],
        [before.lag, before.lagSeconds, before.rateIn, before.rateOut],
        `${then} written every 2 s`,
      );
    }
  });

  test('of a record that comes after a long silence starts with that record', () => {
    const lab = goingOn(60, () => {})
      .write('orders', 1, 0)
      .poll();
    assert.equal(rowIn(lab, 'billing', 0).lagSeconds, 2);
  });

  test('comes from the record at the committed offset where the history does not reach back', () => {
    const lab = createLab().commit('billing', 'orders', 0, 500).poll(2);
    assert.ok(isUnknown(rowIn(lab, 'billing', 0).lagSeconds));
    const key = committedKey('billing', 'orders', 0);
    const record = (offset: number) =>
      lab.change(world => ({
        ...world,
        recordTimes: new Map([[key, {offset, timestamp: lab.now() - 90_000}]]),
      }));
    record(501);
    assert.ok(isUnknown(rowIn(lab, 'billing', 0).lagSeconds), 'another record says nothing');
    record(500);
    assert.equal(rowIn(lab, 'billing', 0).lagSeconds, 90);
  });

  test('is interpolated between an earlier record and the first log end, where a group goes on', () => {
    const lab = createLab().poll().commit('billing', 'orders', 0, 700).poll();
    const key = committedKey('billing', 'orders', 0);
    const first = lab.world().history.ends.get('orders/0')?.[0] ?? assert.fail();
    assert.equal(first.value, 1000);
    lab.change(world => ({
      ...world,
      recordTimes: new Map([[key, {offset: 400, timestamp: first.at - 60_000}]]),
    }));
    // 600 records in 60 s: half of them were there 30 s before the first reading.
    assert.equal(rowIn(lab, 'billing', 0).lagSeconds, 30 + (lab.now() - first.at) / 1000);
  });
});

describe('rates', () => {
  test('tell what is written and committed a second, and how long the rest takes', () => {
    const lab = goingOn(20, (each, time) => {
      each.write('orders', 20);
      for (const id of [0, 1, 2])
        each.commit('billing', 'orders', id, each.end('orders', id) - 900 + time * 20);
    });
    const group = groupIn(lab, 'billing');
    assert.deepEqual(group.rateIn, {sum: 30, unknownParts: 0});
    assert.deepEqual(group.rateOut, {sum: 60, unknownParts: 0});
    assert.deepEqual(group.lag, {sum: 3 * 520, unknownParts: 0});
    assert.equal(group.drainSeconds, 52);
    assert.equal(group.isNeverDrained, false);
  });

  test('say never where no more is read than written, and none where nothing is left', () => {
    const lab = goingOn(10, each => void each.write('orders', 20));
    assert.deepEqual(
      [groupIn(lab, 'billing').drainSeconds, groupIn(lab, 'billing').isNeverDrained],
      [null, true],
    );
    const {drainSeconds, isNeverDrained} = groupIn(healthyLab(), 'billing');
    assert.deepEqual([drainSeconds, isNeverDrained], [null, false]);
  });

  test('leave nothing to drain as long as what is unread is new, whatever the last readings found of it', () => {
    const lab = goingOn(3, (each, time) => {
      each.catchUp('billing');
      each.write('orders', 10 * (time + 1));
    });
    const {drainSeconds, isNeverDrained, status} = groupIn(lab, 'billing');
    assert.deepEqual([status, drainSeconds, isNeverDrained], ['ok', null, false]);
  });

  test('say never of an old lag that nobody reads, also when nothing is written', () => {
    const lab = goingOn(1, each => void each.write('orders', 20)).poll(30);
    assert.equal(groupIn(lab, 'billing').isNeverDrained, true);
  });

  test('of who reads as fast as is written leave nothing to drain, unless the lag is old', () => {
    const abreast = goingOn(20, each => {
      each.write('orders', 40);
      for (const id of [0, 1, 2]) each.commit('billing', 'orders', id, each.end('orders', id) - 40);
    });
    assert.deepEqual(
      [groupIn(abreast, 'billing').drainSeconds, groupIn(abreast, 'billing').isNeverDrained],
      [null, false],
    );
    const behind = goingOn(30, each => void each.write('orders', 40)).poll(20, () => {});
    behind.poll(20, () => {
      behind.write('orders', 40);
      for (const id of [0, 1, 2])
        behind.commit('billing', 'orders', id, Number(rowIn(behind, 'billing', id).committed) + 40);
    });
    assert.equal(groupIn(behind, 'billing').isNeverDrained, true);
  });

  test('need two readings', () => {
    const lab = createLab().commit('billing', 'orders', 0, 500).poll();
    const {rateIn, rateOut, drainSeconds} = groupIn(lab, 'billing');
    assert.ok(isUnknown(rateIn) && isUnknown(rateOut) && isUnknown(drainSeconds));
  });

  test('trend holds the lag of the last readings, oldest first', () => {
    const lab = goingOn(3, each => void each.write('orders', 10));
    assert.deepEqual(groupIn(lab, 'billing').trend.slice(-4), [0, 30, 60, 90]);
  });
});

describe('the status word', () => {
  const statusOf = (lab: SeededLab): readonly [string, string] => {
    const {status, statusRule} = groupIn(lab, 'billing');
    return [status, statusRule];
  };
  const expectStatus = (lab: SeededLab, status: string, rule: RegExp): void => {
    const [word, sentence] = statusOf(lab);
    assert.equal(word, status, sentence);
    assert.match(sentence, rule);
  };

  test('ok: nothing is left to read', () => expectStatus(healthyLab(), 'ok', /^Lag is 0\.$/));

  test('ok: what is left has just come, however many it are', () => {
    expectStatus(healthyLab().write('orders', 50_000).poll(2), 'ok', /50,000.*10 s/);
  });

  test('ok: a record after a long silence is no stall', () => {
    expectStatus(
      goingOn(60, () => {})
        .write('orders', 1)
        .poll(),
      'ok',
      /Lag is 1/,
    );
  });

  describe('of members that commit nothing', () => {
    const fresh = () => createLab().addGroup(consumerGroup('fresh', 'orders', [0], {committed: []}));
    const judgedIn = (lab: SeededLab) => {
      const {status, statusRule} = groupIn(lab, 'fresh');
      return [status, statusRule] as const;
    };

    test('stalled, where records were written that should be committed by now', () => {
      const lab = fresh();
      lab.poll(8, () => lab.write('orders', 10));
      assert.equal(judgedIn(lab)[0], 'needs-history', 'not watched for long enough');
      const [status, rule] = judgedIn(lab.poll(4));
      assert.equal(status, 'stalled', rule);
      assert.match(rule, /Nothing was committed in the 2\d s that it was watched, though \d+ records/);
      assert.equal(judgedIn(lab.poll(30))[0], 'stalled', 'and stays so');
      const end = lab.end('orders', 0);
      assert.equal(judgedIn(lab.commit('fresh', 'orders', 0, end).poll())[0], 'ok');
    });

    test('not known, where nothing was written: it may have read all', () => {
      const [status, rule] = judgedIn(fresh().poll(40));
      assert.equal(status, 'needs-history');
      assert.match(rule, /nothing written: whether it has read what is there is not known/);
    });

    test('watched anew after its members were gone', () => {
      const lab = fresh();
      lab.poll(12, () => lab.write('orders', 10));
      lab.group('fresh', group => ({...group, members: []})).poll();
      lab.removeGroup('fresh').addGroup(consumerGroup('fresh', 'orders', [0], {committed: []}));
      assert.equal(judgedIn(lab.poll())[0], 'needs-history');
    });
  });

  test('stalled: members, lag, and no commit for three commit intervals', () => {
    const write = (each: SeededLab): void => void each.write('orders', 40);
    expectStatus(goingOn(6, write), 'ok', /was 0 within the last 30 s/);
    expectStatus(
      createLab().commit('billing', 'orders', 0, 500).poll(5),
      'needs-history',
      /watched for 8 s, and 15 s/,
    );
    expectStatus(goingOn(9, write), 'stalled', /orders-0: .*has not moved for 1\d s/);
  });

  test('a sink connector commits every minute, and has not stalled so soon', () => {
    const lab = createLab()
      .addGroup(consumerGroup('connect-sink', 'orders', [0]))
      .catchUp('connect-sink');
    lab.poll().poll(30, () => void lab.write('orders', 10));
    assert.equal(groupIn(lab, 'connect-sink').status, 'ok');
    lab.poll(65, () => void lab.write('orders', 10));
    assert.equal(groupIn(lab, 'connect-sink').status, 'stalled');
  });

  test('stopped: lag, no members, no movement', () => {
    const lab = leave(healthyLab());
    lab.poll(6, () => void lab.write('orders', 40));
    expectStatus(lab, 'stopped', /Lag is 240, and the group has no member/);
  });

  test('stopped: at the first reading, too', () => {
    expectStatus(leave(createLab()).commit('billing', 'orders', 0, 10).poll(), 'stopped', /has no member/);
  });

  test('who commits without being a member is not stopped', () => {
    const lab = leave(healthyLab());
    lab.poll(12, () => {
      lab.write('orders', 400);
      for (const id of [0, 1, 2]) lab.commit('billing', 'orders', id, lab.end('orders', id) - 400);
    });
    expectStatus(lab, 'ok', /none of it is older than 10 s/);
  });

  test('stopped: a partition that no member reads', () => {
    const lab = healthyLab().group('billing', group => ({
      ...group,
      members: [
        {id: 'm', clientId: 'm', host: '/172.18.0.1', assignment: [{topic: 'orders', partitions: [0, 1]}]},
      ],
    }));
    lab.poll(6, () => {
      lab.write('orders', 40);
      for (const id of [0, 1]) lab.commit('billing', 'orders', id, lab.end('orders', id));
    });
    expectStatus(lab, 'stopped', /^orders-2: .*no member of the group reads this partition/);
  });

  const reading = (lab: SeededLab, perPoll: number): void => {
    for (const id of [0, 1, 2]) {
      const {committed} = rowIn(lab, 'billing', id);
      lab.commit('billing', 'orders', id, Number(committed) + perPoll);
    }
  };

  test('falling-behind: lag rose at every reading', () => {
    const lab = goingOn(25, each => {
      each.write('orders', 100);
      reading(each, 40);
    });
    expectStatus(
      lab,
      'falling-behind',
      /orders-0: Lag rose from [\d,]+ to 1,500 .*30 s, from commit to commit.*2 more/,
    );
  });

  const sawtooth = (read: number) => {
    let tick = 0;
    return goingOn(40, each => {
      each.write('orders', 100);
      tick += 1;
      if (tick % 3 === 0) reading(each, read);
    });
  };

  test('falling-behind: though each commit takes the lag down for a moment', () =>
    expectStatus(sawtooth(150), 'falling-behind', /orders-0: Lag rose from/));

  test('ok: lag that rises between commits, and falls back with each', () => {
    const lab = goingOn(20, each => void each.write('orders', 100));
    let tick = 0;
    lab.poll(40, () => {
      lab.write('orders', 100);
      tick += 1;
      if (tick % 3 === 0) reading(lab, 300);
    });
    expectStatus(lab, 'ok', /neither rises nor falls/);
  });

  test('catching-up: what has waited for long becomes less', () => {
    const lab = goingOn(100, each => void each.write('orders', 100)).poll(25, () => {});
    lab.poll(10, () => reading(lab, 200));
    expectStatus(lab, 'catching-up', /Lag fell from [\d,]+ to 8,000/);
  });

  test('rebalancing: the state says so, whatever the lag', () => {
    const lab = healthyLab().write('orders', 10);
    lab.group('billing', group => ({...group, state: 'PreparingRebalance'})).poll();
    expectStatus(lab, 'rebalancing', /PreparingRebalance/);
  });

  test('rewound: committed went back, until the window is over', () => {
    const lab = healthyLab().commit('billing', 'orders', 0, 1000).poll();
    expectStatus(lab, 'rewound', /from 1,800 to 1,000/);
    lab.poll(40, () => {});
    assert.equal(groupIn(lab, 'billing').status, 'stalled');
  });

  test('a partition is not called unread where a member does not say what it reads', () => {
    const lab = healthyLab().group('billing', group => ({
      ...group,
      members: [
        {id: 'a', clientId: 'a', host: '/172.18.0.1', assignment: [{topic: 'orders', partitions: [0]}]},
        {id: 'b', clientId: 'b', host: '/172.18.0.1', assignment: unknown('not-read', 'another protocol')},
      ],
    }));
    lab.poll(6, () => void lab.write('orders', 40));
    assert.notEqual(rowIn(lab, 'billing', 2).status, 'stopped');
  });

  test('data-lost: committed lies below the log start, also while the group rebalances', () => {
    const lab = healthyLab().retain('orders', 1, 2500).write('orders', 2000).poll();
    expectStatus(lab, 'data-lost', /orders-1: .*below the log start 2,500: 700 offsets are gone/);
    lab.group('billing', group => ({...group, state: 'PreparingRebalance'})).poll();
    assert.equal(groupIn(lab, 'billing').status, 'data-lost');
  });

  test('empty: no members, and nothing left to read', () => {
    expectStatus(leave(healthyLab()).poll(), 'empty', /no member/);
    const nothing = createLab()
      .addGroup(consumerGroup('idle', 'orders', [], {members: [], committed: []}))
      .poll();
    assert.equal(groupIn(nothing, 'idle').status, 'empty');
  });

  test('needs-history: nothing was committed, or what is needed is not known', () => {
    const lab = healthyLab().commit('billing', 'orders', 0, null).poll();
    expectStatus(lab, 'needs-history', /orders-0: Nothing was committed yet/);
    const {silent} = elsewhere(lab);
    expectStatus(
      healthyLab().silence(silent, 'silent').poll(4),
      'needs-history',
      /orders-\d: .*was last read/,
    );
  });

  test('of an empty partition without a commit is ok', () => {
    const lab = createLab().truncate('orders', 0, 0).commit('billing', 'orders', 0, null).poll();
    assert.equal(rowIn(lab, 'billing', 0).status, 'ok');
  });

  test('a group with members and nothing assigned is not empty', () => {
    const members = [{id: 'm', clientId: 'm', host: '/172.18.0.1', assignment: []}];
    const lab = createLab()
      .addGroup(consumerGroup('idle', 'orders', [], {members, committed: []}))
      .poll();
    assert.equal(groupIn(lab, 'idle').status, 'ok');
  });

  test('where offsets may not be read, the reason is the rule', () => {
    const refused = unknown('not-authorised', 'group billing: this user may not see the group.');
    const lab = healthyLab()
      .group('billing', group => ({...group, committed: refused}))
      .poll();
    expectStatus(lab, 'needs-history', /may not see/);
    assert.deepEqual(groupIn(lab, 'billing').lag, refused);
  });
});

describe('the list of groups', () => {
  test('believes the present coordinator where two tell of a group at the same moment', () => {
    for (const present of [1, 2]) {
      const other = present === 1 ? 2 : 1;
      const lab = createLab().partitions(each => ({...each, leader: present}), '__consumer_offsets');
      lab.group('billing', group => ({...group, coordinator: present})).poll();
      lab.change(world => {
        const reading = world.groups.get(present);
        assert.ok(reading?.state === 'ready');
        const told = reading.value.map(group => ({...group, coordinator: other, state: 'Dead'}));
        return {...world, groups: new Map(world.groups).set(other, {...reading, value: told})};
      });
      assert.deepEqual(
        [groupIn(lab, 'billing').coordinator, groupIn(lab, 'billing').state],
        [present, 'Stable'],
      );
    }
  });

  test('has each once while its coordinator moves, as the newer one tells it', () => {
    const lab = healthyLab();
    const {coordinator} = groupIn(lab, 'billing');
    const other = coordinator === 1 ? 2 : 1;
    lab.silence(coordinator, 'silent').poll();
    lab.group('billing', group => ({...group, coordinator: other, state: 'Empty', members: []})).poll();
    const found = lab.picture().groups.filter(({id}) => id === 'billing');
    assert.deepEqual(
      found.map(group => [group.coordinator, group.state]),
      [[other, 'Empty']],
    );
  });

  test('counts each group to the topics that it reads', () => {
    const lab = healthyLab().write('orders', 5).poll();
    const readers = lab.picture().topics.map(({name, groups}) => [name, groups]);
    assert.deepEqual(readers, [
      ['__consumer_offsets', []],
      ['lonely', []],
      ['orders', [{id: 'billing', lag: {sum: 15, unknownParts: 0}}]],
      ['payments', [{id: 'reports', lag: {sum: 0, unknownParts: 0}}]],
    ]);
  });
});

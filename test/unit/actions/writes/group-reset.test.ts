import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {groupDeleteOffsets} from '../../../../source/actions/writes/group-delete-offsets.ts';
import {groupReset, readGoal} from '../../../../source/actions/writes/group-reset.ts';
import {unknown} from '../../../../source/model/reading.ts';
import {labWith} from '../../../support/exercise-lab.ts';
import {healthyLab, type SeededLab} from '../../../support/worlds.ts';
import {type AnswerOffset, writeContext} from '../../../support/write-context.ts';

/** orders has offsets 100 to 200 in each partition; at noon came 150. */
const log: AnswerOffset = (_place, of) => (of === 'earliest' ? 100 : of === 'latest' ? 200 : 150);

const emptied = (committed: number | null = 180): SeededLab =>
  healthyLab()
    .group('billing', group => ({
      ...group,
      state: 'Empty',
      members: [],
      committed: [0, 1, 2].map(partition => ({topic: 'orders', partition, offset: committed})),
    }))
    .poll();

const rows = async (to: string, lab = emptied(), topic = '', answer = log) => {
  const plan = await groupReset.plan(writeContext(lab, answer), ['billing'], {to, topic});
  return plan.preview.map(row => [row.partition, row.before, row.after, row.difference, row['lag then']]);
};

describe('where to', () => {
  test('each way of saying it is one goal', () => {
    assert.deepEqual(readGoal('earliest', 0), {kind: 'earliest'});
    assert.deepEqual(readGoal('12', 0), {kind: 'offset', offset: 12});
    assert.deepEqual(readGoal('-12', 0), {kind: 'shift', by: -12});
    assert.deepEqual(readGoal('15m', 1_000_000), {kind: 'time', at: 100_000});
    assert.deepEqual(readGoal('2026-01-31T12:00:00Z', 0), {kind: 'time', at: Date.UTC(2026, 0, 31, 12)});
    assert.deepEqual(readGoal('like:billing-2', 0), {kind: 'like', group: 'billing-2'});
  });
  for (const wrong of ['', 'yesterday-ish', '--3', 'like:'])
    test(`"${wrong}" is refused with what would be right`, () => {
      assert.throws(() => readGoal(wrong, 0), /no place in a log|Say where to/);
    });
});

describe('what would change', () => {
  test('earliest and latest are the ends of the log as the leaders have them now', async () => {
    assert.deepEqual((await rows('earliest'))[0], ['orders-0', '180', '100', '-80', '100']);
    assert.deepEqual((await rows('latest'))[0], ['orders-0', '180', '200', '+20', '0']);
  });
  test('what lies outside the log is moved into it', async () => {
    assert.deepEqual((await rows('5'))[0]?.[2], '100');
    assert.deepEqual((await rows('+1000'))[0]?.[2], '200');
  });
  test('a time is the first record since then, and the end where there is none', async () => {
    assert.deepEqual((await rows('1h'))[0]?.[2], '150');
    const none: AnswerOffset = (place, of) => (typeof of === 'object' ? null : log(place, of));
    assert.deepEqual((await rows('1h', emptied(), '', none))[0]?.[2], '200');
  });
  test('a shift leaves out what has no commit; a goal that needs none takes it in', async () => {
    await assert.rejects(rows('-5', emptied(null), 'orders'), /committed nothing that could be moved/);
    assert.deepEqual((await rows('earliest', emptied(null), 'orders'))[0], [
      'orders-0',
      '-',
      '100',
      '-',
      '100',
    ]);
  });
  test('another group is followed where it has committed', async () => {
    const lab = emptied();
    lab
      .group('reports', group => ({...group, committed: [{topic: 'orders', partition: 1, offset: 120}]}))
      .poll();
    assert.deepEqual(await rows('like:reports', lab), [['orders-1', '180', '120', '-60', '80']]);
  });
  test('one partition alone, written as Kafka or as we do', async () => {
    assert.deepEqual(
      (await rows('earliest', emptied(), 'orders-2')).map(([name]) => name),
      ['orders-2'],
    );
    assert.deepEqual(
      (await rows('earliest', emptied(), 'orders:2')).map(([name]) => name),
      ['orders-2'],
    );
    await assert.rejects(rows('earliest', emptied(), 'orders-9'), /orders has no partition 9/);
    await assert.rejects(rows('earliest', emptied(), 'nowhere'), /no topic nowhere/);
  });
  test('records read again and records skipped are counted', async () => {
    const plan = (to: string) => groupReset.plan(writeContext(emptied(), log), ['billing'], {to});
    assert.match((await plan('earliest')).consequences.join(' '), /240 records are read again/);
    assert.match((await plan('latest')).consequences.join(' '), /60 records are skipped/);
  });
  test('the same as a command line of Kafka', async () => {
    const plan = await groupReset.plan(writeContext(emptied(), log), ['billing'], {
      to: '-3',
      topic: 'orders-1',
    });
    assert.match(
      plan.commandLines.join(),
      /^kafka-consumer-groups --bootstrap-server \S+ --group billing --reset-offsets --shift-by -3 --topic orders:1 --execute$/,
    );
  });
  test('a topic whose name ends like a partition is whole in it, too', async () => {
    const name = 'orders-2024';
    const lab = labWith(name);
    lab.group('billing', group => ({...group, state: 'Empty', members: []})).poll();
    const context = writeContext(lab, log);
    const reset = await groupReset.plan(context, ['billing'], {to: 'earliest', topic: name});
    assert.equal(reset.preview.length, 3);
    assert.match(reset.commandLines.join(), / --to-earliest --topic orders-2024 --execute$/);
    const one = await groupReset.plan(context, ['billing'], {to: 'earliest', topic: `${name}-1`});
    assert.match(one.commandLines.join(), / --topic orders-2024:1 --execute$/);
    const deleted = await groupDeleteOffsets.plan(context, ['billing'], {topic: name});
    assert.match(deleted.commandLines.join(), / --delete-offsets --group billing --topic orders-2024$/);
  });
  test('another group is followed by a table of offsets', async () => {
    const lab = emptied();
    lab
      .group('reports', group => ({...group, committed: [{topic: 'orders', partition: 1, offset: 120}]}))
      .poll();
    const plan = await groupReset.plan(writeContext(lab, log), ['billing'], {to: 'like:reports'});
    assert.ok(
      plan.commandLines
        .join()
        .endsWith(`--reset-offsets --from-file <(printf '%s\\n' orders,1,120) --execute`),
      plan.commandLines.join(),
    );
  });
});

describe('what is refused', () => {
  test('a group that has members, by their names', async () => {
    await assert.rejects(
      groupReset.plan(writeContext(healthyLab(), log), ['billing'], {to: 'earliest'}),
      /billing has .*member.*Kafka moves offsets only of a group without any/,
    );
  });
  test('a partition whose leader does not say its offsets: nothing is guessed', async () => {
    const half: AnswerOffset = (place, of) =>
      place.partition === 1 ? unknown('unreachable', 'orders-1: no leader is elected.') : log(place, of);
    await assert.rejects(
      rows('earliest', emptied(), '', half),
      /orders-1 cannot be reset now: orders-1: no leader/,
    );
  });
  test('a group that is not there', async () => {
    await assert.rejects(
      groupReset.plan(writeContext(emptied(), log), ['nobody'], {to: 'earliest'}),
      /no group nobody/,
    );
  });
});

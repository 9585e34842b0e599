import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import type {NewRecord} from '../../../../source/practice/kafka/records.ts';
import {recordsOf} from '../../../../source/practice/kafka/records.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {brokersFor} from './connect.ts';

const minute = 60_000;

const settingOf = async (t: TestContext, configs: Readonly<Record<string, string>>) => {
  const clock = createFakeClock();
  const {cluster} = await brokersFor(t, {
    brokers: 1,
    clock,
    configs: {'log.retention.check.interval.ms': '60000', 'log.cleaner.backoff.ms': '60000'},
    topics: [{name: 'a', configs}],
  });
  const partition = cluster.partition('a', 0);
  assert.ok(partition);
  const {log} = partition;
  const write = (...records: readonly NewRecord[]): number =>
    cluster.append(
      'a',
      0,
      records.map(record => ({timestamp: clock.now(), ...record})),
    );
  const kept = () =>
    log.batches.flatMap(batch =>
      recordsOf(batch).map(({offset, key, value}) => `${offset} ${key}=${value?.toString() ?? 'null'}`),
    );
  return {clock, cluster, log, write, kept};
};

const large = {value: 'x'.repeat(400)};

describe('retention', () => {
  it('drops whole segments by age, and the one that is written to when all in it has expired', async t => {
    const {clock, log, write} = await settingOf(t, {'retention.ms': '300000', 'segment.ms': '60000'});
    write(large);
    await clock.advance(2 * minute);
    write(large);
    write(large);
    assert.deepEqual([log.start, log.end], [0, 3]);
    await clock.advance(4 * minute);
    assert.deepEqual([log.start, log.end], [1, 3]);
    await clock.advance(2 * minute);
    assert.deepEqual([log.start, log.end, log.bytes], [3, 3, 0]);
    write(large);
    assert.deepEqual([log.start, log.end], [3, 4]);
  });

  it('drops segments by size, and never to less than is asked for', async t => {
    const {clock, log, write} = await settingOf(t, {'retention.bytes': '1000', 'segment.bytes': '600'});
    for (let n = 0; n < 6; n += 1) write(large);
    await clock.advance(minute);
    assert.equal(log.start, 3);
    assert.ok(log.bytes >= 1000);
    await clock.advance(minute);
    assert.equal(log.start, 3);
  });

  it('keeps everything where there is no limit, and follows a limit that is set later', async t => {
    const {clock, cluster, log, write} = await settingOf(t, {'retention.ms': '-1'});
    write(large);
    await clock.advance(60 * minute);
    assert.equal(log.start, 0);
    cluster.topics.get('a')?.configs.set('retention.ms', '1000');
    await clock.advance(minute);
    assert.equal(log.start, 1);
  });
});

describe('compaction', () => {
  const compacted = {'cleanup.policy': 'compact', 'segment.ms': '1000', 'delete.retention.ms': '120000'};

  it('keeps the last record of each key at its offset, and leaves the newest segment alone', async t => {
    const {clock, log, write, kept} = await settingOf(t, compacted);
    write({key: 'k1', value: 'a'}, {key: 'k2', value: 'b'}, {key: 'k1', value: 'c'});
    await clock.advance(2000);
    write({key: 'k2', value: 'd'}, {key: 'k2', value: 'e'});
    await clock.advance(2000);
    write({key: 'k1', value: 'f'});
    await clock.advance(minute);
    assert.deepEqual(kept(), ['2 k1=c', '4 k2=e', '5 k1=f']);
    assert.deepEqual([log.start, log.end], [0, 6]);
    // A fetch from a hole goes on with what comes next.
    assert.equal(log.read(0, log.highWatermark, 1e6, true).length, 3);
  });

  it('hides a deleted key at once and drops its tombstone when its time is over', async t => {
    const {clock, write, kept} = await settingOf(t, compacted);
    write({key: 'k1', value: 'a'}, {key: 'k2', value: 'b'});
    await clock.advance(2000);
    write({key: 'k1', value: null});
    await clock.advance(2000);
    write({key: 'last', value: 'x'});
    await clock.advance(minute);
    assert.deepEqual(kept(), ['1 k2=b', '2 k1=null', '3 last=x']);
    await clock.advance(3 * minute);
    assert.deepEqual(kept(), ['1 k2=b', '3 last=x']);
  });

  it('waits until enough of the log is new', async t => {
    const {clock, write, kept} = await settingOf(t, {...compacted, 'min.cleanable.dirty.ratio': '0.9'});
    write({key: 'k1', value: 'x'.repeat(1000)}, {key: 'k1', value: 'y'.repeat(1000)});
    await clock.advance(2000);
    write({key: 'k1', value: 'a'});
    await clock.advance(2 * minute);
    assert.equal(kept().length, 2);
    write({key: 'k1', value: 'b'});
    await clock.advance(2 * minute);
    assert.equal(kept().length, 3, 'a little that is new is not worth it');
  });

  it('compacts what was compressed, and a reader can check what is left', async t => {
    const {clock, cluster, kept, write} = await settingOf(t, compacted);
    const records = ['a', 'b', 'a', 'c'].map((key, n) => ({key, value: `${n}`, timestamp: clock.now()}));
    cluster.append('a', 0, records, {compression: 'gzip'});
    await clock.advance(2000);
    write({key: 'last', value: 'x'});
    await clock.advance(minute);
    assert.deepEqual(kept(), ['1 b=1', '2 a=2', '3 c=3', '4 last=x']);
  });
});

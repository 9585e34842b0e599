import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {systemClock} from '../../../source/clock.ts';
import type {LogRecord} from '../../../source/model/record.ts';
import {markerOf} from '../../../source/practice/kafka/records.ts';
import {startTail, type Tail, type TailOptions} from '../../../source/workloads/tail.ts';
import {until} from '../../support/engine.ts';
import {impatient, kafkaFor, type TestKafka} from '../../support/kafka.ts';

interface Tailed {
  readonly tail: Tail;
  readonly records: LogRecord[];
  readonly notes: string[];
  /** `partition/offset` in the order of arrival. */
  places(): string[];
}

const tailOf = (t: TestContext, {client}: TestKafka, options: Partial<TailOptions> = {}): Tailed => {
  const records: LogRecord[] = [];
  const notes: string[] = [];
  const tail = startTail({
    client,
    clock: systemClock,
    topics: ['orders'],
    start: {from: 'oldest'},
    onRecords: batch => void records.push(...batch),
    onNote: note => void notes.push(note),
    ...options,
  });
  t.after(() => tail.stop());
  return {
    tail,
    records,
    notes,
    places: () => records.map(({partition, offset}) => `${partition}/${offset}`),
  };
};

const offsetsOf = (records: readonly LogRecord[], partition: number): number[] =>
  records.filter(record => record.partition === partition).map(({offset}) => offset);

const upTo = (count: number, from = 0): number[] => Array.from({length: count}, (_, index) => from + index);

const one = {name: 'orders', replicas: [[1]]};

test('every record once, in offset order per partition, and those that come later', async t => {
  const kafka = await kafkaFor(t, {
    topics: [{name: 'orders', partitions: 4, replicationFactor: 2, records: {0: 500, 1: 300, 2: 1, 3: 0}}],
  });
  const {records} = tailOf(t, kafka, {capacity: 2000});
  await until('what is there has come', () => records.length === 801);
  kafka.cluster.append('orders', 3, [{value: 'late'}]);
  await until('what came later has come', () => records.length === 802);
  for (const [partition, count] of [500, 300, 1, 1].entries())
    assert.deepEqual(offsetsOf(records, partition), upTo(count));
});

test('it joins no group, commits nothing, and creates nothing', async t => {
  const kafka = await kafkaFor(t, {
    topics: [{...one, records: {0: 3}}],
    configs: {'auto.create.topics.enable': 'true'},
  });
  const {records} = tailOf(t, kafka, {topics: ['orders', 'phantom']});
  await until('records have come', () => records.length === 3);
  const names = new Set(kafka.cluster.wire.all.map(({name}) => name));
  assert.deepEqual([...names].sort(), ['ApiVersions', 'Fetch', 'ListOffsets', 'Metadata']);
  assert.deepEqual([...kafka.cluster.topics.keys()], ['orders']);
});

test('it starts at the newest, some records back, at a time, or at an offset', async t => {
  const dated = upTo(10).map(n => ({value: `v${n}`, timestamp: 1000 * n}));
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{...one, records: {0: dated}}]});
  const firstOf = async (start: TailOptions['start']): Promise<number[]> => {
    const {records, tail} = tailOf(t, kafka, {start});
    await until('its place is found', () => tail.state().partitions[0]?.offset != null);
    const last = (kafka.cluster.partition('orders', 0)?.log.end ?? 0) + 0;
    kafka.cluster.append('orders', 0, [{value: 'end', timestamp: 1_000_000}]);
    await until('the end has come', () => records.at(-1)?.offset === last);
    await tail.stop();
    return [records[0]?.offset ?? -1, last];
  };
  assert.deepEqual(await firstOf({from: 'newest', last: 0}), [10, 10]);
  assert.deepEqual(await firstOf({from: 'newest', last: 3}), [8, 11]);
  assert.deepEqual(await firstOf({from: 'oldest'}), [0, 12]);
  assert.deepEqual(await firstOf({from: 'time', at: 6500}), [7, 13]);
  assert.deepEqual(await firstOf({from: 'offset', offset: 4}), [4, 14]);
});

test('an offset that is not there is moved to one that is, and that is said', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{...one, records: {0: 10}}]});
  kafka.cluster.deleteRecords('orders', 0, 4);
  const {records, notes} = tailOf(t, kafka, {start: {from: 'offset', offset: 1}});
  await until('records have come', () => records.length === 6);
  assert.deepEqual(notes, ['orders-0 holds offsets 4 to 9: reading begins at 4.']);
});

test('records that were deleted before they were read are told, and reading goes on', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{...one, records: {0: 100}}]});
  const {tail, records, notes} = tailOf(t, kafka, {start: {from: 'newest', last: 0}});
  await until('it is at the end', () => tail.state().partitions[0]?.offset === 100);
  tail.pause();
  const fetches = (): number => kafka.cluster.wire.of('Fetch').length;
  kafka.cluster.append('orders', 0, [{value: 'a'}]);
  await until('the fetch under way has ended', () => records.length === 1);
  kafka.cluster.append(
    'orders',
    0,
    upTo(10).map(n => ({value: `b${n}`})),
  );
  kafka.cluster.deleteRecords('orders', 0, 105);
  const before = fetches();
  tail.resume();
  await until('reading goes on', () => records.length === 7);
  assert.ok(fetches() > before);
  assert.deepEqual(offsetsOf(records, 0), [100, ...upTo(6, 105)]);
  assert.deepEqual(notes, ['orders-0 no longer has offsets 101 to 104: reading goes on at 105.']);
});

test('a topic that was deleted and made again is read from its beginning', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{...one, records: {0: 100}}]});
  const {tail, records, notes} = tailOf(t, kafka, {start: {from: 'newest', last: 0}});
  await until('it is at the end', () => tail.state().partitions[0]?.offset === 100);
  kafka.cluster.deleteTopic('orders');
  kafka.cluster.createTopic(one);
  kafka.cluster.append('orders', 0, [{value: 'new'}]);
  await until('the new record has come', () => records.length === 1);
  assert.equal(records[0]?.offset, 0);
  assert.match(notes.at(-1) ?? '', /made again|does not|knows no/);
});

test('one partition of several', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', partitions: 3, replicationFactor: 1, records: {0: 2, 1: 2, 2: 2}}],
  });
  const {records, tail} = tailOf(t, kafka, {partitions: [1]});
  await until('its records have come', () => records.length === 2);
  assert.deepEqual(
    tail.state().partitions.map(({partition}) => partition),
    [1],
  );
});

test('all topics: those that are not internal, and those that come later, from their beginning', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{...one, records: {0: 2}}],
    groups: [{id: 'g', committed: {orders: {0: 1}}}],
  });
  const {records, tail} = tailOf(t, kafka, {topics: null, start: {from: 'newest', last: 0}});
  await until('it follows', () => kafka.cluster.wire.of('Fetch').length > 0);
  kafka.cluster.createTopic({name: 'later', replicas: [[1]]});
  kafka.cluster.append('later', 0, [{value: 'first'}]);
  await until('the new topic is read', () => records.length > 0, 8000);
  assert.deepEqual(
    records.map(({topic, offset}) => [topic, offset]),
    [['later', 0]],
  );
  assert.ok(kafka.cluster.topics.has('__consumer_offsets'));
  assert.deepEqual(
    tail.state().partitions.map(({topic}) => topic),
    ['orders', 'later'],
  );
});

test('a slow reader slows the tail: nothing is fetched before it is done', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [{...one, records: {0: 50}}]});
  for (let n = 0; n < 20; n += 1) kafka.cluster.append('orders', 0, [{value: 'x'.repeat(1000)}]);
  let release = (): void => {};
  let batches = 0;
  const {tail} = tailOf(t, kafka, {
    capacity: 1000,
    onRecords: () =>
      new Promise(resolve => {
        batches += 1;
        release = resolve;
      }),
  });
  await until('the first records have come', () => batches === 1);
  const fetches = kafka.cluster.wire.of('Fetch').length;
  await until('a Metadata request later', () => {
    void kafka.link(1).ping();
    return kafka.cluster.wire.of('ApiVersions').length > 4;
  });
  assert.equal(kafka.cluster.wire.of('Fetch').length, fetches);
  release();
  await until('the next have come', () => batches === 2);
  release();
  await tail.stop();
});

test('leadership moves: nothing is lost and nothing comes twice', async t => {
  const kafka = await kafkaFor(t, {
    topics: [
      {
        name: 'orders',
        replicas: [
          [1, 2],
          [2, 1],
        ],
        records: {0: 50, 1: 50},
      },
    ],
  });
  const {records} = tailOf(t, kafka);
  await until('what is there has come', () => records.length === 100);
  await kafka.cluster.control.stop(1);
  kafka.cluster.append(
    'orders',
    0,
    upTo(20).map(n => ({value: `after-${n}`})),
  );
  await until('it goes on with the other leader', () => records.length === 120);
  await kafka.cluster.control.start(1);
  kafka.cluster.electPreferred();
  kafka.cluster.append(
    'orders',
    0,
    upTo(20).map(n => ({value: `back-${n}`})),
  );
  await until('and with the first again', () => records.length === 140);
  assert.deepEqual(offsetsOf(records, 0), upTo(90));
  assert.deepEqual(offsetsOf(records, 1), upTo(50));
});

test('a partition without a leader is waited for and named; the others go on', async t => {
  const kafka = await kafkaFor(t, {
    topics: [{name: 'orders', replicas: [[1], [2]], records: {0: 5, 1: 5}}],
  });
  await kafka.cluster.control.stop(1);
  const {tail, records, notes} = tailOf(t, kafka);
  await until('the other partition is read', () => records.length === 5);
  assert.deepEqual(notes, ['orders-0 has no leader: its records are waited for.']);
  assert.equal(tail.state().partitions[0]?.waiting, notes[0]);
  await kafka.cluster.control.start(1);
  await until('it is read as soon as there is one', () => records.length === 10);
  assert.equal(tail.state().partitions[0]?.waiting, null);
});

test('a hung broker holds up its own partitions only', async t => {
  const topics = [{name: 'orders', replicas: [[1], [2]], records: {0: 5, 1: 5}}];
  const kafka = await kafkaFor(t, {topics}, impatient);
  kafka.cluster.control.pause(1);
  const {records, notes} = tailOf(t, kafka);
  await until('the other partition is read', () => offsetsOf(records, 1).length === 5);
  await until('the hung broker is named', () =>
    notes.some(note => note.startsWith('Broker 1 is waited for')),
  );
  await kafka.cluster.control.start(1);
  await until('it is read when it answers again', () => records.length === 10);
});

test('a topic that may not be read is told once, and the others are read', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [
      {...one, records: {0: 3}},
      {name: 'secret', replicas: [[1]], records: {0: 3}},
    ],
  });
  kafka.cluster.faults.deny('topic', 'secret');
  const {records, notes} = tailOf(t, kafka, {topics: ['orders', 'secret']});
  await until('the other topic is read', () => records.length === 3);
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? '', /^secret.*TOPIC_AUTHORIZATION_FAILED/);
});

test('a batch larger than a fetch may be comes whole, whichever partition it is in', async t => {
  const kafka = await kafkaFor(t, {
    brokers: 1,
    topics: [{name: 'orders', partitions: 3, replicationFactor: 1, records: {0: 20, 1: 0, 2: 20}}],
  });
  kafka.cluster.append('orders', 1, [{value: 'x'.repeat(1_048_000)}]);
  const {records} = tailOf(t, kafka, {capacity: 1000});
  await until('all records have come', () => records.length === 41);
  assert.equal(records.find(({partition}) => partition === 1)?.size, 1_048_000);
});

test('control batches and records of rolled-back transactions are no records', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [one]});
  const {cluster} = kafka;
  cluster.append('orders', 0, [{value: 'plain'}]);
  cluster.append('orders', 0, [{value: 'committed'}], {transaction: {producerId: 1}});
  cluster.appendBatch('orders', 0, markerOf('commit', {producerId: 1}, systemClock.now()));
  cluster.append('orders', 0, [{value: 'aborted'}], {transaction: {producerId: 2}});
  cluster.appendBatch('orders', 0, markerOf('abort', {producerId: 2}, systemClock.now()));
  cluster.append('orders', 0, [{value: 'last'}]);
  const {records} = tailOf(t, kafka);
  await until('the last record has come', () => String(records.at(-1)?.value) === 'last');
  assert.deepEqual(
    records.map(({value}) => String(value)),
    ['plain', 'committed', 'last'],
  );
});

test('stopping is at once, also while a broker is silent', async t => {
  const kafka = await kafkaFor(t, {brokers: 1, topics: [one]}, {deadline: 60_000, connectTimeout: 60_000});
  const {tail} = tailOf(t, kafka);
  await until('it follows', () => kafka.cluster.wire.of('Fetch').length > 0);
  kafka.cluster.control.pause(1);
  const began = systemClock.now();
  await tail.stop();
  const took = systemClock.now() - began;
  assert.ok(took < 30_000, `it took ${took} ms, as if the silent broker had been waited for`);
});

import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {
  type Connection,
  createRecordsBatch,
  fetchV12,
  initProducerIdV4,
  listOffsetsV9,
  produceV9,
  Reader,
  readRecordsBatches,
  Writer,
} from '@platformatic/kafka';
import {batchOf, markerOf} from '../../../../source/practice/kafka/records.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {answerOf, brokersFor, connectTo, isOpen} from './connect.ts';

const message = (value: string, partition = 0, topic = 'pair') => ({
  topic,
  partition,
  key: Buffer.from(`k-${value}`),
  value: Buffer.from(value),
});

const settingOf = async (t: TestContext, configs: Readonly<Record<string, string>> = {}) => {
  const clock = createFakeClock();
  const brokers = await brokersFor(t, {
    clock,
    topics: [{name: 'pair', partitions: 2, replicationFactor: 2, configs}],
  });
  return {clock, brokers, cluster: brokers.cluster, first: await connectTo(t, brokers, 1)};
};

/** What an answer says of the first partition; without acks there is none. */
const resultOf = async (asked: ReturnType<typeof produceV9.api.async>) => {
  const answer = await answerOf(asked);
  const found = typeof answer === 'object' ? answer.responses[0]?.partitionResponses[0] : undefined;
  return {errorCode: found?.errorCode, baseOffset: Number(found?.baseOffset)};
};

const send = (connection: Connection, values: readonly string[], acks = -1, options = {}, partition = 0) => {
  const messages = values.map(value => message(value, partition));
  return resultOf(produceV9.api.async(connection, acks, 1500, messages, options));
};

const read = async (
  connection: Connection,
  offset: number,
  {partition = 0, isolation = 0, maxWait = 0} = {},
) => {
  const partitions = [
    {
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(offset),
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1e6,
    },
  ];
  const asked = fetchV12.api.async(
    connection,
    maxWait,
    1,
    1e6,
    isolation,
    0,
    -1,
    [{topicId: 'pair', partitions}],
    [],
    '',
  );
  const found = (await answerOf(asked)).responses[0]?.partitions[0];
  return {
    errorCode: found?.errorCode,
    highWatermark: Number(found?.highWatermark),
    start: Number(found?.logStartOffset),
    aborted: found?.abortedTransactions?.map(({firstOffset}) => Number(firstOffset)),
    values: (found?.records ?? []).flatMap(batch =>
      batch.records.map(({value}) => value?.toString() ?? null),
    ),
  };
};

const offsetAt = async (connection: Connection, timestamp: number, isolation: 0 | 1 = 0) => {
  const partitions = [{partitionIndex: 0, currentLeaderEpoch: -1, timestamp: BigInt(timestamp)}];
  const asked = listOffsetsV9.api.async(connection, -1, isolation, [{name: 'pair', partitions}]);
  return Number((await answerOf(asked)).topics[0]?.partitions[0]?.offset);
};

describe('producing', () => {
  it('stores what is sent, in order, and gives it back as it was', async t => {
    const {first} = await settingOf(t);
    assert.deepEqual(await send(first, ['a', 'b']), {errorCode: 0, baseOffset: 0});
    assert.deepEqual(await send(first, ['c'], 1), {errorCode: 0, baseOffset: 2});
    assert.deepEqual(await read(first, 0), {
      errorCode: 0,
      highWatermark: 3,
      start: 0,
      aborted: undefined,
      values: ['a', 'b', 'c'],
    });
  });

  it('refuses who does not lead, and what is not there', async t => {
    const {first} = await settingOf(t);
    assert.deepEqual(await send(first, ['a'], -1, {}, 1), {errorCode: 6, baseOffset: -1});
    assert.deepEqual(await send(first, ['a'], -1, {}, 7), {errorCode: 3, baseOffset: -1});
  });

  it('refuses a batch whose checksum is wrong, and stores nothing of it', async t => {
    const {first, cluster} = await settingOf(t);
    const {buffer} = createRecordsBatch([message('a')]);
    buffer.writeUInt8(buffer.readUInt8(buffer.length - 1) ^ 1, buffer.length - 1);
    const body = Writer.create().appendString(null).appendInt16(1).appendInt32(1000);
    body.appendArray([buffer], (w, records) =>
      w.appendString('pair').appendArray([records], (p, bytes) => p.appendInt32(0).appendBytes(bytes)),
    );
    const code = await new Promise<number>((resolve, reject) => {
      const parse = (_id: number, _key: number, _version: number, reader: Reader): number => {
        reader.readUnsignedVarInt();
        reader.readString();
        reader.readUnsignedVarInt();
        reader.readInt32();
        return reader.readInt16();
      };
      const done = (error: Error | null, value?: number): void =>
        error ? reject(error) : resolve(value ?? 0);
      first.send(0, 9, () => body.appendTaggedFields(), parse, true, true, done);
    });
    assert.equal(code, 2);
    assert.equal(cluster.partition('pair', 0)?.log.end, 0);
  });

  it('takes a repeated batch of an idempotent producer once, and refuses a gap and an older epoch', async t => {
    const {first, cluster} = await settingOf(t);
    const {producerId, producerEpoch} = await initProducerIdV4.api.async(first, null, 1000, -1n, -1);
    const at = (firstSequence: number, epoch = producerEpoch) => ({
      producerId,
      producerEpoch: epoch,
      sequences: {getWithDefault: () => firstSequence},
    });
    assert.deepEqual(await send(first, ['a', 'b'], -1, at(0)), {errorCode: 0, baseOffset: 0});
    assert.deepEqual(await send(first, ['c'], -1, at(2)), {errorCode: 0, baseOffset: 2});
    assert.deepEqual(await send(first, ['a', 'b'], -1, at(0)), {errorCode: 0, baseOffset: 0});
    assert.deepEqual(await send(first, ['e'], -1, at(4)), {errorCode: 45, baseOffset: -1});
    assert.deepEqual(await send(first, ['x'], -1, at(0, producerEpoch + 1)), {errorCode: 0, baseOffset: 3});
    assert.deepEqual(await send(first, ['d'], -1, at(3)), {errorCode: 47, baseOffset: -1});
    assert.equal(cluster.partition('pair', 0)?.log.end, 4);
  });

  it('with too few in-sync replicas acks=all is refused and acks=1 is not', async t => {
    const {first, cluster} = await settingOf(t, {'min.insync.replicas': '2'});
    await cluster.control.stop(2);
    assert.deepEqual(await send(first, ['a']), {errorCode: 19, baseOffset: -1});
    assert.deepEqual(await send(first, ['b'], 1), {errorCode: 0, baseOffset: 0});
    assert.deepEqual((await read(first, 0)).values, [], 'the high watermark rests');
    await cluster.control.start(2);
    assert.deepEqual((await read(first, 0)).values, ['b']);
  });

  it('acks=all waits for a follower that hangs, and consumers do not see the record before', async t => {
    const {clock, first, cluster} = await settingOf(t);
    cluster.control.pause(2);
    const sent = send(first, ['a']);
    const other = await connectTo(t, {cluster, bootstrap: [], close: () => cluster.close()}, 1);
    while (cluster.partition('pair', 0)?.log.end === 0) await clock.advance(0);
    assert.deepEqual((await read(other, 0)).values, []);
    assert.ok(await isOpen(sent));
    cluster.control.expire(2);
    assert.deepEqual(await sent, {errorCode: 0, baseOffset: 0});
    assert.deepEqual((await read(other, 0)).values, ['a']);
  });

  it('says so when the time for acks=all is up', async t => {
    const {clock, first, cluster} = await settingOf(t);
    cluster.control.pause(2);
    const sent = send(first, ['a']);
    while (cluster.partition('pair', 0)?.log.end === 0) await clock.advance(0);
    await clock.advance(1500);
    assert.deepEqual(await sent, {errorCode: 7, baseOffset: -1});
  });

  it('what only a killed leader had is lost', async t => {
    const {first, cluster} = await settingOf(t);
    await send(first, ['a']);
    cluster.control.pause(2);
    assert.deepEqual(await send(first, ['b'], 1), {errorCode: 0, baseOffset: 1});
    await cluster.control.kill(1);
    await cluster.control.start(2);
    cluster.control.expire(1);
    const second = await connectTo(t, {cluster, bootstrap: [], close: () => cluster.close()}, 2);
    assert.deepEqual((await read(second, 0)).values, ['a']);
  });

  it('what was lost with a killed leader is taken when an idempotent producer sends it again', async t => {
    const {clock, first, cluster} = await settingOf(t);
    const {producerId, producerEpoch} = await initProducerIdV4.api.async(first, null, 1000, -1n, -1);
    const at = (sequence: number) => ({
      producerId,
      producerEpoch,
      sequences: {getWithDefault: () => sequence},
    });
    await send(first, ['a'], -1, at(0));
    cluster.control.pause(2);
    const unsure = send(first, ['b'], -1, at(1));
    while (cluster.partition('pair', 0)?.log.end === 1) await clock.advance(0);
    await clock.advance(1500);
    assert.deepEqual(await unsure, {errorCode: 7, baseOffset: -1});
    await cluster.control.kill(1);
    await cluster.control.start(2);
    cluster.control.expire(1);
    const second = await connectTo(t, {cluster, bootstrap: [], close: () => cluster.close()}, 2);
    assert.deepEqual(await send(second, ['b'], -1, at(1)), {errorCode: 0, baseOffset: 1});
    assert.deepEqual((await read(second, 0)).values, ['a', 'b']);
    assert.deepEqual(await send(second, ['a'], -1, at(0)), {errorCode: 0, baseOffset: 0});
  });

  it('refuses records without a key in a compacted topic, and a batch that is too large', async t => {
    const {first, cluster} = await settingOf(t, {'cleanup.policy': 'compact', 'max.message.bytes': '2000'});
    const keyless = [{topic: 'pair', partition: 0, value: Buffer.from('a')}];
    const refused = await resultOf(produceV9.api.async(first, 1, 1000, keyless, {}));
    assert.equal(refused.errorCode, 87);
    assert.deepEqual(await send(first, ['x'.repeat(2000)], 1), {errorCode: 10, baseOffset: -1});
    assert.equal(cluster.partition('pair', 0)?.log.end, 0);
  });
});

describe('reading', () => {
  it('a long poll is answered when a record comes, and empty when its time is up', async t => {
    const {clock, first, brokers, cluster} = await settingOf(t);
    const waiting = read(first, 0, {maxWait: 5000});
    while (cluster.wire.of('Fetch').length === 0) await clock.advance(0);
    assert.ok(await isOpen(waiting));
    await send(await connectTo(t, brokers, 1), ['a']);
    assert.deepEqual((await waiting).values, ['a']);
    const vain = read(first, 1, {maxWait: 5000});
    while (cluster.wire.of('Fetch').length < 2) await clock.advance(0);
    await clock.advance(5000);
    assert.deepEqual((await vain).values, []);
  });

  it('refuses offsets outside the log, and says where the log begins', async t => {
    const {first, cluster} = await settingOf(t);
    for (const value of ['a', 'b', 'c']) await send(first, [value]);
    cluster.deleteRecords('pair', 0, 2);
    assert.equal((await read(first, 1)).errorCode, 1);
    assert.equal((await read(first, 9)).errorCode, 1);
    assert.deepEqual(await read(first, 2), {
      errorCode: 0,
      highWatermark: 3,
      start: 2,
      aborted: undefined,
      values: ['c'],
    });
    assert.deepEqual([await offsetAt(first, -2), await offsetAt(first, -1)], [2, 3]);
  });

  it('finds offsets by time, also within a batch', async t => {
    const {first, cluster} = await settingOf(t);
    cluster.append(
      'pair',
      0,
      [10, 20, 30].map(timestamp => ({value: 'v', timestamp})),
    );
    cluster.append('pair', 0, [{value: 'v', timestamp: 40}], {compression: 'gzip'});
    const found = [5, 20, 21, 40, 41, -3].map(time => offsetAt(first, time));
    assert.deepEqual(await Promise.all(found), [0, 1, 2, 3, -1, 3]);
  });

  it('marks aborted transactions, and committed readers stop at an open one', async t => {
    const {first, cluster, clock} = await settingOf(t);
    const now = clock.now();
    const [one, two, three] = [{producerId: 1}, {producerId: 2}, {producerId: 3}];
    cluster.append('pair', 0, [{value: 'kept'}], {transaction: one});
    cluster.append('pair', 0, [{value: 'lost'}], {transaction: two});
    cluster.appendBatch('pair', 0, markerOf('abort', two, now));
    cluster.appendBatch('pair', 0, markerOf('commit', one, now));
    cluster.append('pair', 0, [{value: 'open'}], {transaction: three});
    const committed = await read(first, 0, {isolation: 1});
    assert.deepEqual(committed.aborted, [1]);
    assert.equal(committed.values.length, 4);
    assert.deepEqual([await offsetAt(first, -1), await offsetAt(first, -1, 1)], [5, 4]);
    assert.equal((await read(first, 0)).values.length, 5);
  });

  it('keeps no more than it may: the oldest records go', async t => {
    const brokers = await brokersFor(t, {maxLogBytes: 50_000, topics: [{name: 'pair', partitions: 1}]});
    const {cluster} = brokers;
    for (let n = 0; n < 100; n += 1) cluster.append('pair', 0, [{value: 'x'.repeat(1000)}]);
    const log = cluster.partition('pair', 0)?.log;
    assert.ok(log && log.bytes <= 50_000 && log.start > 50 && log.end === 100, `${log?.bytes} ${log?.start}`);
    cluster.deleteTopic('pair');
    cluster.createTopic({name: 'pair', partitions: 1});
    assert.equal(cluster.append('pair', 0, [{value: 'x'}]), 0);
  });

  it('keeps no memory but that of the bytes themselves', async t => {
    const {cluster} = await brokersFor(t, {topics: [{name: 'pair', partitions: 1}]});
    cluster.append('pair', 0, [{value: 'x'}]);
    const [batch] = cluster.partition('pair', 0)?.log.batches ?? [];
    assert.equal(batch?.bytes.buffer.byteLength, batch?.bytes.length);
  });

  it('counts what small batches take beside their bytes, and forgets that of what is gone', async t => {
    const {cluster} = await brokersFor(t, {maxLogBytes: 90_000, topics: [{name: 'pair', partitions: 1}]});
    for (const round of [1, 2]) {
      for (let n = 0; n < 1000; n += 1) cluster.append('pair', 0, [{value: 'x'}]);
      const kept = cluster.partition('pair', 0)?.log.batches.length ?? 0;
      assert.ok(kept > 150 && kept < 300, `round ${round}: ${kept} batches`);
      cluster.deleteTopic('pair');
      cluster.createTopic({name: 'pair', partitions: 1});
    }
  });
});

describe('batches made by the lab', () => {
  it('are what the client library reads', () => {
    const {bytes} = batchOf([{key: 'k', value: null, headers: {a: 'b'}, timestamp: 7}], 0);
    const [batch] = readRecordsBatches(Reader.from(bytes));
    const [record] = batch?.records ?? [];
    assert.equal(record?.value, null);
    assert.equal(record?.key?.toString(), 'k');
    assert.deepEqual(
      record?.headers.map(pair => pair.map(String)),
      [['a', 'b']],
    );
    assert.equal(batch?.firstTimestamp, 7n);
  });
});

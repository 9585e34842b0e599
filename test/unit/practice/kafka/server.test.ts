import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {describe, it, type TestContext} from 'node:test';
import {
  apiVersionsV3,
  type Connection,
  describeClusterV1,
  metadataV12,
  Reader,
  Writer,
} from '@platformatic/kafka';
import {createWireLog} from '../../../../source/practice/kafka/wire-log.ts';
import {createFakeClock} from '../../../support/clock.ts';
import {brokersFor, connectTo, isOpen} from './connect.ts';

/** A bare connection, and all bytes that come on it until it closes. */
const bareConnection = async (t: TestContext, port: number) => {
  const socket = connect({port, host: '127.0.0.1'});
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  return {socket, closed};
};

const request = (key: number, version: number, body: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Writer.create().appendInt16(key).appendInt16(version).appendInt32(7).appendString('t', false);
  return head.append(body).prependLength().buffer;
};

const emptyBody = Buffer.from([0]);

/** The next frame, without its length. */
const nextFrame = async (socket: Socket): Promise<Buffer> => {
  let bytes = Buffer.alloc(0);
  while (bytes.length < 4 || bytes.length < bytes.readInt32BE(0) + 4) {
    const [chunk] = await once(socket, 'data');
    bytes = Buffer.concat([bytes, chunk]);
  }
  return bytes.subarray(4);
};

const settingOf = async (t: TestContext) => {
  const clock = createFakeClock();
  const brokers = await brokersFor(t, {brokers: 2, clock, maxRequestBytes: 10_000, topics: [{name: 'a'}]});
  const {cluster} = brokers;
  return {clock, brokers, cluster, port: cluster.brokers.get(1)?.port ?? 0};
};

describe('what a broker does with bytes', () => {
  const bad: readonly (readonly [string, Buffer])[] = [
    ['noise', Buffer.from('GET / HTTP/1.1\r\nhost: here\r\n\r\n')],
    ['a length below zero', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
    ['a request that is too long', Buffer.from([0, 0, 0x27, 0x11, 0, 3, 0, 12])],
    ['a request that ends too early', request(3, 12)],
    ['a request with something after it', request(16, 0, Buffer.from([1]))],
    [
      'a list of two thousand million strings',
      request(15, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff, 0xfe])),
    ],
    ['a version that is not there', request(3, 99)],
    ['an API that is not there', request(999, 0)],
    ['an API of the other kind of cluster', request(55, 1, emptyBody)],
  ];
  for (const [name, bytes] of bad)
    it(`${name} closes the connection, and only that`, async t => {
      const {brokers, port} = await settingOf(t);
      const other = await connectTo(t, brokers, 1);
      const {socket, closed} = await bareConnection(t, port);
      socket.write(bytes);
      await closed;
      assert.equal((await metadataV12.api.async(other, null, false, false)).topics.length, 1);
    });

  it('a request may come byte by byte, and several in one piece are answered in order', async t => {
    const {port} = await settingOf(t);
    const {socket} = await bareConnection(t, port);
    for (const byte of request(18, 0)) socket.write(Buffer.from([byte]));
    assert.equal((await nextFrame(socket)).readInt32BE(0), 7);
    const ids = [1, 2, 3];
    socket.write(
      Buffer.concat(
        ids.map(id => {
          const bytes = request(16, 0);
          bytes.writeInt32BE(id, 8);
          return bytes;
        }),
      ),
    );
    const frame = await nextFrame(socket);
    const whole = frame.length >= 38 ? frame : Buffer.concat([frame, (await once(socket, 'data'))[0]]);
    const [first = 0, size = 14] = [whole.readInt32BE(0), (whole.length - 8) / 3 + 4];
    assert.equal(first, 1);
    assert.deepEqual(
      ids.map((_, n) => whole.readInt32BE(n * size)),
      ids,
    );
  });

  it('answers an ApiVersions that is too new as version 0, with an error and the list', async t => {
    const {port} = await settingOf(t);
    const {socket} = await bareConnection(t, port);
    socket.write(request(18, 99, Buffer.from([0, 1, 1, 0])));
    const reader = Reader.from(await nextFrame(socket));
    assert.deepEqual([reader.readInt32(), reader.readInt16()], [7, 35]);
    const keys = reader.readArray(r => [r.readInt16(), r.readInt16(), r.readInt16()], false, false);
    assert.ok(keys.some(([key, , max]) => key === 18 && max === 4));
    assert.equal(reader.remaining, 0);
  });

  it('listens on 127.0.0.1 alone', async t => {
    const {port} = await settingOf(t);
    const elsewhere = connect({port, host: '127.0.0.2'});
    const [error] = await once(elsewhere, 'error');
    assert.match(String(error), /ECONNREFUSED/);
  });

  it('leaves nothing behind when it is closed, with clients in the middle of things', async t => {
    const {clock, brokers, cluster, port} = await settingOf(t);
    const {socket, closed} = await bareConnection(t, port);
    const poll = Writer.create()
      .appendInt32(-1)
      .appendInt32(9000)
      .appendInt32(1)
      .appendInt32(1)
      .appendInt8(0);
    socket.resume().write(request(1, 4, poll.appendInt32(0).buffer));
    await cluster.control.kill(2);
    cluster.faults.plan(16, {kind: 'slow', ms: 5000});
    const slow = await bareConnection(t, port);
    slow.socket.resume().write(request(16, 0));
    while (cluster.wire.count < 2) await clock.advance(0);
    await brokers.close();
    await Promise.all([closed, slow.closed]);
    assert.equal(clock.pending(), 0);
    const late = connect({port, host: '127.0.0.1'});
    await once(late, 'error');
  });
});

const ask = (connection: Connection) => metadataV12.api.async(connection, null, false, false);

describe('faults', () => {
  it('an API can be missing, or old: the broker says so and hangs up on it', async t => {
    const {brokers, cluster} = await settingOf(t);
    cluster.faults.removeApi(60);
    cluster.faults.limitApi(3, 8);
    const connection = await connectTo(t, brokers, 1);
    const {apiKeys} = await apiVersionsV3.api.async(connection, 'test', '1');
    assert.equal(
      apiKeys.some(({apiKey}) => apiKey === 60),
      false,
    );
    assert.equal(apiKeys.find(({apiKey}) => apiKey === 3)?.maxVersion, 8);
    await assert.rejects(describeClusterV1.api.async(connection, false, 1));
    await assert.rejects(ask(await connectTo(t, brokers, 1)));
  });

  it('a slow answer comes later, a planned number of times', async t => {
    const {clock, brokers, cluster} = await settingOf(t);
    cluster.faults.plan(3, {kind: 'slow', ms: 700}, {broker: 1, times: 1});
    const [first, second] = [await connectTo(t, brokers, 1), await connectTo(t, brokers, 2)];
    const asked = ask(first);
    while (cluster.wire.count === 0) await clock.advance(0);
    assert.equal((await ask(second)).topics.length, 1);
    await clock.advance(699);
    assert.ok(await isOpen(asked));
    await clock.advance(1);
    assert.equal((await asked).topics.length, 1);
    assert.equal((await ask(first)).topics.length, 1);
  });

  it('a broker can be silent on one API, hang up, garble or cut its answer', async t => {
    const {clock, brokers, cluster} = await settingOf(t);
    const connection = await connectTo(t, brokers, 1);
    cluster.faults.plan(3, {kind: 'garbled'}, {times: 1});
    await assert.rejects(ask(connection));
    for (const kind of ['silent', 'cut'] as const) {
      const other = await connectTo(t, brokers, 1);
      const before = cluster.wire.count;
      cluster.faults.plan(3, {kind}, {times: 1});
      const asked = ask(other);
      while (cluster.wire.count === before) await clock.advance(0);
      await ask(await connectTo(t, brokers, 2));
      assert.ok(await isOpen(asked), kind);
      await other.close();
      await assert.rejects(asked);
    }
    cluster.faults.plan(3, {kind: 'closed'}, {times: 1});
    await assert.rejects(ask(await connectTo(t, brokers, 1)));
    assert.equal((await ask(await connectTo(t, brokers, 1))).topics.length, 1);
  });
});

describe('the record of requests', () => {
  it('is bounded by number and by size, and goes on counting', () => {
    const wire = createWireLog();
    const entry = {at: 0, broker: 1, connection: 1, key: 3, version: 12, clientId: null, fields: {}};
    for (let n = 0; n < 6000; n += 1) wire.add({...entry, name: `${n}`}, 10);
    assert.deepEqual([wire.count, wire.all.length, wire.all[0]?.name], [6000, 5000, '1000']);
    for (let n = 0; n < 5; n += 1) wire.add({...entry, name: 'long'}, 1024 * 1024);
    assert.deepEqual(
      wire.all.map(({name}) => name),
      Array(4).fill('long'),
    );
  });

  it('holds each request with its broker, version, client and fields, and tells who listens', async t => {
    const {brokers, cluster} = await settingOf(t);
    const heard: string[] = [];
    const stop = cluster.wire.onRequest(({name, broker}) => heard.push(`${name} ${broker}`));
    await metadataV12.api.async(await connectTo(t, brokers, 2, 'me'), ['a'], false, false);
    stop();
    await ask(await connectTo(t, brokers, 1));
    const [first] = cluster.wire.of('Metadata');
    assert.deepEqual(heard, ['Metadata 2']);
    assert.equal(cluster.wire.count, 2);
    assert.deepEqual([first?.broker, first?.version, first?.clientId], [2, 12, 'me']);
    assert.deepEqual(first?.fields, {topics: [{topicId: null, name: 'a'}], allowAutoTopicCreation: false});
  });
});

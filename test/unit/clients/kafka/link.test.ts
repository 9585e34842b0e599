import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import {type TestContext, test} from 'node:test';
import {describeQuorum, listGroups, listOffsets, metadata} from '../../../../source/clients/kafka/apis.ts';
import {KafkaError} from '../../../../source/clients/kafka/kafka-error.ts';
import {until} from '../../../support/engine.ts';
import {clientFor, impatient, kafkaFor} from '../../../support/kafka.ts';

const all = [null, false, false] as [null, boolean, boolean];

const errorOf = async (asked: Promise<unknown>): Promise<KafkaError> => {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof KafkaError, `a KafkaError, not ${String(error)}`);
    return error;
  }
  return assert.fail('it should have failed');
};

/** A port of 127.0.0.1 where `answer` is written to whoever connects. */
const serve = async (t: TestContext, answer?: Buffer): Promise<string> => {
  const server = createServer(socket => {
    socket.on('error', () => {});
    if (answer) socket.on('data', () => socket.end(answer));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  t.after(() => server.close());
  assert.ok(address !== null && typeof address === 'object');
  return `127.0.0.1:${address.port}`;
};

test('a port where nobody listens refuses, and the sentence says so', async t => {
  const client = clientFor(t, ['127.0.0.1:1']);
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.equal(error.message, '127.0.0.1:1 refuses the connection: nothing listens there.');
  assert.deepEqual([error.why, error.reach], ['unreachable', 'refused']);
});

test('a name that does not resolve is told apart', async t => {
  const client = clientFor(t, ['kafka1.invalid:9092'], {connectTimeout: 5000});
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.equal(error.reach, 'unresolvable');
  assert.match(error.message, /kafka1\.invalid:9092/);
});

test('who takes the connection and says nothing is silent', async t => {
  const client = clientFor(t, [await serve(t)], impatient);
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.deepEqual([error.why, error.reach], ['timed-out', 'silent']);
});

test('a listener that answers in TLS is named as one', async t => {
  const handshakeFailure = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);
  const client = clientFor(t, [await serve(t, handshakeFailure)]);
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.match(error.message, /speaks TLS/);
  assert.equal(error.reach, 'refused');
});

test('a listener without TLS is named when TLS was asked for', async t => {
  const {bootstrap} = await kafkaFor(t, {brokers: 1});
  const client = clientFor(t, bootstrap, {security: {tls: {}, sasl: null}});
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.equal(error.reach, 'refused');
  assert.match(error.message, /does not speak TLS/);
});

test('who closes the connection at the login is told as that, in words that say what it may be', async t => {
  const sasl = {mechanism: 'PLAIN', username: 'student', password: 'secret'} as const;
  const client = clientFor(t, [await serve(t, Buffer.alloc(0))], {security: {tls: null, sasl}});
  const error = await errorOf(client.bootstrap[0]?.open() ?? Promise.resolve());
  assert.match(error.message, /closed the connection at the login: .*without SASL\.$/);
  assert.equal(error.reach, 'refused');
});

test('an answer with errors in it is an answer', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [{name: 'open'}, {name: 'secret'}]});
  cluster.faults.deny('topic', 'secret');
  const answer = await link(1).call(metadata, [['open', 'secret'], false, false]);
  assert.deepEqual(
    answer.topics.map(({name, errorCode}) => [name, errorCode]),
    [
      ['open', 0],
      ['secret', 29],
    ],
  );
});

test('a missed deadline costs the connection, and the next request makes another', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1}, impatient);
  cluster.faults.plan(metadata.key, {kind: 'silent'}, {times: 1});
  const error = await errorOf(link(1).call(metadata, all));
  assert.equal(error.reach, 'silent');
  assert.match(error.message, /did not answer within 1 s/);
  assert.equal(link(1).isOpen(), false);
  assert.equal((await link(1).call(metadata, all)).brokers.length, 1);
});

test('a broker that closes the connection is told as that, and is tried anew', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1});
  await link(1).call(metadata, all);
  cluster.faults.plan(metadata.key, {kind: 'closed'}, {times: 1});
  const error = await errorOf(link(1).call(metadata, all));
  assert.deepEqual([error.why, error.reach], ['unreachable', 'refused']);
  assert.match(error.message, /closed the connection\.$/);
  await link(1).call(metadata, all);
});

test('an answer that cannot be decoded speaks against the answer, not against the broker', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1, topics: [{name: 'orders', partitions: 9}]});
  cluster.faults.plan(metadata.key, {kind: 'garbled'}, {times: 1});
  const error = await errorOf(link(1).call(metadata, all));
  assert.deepEqual([error.why, error.reach], ['not-read', null]);
  await link(1).call(metadata, all);
});

test('a request that the broker does not know is never sent', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1});
  await link(1).open();
  assert.equal(link(1).supports(describeQuorum), false);
  const error = await errorOf(link(1).call(describeQuorum, [[]]));
  assert.deepEqual([error.why, error.reach], ['not-supported', null]);
  assert.equal(cluster.wire.of('DescribeQuorum').length, 0);
  assert.equal(link(1).isOpen(), true);
});

test('brokers before Kafka 2.1 are refused in a sentence', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1});
  cluster.faults.limitApi(metadata.key, 6);
  const error = await errorOf(link(1).open());
  assert.match(error.message, /older than Kafka 2\.1/);
  assert.equal(error.why, 'not-supported');
});

test('the newest version that both sides know is used', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1});
  cluster.faults.limitApi(listOffsets.key, 5);
  await link(1).call(listOffsets, [-1, 0, []]);
  await link(1).call(metadata, all);
  assert.equal(cluster.wire.of('ListOffsets')[0]?.version, 5);
  assert.equal(cluster.wire.of('Metadata')[0]?.version, 12);
});

test('one request of a kind is under way per connection; other kinds and channels do not wait', async t => {
  const {cluster, link} = await kafkaFor(t, {brokers: 1});
  await link(1).open();
  cluster.faults.plan(metadata.key, {kind: 'slow', ms: 100}, {times: 1});
  const first = link(1).call(metadata, all);
  const second = link(1).call(metadata, all);
  await until('the first is on its way', () => cluster.wire.of('Metadata').length === 1);
  await link(1).call(metadata, all, {channel: 'other'});
  assert.equal(cluster.wire.of('Metadata').length, 2, 'the second still waits for the first');
  await Promise.all([first, second]);
  assert.equal(cluster.wire.of('Metadata').length, 3);
});

test('closing ends what is under way at once', async t => {
  const {cluster, link, client} = await kafkaFor(t, {brokers: 1}, {deadline: 60_000, connectTimeout: 60_000});
  await link(1).open();
  cluster.faults.plan(listGroups.key, {kind: 'silent'});
  const asked = errorOf(link(1).call(listGroups, [[], []]));
  await until('the request is on its way', () => cluster.wire.of('ListGroups').length === 1);
  client.close();
  await asked;
  const silent = clientFor(t, [await serve(t)], {deadline: 60_000, connectTimeout: 60_000});
  const opening = errorOf(silent.bootstrap[0]?.open() ?? Promise.resolve());
  silent.close();
  await opening;
});

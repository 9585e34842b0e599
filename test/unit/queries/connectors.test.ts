import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {createConnectClient} from '../../../source/clients/connect/client.ts';
import {ConnectError} from '../../../source/clients/connect/failure.ts';
import {systemClock} from '../../../source/clock.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {readWorker, type WorkerRead} from '../../../source/queries/connectors.ts';
import {type Answers, connector, list, Status, startWorker} from '../../support/connect-worker.ts';

const readFrom = async (context: TestContext, answers: Answers): Promise<WorkerRead> => {
  const {url} = await startWorker(context, answers);
  return readWorker(createConnectClient({address: {name: 'cdc', url}, clock: systemClock, deadline: 2000}));
};

const failureOf = async (promise: Promise<unknown>): Promise<ConnectError> => {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ConnectError, String(error));
    return error;
  }
  throw new Error('it did not fail');
};

test('a worker without connectors answers: that is not unreachable', async context => {
  const {worker, missing} = await readFrom(context, {});
  assert.equal(worker.version, '3.9.2');
  assert.equal(worker.clusterId, 'cluster');
  assert.deepEqual(worker.connectors, []);
  assert.deepEqual(missing, []);
});

test('a worker tells its commit and its plugins, which are asked for once', async context => {
  const {url, requests, answers} = await startWorker(context, {
    '/connector-plugins': [
      {class: 'org.example.Source', type: 'source', version: '1.2'},
      {class: 'org.example.Sink', type: 'sink'},
    ],
  });
  const client = createConnectClient({address: {name: 'cdc', url}, clock: systemClock, deadline: 2000});
  const {worker} = await readWorker(client);
  assert.equal(worker.commit, 'x');
  assert.deepEqual(worker.plugins, [
    {className: 'org.example.Source', type: 'source', version: '1.2'},
    {className: 'org.example.Sink', type: 'sink', version: null},
  ]);
  delete answers['/connector-plugins'];
  assert.deepEqual((await readWorker(client, worker)).worker.plugins, worker.plugins);
  assert.equal(requests.filter(each => each === 'GET /connector-plugins').length, 1);
  const {worker: other, missing} = await readWorker(client);
  assert.ok(isUnknown(other.plugins), 'what it would not say is not none');
  assert.deepEqual(missing, []);
});

test('reads connectors with tasks, traces, topics and offsets, and masks their secrets', async context => {
  const {worker} = await readFrom(context, {
    [list]: {
      pg: connector('source', {
        'database.password': 'geheim',
        'database.user': 'postgres',
        'key.converter': 'Json',
      }),
      out: connector('sink', {topics: 'a, b'}, {tasks: [['RUNNING'], ['FAILED', 'java.lang.Boom']]}),
    },
    '/connectors/pg/topics': {pg: {topics: ['myserver.public.customers']}},
    '/connectors/pg/offsets': {
      offsets: [{partition: {server: 'myserver'}, offset: {lsn: 42, snapshot: 'last'}}],
    },
    '/connectors/out/topics': {out: {topics: []}},
    '/connectors/out/offsets': {
      offsets: [{partition: {kafka_topic: 'a', kafka_partition: 0}, offset: {kafka_offset: 7}}],
    },
  });
  const [out, pg] = worker.connectors;
  assert.equal(out?.health, 'degraded');
  assert.equal(out?.tasks[1]?.trace, 'java.lang.Boom');
  assert.deepEqual(out?.topics, ['a', 'b'], 'those of its configuration, as it has moved nothing yet');
  assert.deepEqual(out?.offsets, [{partition: 'a-0', offset: '7'}]);
  assert.deepEqual(pg?.config, {
    'database.password': '******',
    'database.user': 'postgres',
    'key.converter': 'Json',
  });
  assert.deepEqual(pg?.topics, ['myserver.public.customers']);
  assert.deepEqual(pg?.offsets, [{partition: 'server=myserver', offset: 'lsn=42 snapshot=last'}]);
});

test('an older worker has no offsets to tell, and nothing is missing for that', async context => {
  const {worker, missing} = await readFrom(context, {
    [list]: {one: connector('source', {})},
    '/connectors/one/topics': {one: {topics: ['t']}},
  });
  const offsets = worker.connectors[0]?.offsets;
  assert.ok(isUnknown(offsets) && offsets.unknown === 'not-supported');
  assert.deepEqual(missing, []);
});

test('what one connector will not tell leaves the rest of the worker', async context => {
  const {worker, missing} = await readFrom(context, {
    [list]: {one: connector('source', {})},
    '/connectors/one/topics': new Status(500, 'Request timed out'),
    '/connectors/one/offsets': 'hang',
  });
  assert.equal(worker.connectors.length, 1);
  assert.deepEqual(
    missing.map(({path, why}) => [path, why]),
    [
      ['topics of connector one', 'not-read'],
      ['offsets of connector one', 'timed-out'],
    ],
  );
});

test('says why a worker cannot be read', async context => {
  const read = (answers: Answers): Promise<ConnectError> => failureOf(readFrom(context, answers));
  assert.equal((await read({[list]: 'hang'})).why, 'timed-out');
  assert.match((await read({'/': '<html>'})).sentence, /something that is not JSON\.$/);
  assert.match((await read({'/': {}})).sentence, /does not answer as a Connect worker\.$/);
  assert.equal((await read({[list]: new Status(401, 'who are you')})).why, 'not-authorised');
  const nobody = createConnectClient({
    address: {name: 'cdc', url: 'http://127.0.0.1:1024'},
    clock: systemClock,
  });
  const error = await failureOf(readWorker(nobody));
  assert.equal(error.why, 'unreachable');
  assert.match(error.sentence, /^Connect worker cdc \(http:\/\/127\.0\.0\.1:1024\) refuses/);
});

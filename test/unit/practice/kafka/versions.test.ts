import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {apiVersionsV3, type Connection} from '@platformatic/kafka';
import {rangeOf} from '../../../../source/practice/kafka/api.ts';
import {apis} from '../../../../source/practice/kafka/apis/index.ts';
import {questions, type RequestVersion, requestVersions} from '../../../support/kafka-requests.ts';
import {answerOf, brokersFor, connectTo} from './connect.ts';

/** Sends a request of the library's, and reads the answer with the library to its last byte. */
const ask = (
  connection: Connection,
  {createRequest, parseResponse, api}: RequestVersion,
  args: readonly unknown[],
) => {
  const flexible = apis.find(({key}) => key === api.key)?.flexible ?? 0;
  const isFlexible = api.version >= flexible;
  return answerOf(
    new Promise<unknown>((resolve, reject) => {
      connection.send(
        api.key,
        api.version,
        () => Reflect.apply(createRequest, undefined, args),
        (id, key, version, reader) => {
          try {
            return parseResponse(id, key, version, reader);
          } finally {
            assert.equal(reader.remaining, 0, 'bytes are left over');
          }
        },
        isFlexible,
        isFlexible && api.key !== 18,
        (error, answer) => (error ? reject(error) : resolve(answer)),
      );
    }),
  );
};

/** Requests that the client library does not have: they are asked in files of their own. */
const notThere = ['ElectLeaders'];

describe('every version of every API', () => {
  for (const api of apis.filter(({name}) => !notThere.includes(name))) {
    const [min, max] = api.versions;
    it(`${api.name} ${min}-${max} is read and answered to the last byte`, async t => {
      const brokers = await brokersFor(t, {
        brokers: 1,
        mode: api.only ?? 'zookeeper',
        topics: [{name: 'orders', partitions: 2, records: {0: 3}}],
        groups: [
          {id: 'seeded', members: [{id: 'm1', assignment: {orders: [0]}}], committed: {orders: {0: 1}}},
          {id: 'empty', members: []},
        ],
      });
      const connection = await connectTo(t, brokers);
      const tried: number[] = [];
      for (const version of requestVersions.filter(each => each.api.key === api.key)) {
        const number = version.api.version;
        if (number < min || number > max) continue;
        const answer = await ask(connection, version, questions[api.name]?.(number) ?? []);
        assert.ok(answer, `version ${number}`);
        tried.push(number);
      }
      assert.deepEqual(
        tried.sort((a, b) => a - b),
        Array.from({length: max - min + 1}, (_, n) => min + n),
      );
      assert.deepEqual(
        brokers.cluster.wire.all.map(({name}) => name).filter(name => name !== api.name),
        [],
      );
    });
  }

  it('names Produce from version 0, as Kafka 4 does, for clients that look for it there', async t => {
    const connection = await connectTo(t, await brokersFor(t, {brokers: 1}));
    const {apiKeys} = await apiVersionsV3.api.async(connection, 'test', '1');
    assert.deepEqual(
      apiKeys.filter(({apiKey}) => apiKey === 0).map(({minVersion, maxVersion}) => [minVersion, maxVersion]),
      [[0, 11]],
    );
  });

  it('offers no API that the kind of cluster does not have', async t => {
    const {cluster} = await brokersFor(t, {brokers: 1, mode: 'zookeeper'});
    const kraft = await brokersFor(t, {brokers: 1, mode: 'kraft'});
    const quorum = apis.filter(({name}) => name === 'DescribeQuorum');
    assert.deepEqual(
      quorum.map(api => rangeOf(api, cluster)),
      [undefined],
    );
    assert.deepEqual(
      quorum.map(api => rangeOf(api, kraft.cluster)),
      [[0, 2]],
    );
  });
});

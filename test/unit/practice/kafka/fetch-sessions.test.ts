import assert from 'node:assert/strict';
import {it} from 'node:test';
import {fetchV12} from '@platformatic/kafka';
import {answerOf, brokersFor, connectTo} from './connect.ts';

it('no fetch session is given, one that goes on is refused, and a fetch that names all it wants is served', async t => {
  const brokers = await brokersFor(t, {brokers: 1, topics: [{name: 'a', partitions: 1, records: {0: 2}}]});
  const connection = await connectTo(t, brokers);
  const where = {currentLeaderEpoch: -1, fetchOffset: 0n, lastFetchedEpoch: -1, partitionMaxBytes: 1e6};
  const wanted = [{topicId: 'a', partitions: [{partition: 0, ...where}]}];
  const ask = async (sessionId: number, epoch: number) => {
    const asked = fetchV12.api.async(connection, 0, 1, 1e6, 0, sessionId, epoch, wanted, [], '');
    const {errorCode, sessionId: given, responses} = await answerOf(asked);
    return {errorCode, given, partitions: responses.length};
  };
  const served = {errorCode: 0, given: 0, partitions: 1};
  const notFound = {errorCode: 70, given: 0, partitions: 0};
  // Without a session, and as the first of one.
  assert.deepEqual(await ask(0, -1), served);
  assert.deepEqual(await ask(0, 0), served);
  // The next of one that somebody else gave; then its last, and the first of another in its place.
  assert.deepEqual(await ask(7, 1), notFound);
  assert.deepEqual(await ask(0, 1), notFound);
  assert.deepEqual(await ask(7, -1), served);
  assert.deepEqual(await ask(7, 0), served);
});

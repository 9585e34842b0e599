import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {parseAddress} from '../../source/clients/kafka/address.ts';
import {createKafkaClient, type KafkaClient} from '../../source/clients/kafka/client.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {askMetadata} from '../../source/queries/any-metadata.ts';
import {runContract} from '../support/contract/suite.ts';

const nobody = '127.0.0.1:1';

const clientOf = (t: TestContext, ...bootstrap: readonly string[]): KafkaClient => {
  const client = createKafkaClient({
    bootstrap: bootstrap.map(parseAddress),
    security: plaintext,
    clock: systemClock,
    deadline: 15_000,
    connectTimeout: 15_000,
  });
  t.after(() => client.close());
  return client;
};

runContract('metadata of any broker', contract => {
  contract('the one that lives answers, however many do not', async ({target}, t) => {
    const client = clientOf(t, nobody, target.bootstrap[1] ?? '');
    const {metadata, link, took} = await askMetadata(client, {known: []});
    assert.equal(metadata.brokers.length, 2);
    assert.equal(link.name, target.bootstrap[1]);
    assert.ok(took >= 0);
  });

  contract('where none answers it says so, with the first reason', async (_hand, t) => {
    const failure = {name: 'KafkaError', why: 'unreachable', reach: 'refused'};
    await assert.rejects(askMetadata(clientOf(t, nobody), {known: []}), failure);
    await assert.rejects(askMetadata(clientOf(t, nobody, '127.0.0.1:2'), {known: []}), {
      ...failure,
      message: /^No broker answers\. 127\.0\.0\.1:\d refuses the connection/,
    });
  });
});

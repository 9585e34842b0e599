import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Address} from '../../../../source/clients/kafka/address.ts';
import type {KafkaClient} from '../../../../source/clients/kafka/client.ts';
import {KafkaError} from '../../../../source/clients/kafka/kafka-error.ts';
import type {Link} from '../../../../source/clients/kafka/link.ts';
import type {Clock} from '../../../../source/clock.ts';
import {createRoster} from '../../../../source/feeds/kafka/roster.ts';
import {createFakeClock, settle} from '../../../support/clock.ts';

const address: Address = {host: 'localhost', port: 29_092};

/** A client whose only broker answers a ping, or refuses it. */
const brokerThat = (clock: Clock, answers: () => boolean): KafkaClient => {
  const link: Link = {
    address,
    name: 'localhost:29092',
    open: () => Promise.resolve(),
    ping: () =>
      answers()
        ? Promise.resolve()
        : Promise.reject(new KafkaError('unreachable', 'localhost:29092 refuses.', 'refused')),
    isOpen: answers,
    supports: () => true,
    call: () => Promise.reject(new Error('nothing is called here')),
    close() {},
  };
  return {clock, bootstrap: [link], link: () => link, channel: purpose => purpose, close() {}};
};

test('a broker that registers again is asked at once, whatever pause was left', async () => {
  const clock = createFakeClock();
  let isUp = true;
  const results: string[] = [];
  const roster = createRoster({
    client: brokerThat(clock, () => isUp),
    clock,
    onProbe: (_broker, {result}) => results.push(result),
  });
  const register = (isRegistered: boolean): void => roster.set(new Map([[1, {...address, isRegistered}]]));
  register(true);
  roster.confirm(1, 1);
  isUp = false;
  roster.drop(1, new KafkaError('unreachable', 'localhost:29092 refuses.', 'refused'));
  register(false);
  await clock.advance(20_000);
  assert.equal(results.at(-1), 'refused');
  isUp = true;
  register(true);
  await settle();
  assert.equal(results.at(-1), 'answers');
  assert.deepEqual(
    roster.members().map(({id}) => id),
    [1],
  );
  roster.close();
  assert.equal(clock.pending(), 0);
});

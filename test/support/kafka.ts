import type {TestContext} from 'node:test';
import {parseAddress} from '../../source/clients/kafka/address.ts';
import {
  createKafkaClient,
  type KafkaClient,
  type KafkaClientOptions,
} from '../../source/clients/kafka/client.ts';
import type {Link} from '../../source/clients/kafka/link.ts';
import {plaintext} from '../../source/clients/kafka/security.ts';
import {systemClock} from '../../source/clock.ts';
import {startBrokers, type TestBrokers, type TestBrokersOptions} from './brokers.ts';

export interface TestKafka extends TestBrokers {
  readonly client: KafkaClient;
  /** The client's link to a broker. */
  link(id: number): Link;
}

/** Deadlines (ms) for a client that meets a silent broker: its test waits for them to end. */
export const impatient = {deadline: 1000, connectTimeout: 1000} as const;

/** A client that ends with the test. A machine may be slow: its deadlines are long. */
export const clientFor = (
  t: TestContext,
  bootstrap: readonly string[],
  options: Partial<KafkaClientOptions> = {},
): KafkaClient => {
  const client = createKafkaClient({
    bootstrap: bootstrap.map(parseAddress),
    security: plaintext,
    clock: systemClock,
    deadline: 10_000,
    connectTimeout: 10_000,
    ...options,
  });
  t.after(() => client.close());
  return client;
};

/** Brokers and a client to them, which end with the test. */
export const kafkaFor = async (
  t: TestContext,
  options: TestBrokersOptions = {},
  clientOptions: Partial<KafkaClientOptions> = {},
): Promise<TestKafka> => {
  const brokers = await startBrokers(options);
  t.after(() => brokers.close());
  const client = clientFor(t, brokers.bootstrap, clientOptions);
  return {
    ...brokers,
    client,
    link: id => client.link({host: '127.0.0.1', port: brokers.cluster.brokers.get(id)?.port ?? 0}),
  };
};

import type {TestContext} from 'node:test';
import {Connection, ResponseError} from '@platformatic/kafka';
import {startBrokers, type TestBrokers, type TestBrokersOptions} from '../../../support/brokers.ts';

/** Brokers that end with the test. */
export const brokersFor = async (t: TestContext, options: TestBrokersOptions = {}): Promise<TestBrokers> => {
  const brokers = await startBrokers(options);
  t.after(() => brokers.close());
  return brokers;
};

/** A connection to one broker that ends with the test. */
export const connectTo = async (
  t: TestContext,
  {cluster}: TestBrokers,
  broker = 1,
  clientId = 'test',
): Promise<Connection> => {
  const connection = new Connection(clientId, {connectTimeout: 2000, requestTimeout: 10_000});
  t.after(() => connection.close());
  await connection.connect('127.0.0.1', cluster.brokers.get(broker)?.port ?? 0);
  return connection;
};

/** The answer, also where it carries errors, which the client throws with the answer in it. */
export const answerOf = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ResponseError) return error.response;
    throw error;
  }
};

/** Whether a promise is still open when everything that is already decided has run. */
export const isOpen = async (promise: Promise<unknown>): Promise<boolean> => {
  const open = Symbol('open');
  const later = new Promise(resolve => setImmediate(() => resolve(open)));
  return (await Promise.race([promise.catch(() => null), later])) === open;
};

import {test} from 'node:test';
import {ProduceAcks, Producer} from '@platformatic/kafka';
import {Kafka, logLevel} from 'kafkajs';
import {failOver, topic} from '../support/exchange/failover.ts';

test('an idempotent producer of kafkajs loses and doubles nothing while leaders are killed', context =>
  failOver(context, {variant: 'zookeeper', isTwice: true}, async bootstrap => {
    const kafka = new Kafka({
      brokers: [...bootstrap],
      logLevel: logLevel.NOTHING,
      retry: {initialRetryTime: 100, maxRetryTime: 500, retries: 100},
    });
    const producer = kafka.producer({idempotent: true, maxInFlightRequests: 1});
    await producer.connect();
    let sending: Promise<unknown> = Promise.resolve();
    return {
      send(values) {
        const messages = values.map(value => ({partition: 0, value}));
        sending = sending.then(() => producer.send({topic, acks: -1, messages}));
        // It is told at the end.
        sending.catch(() => {});
      },
      end: () => sending,
      abort: () => void producer.disconnect(),
    };
  }));

test('an idempotent producer of platformatic loses and doubles nothing while leaders are killed', context =>
  failOver(context, {variant: 'kraft', isTwice: true}, async bootstrap => {
    const producer = new Producer({
      clientId: 'failover',
      bootstrapBrokers: [...bootstrap],
      idempotent: true,
      retries: 1000,
      retryDelay: 100,
      timeout: 30_000,
    });
    let sending: Promise<unknown> = Promise.resolve();
    return {
      send(values) {
        const messages = values.map(value => ({topic, partition: 0, value: Buffer.from(value)}));
        sending = sending.then(() => producer.send({acks: ProduceAcks.ALL, messages}));
        // It is told at the end.
        sending.catch(() => {});
      },
      end: () => sending,
      abort: () => void producer.close(true),
    };
  }));

import type {Kafka, SASLOptions} from 'kafkajs';
import {calmKafkajs} from '../../calm-kafkajs.ts';
import type {Sasl, Security} from '../../clients/kafka/security.ts';
import type {Cord} from './cord.ts';

export interface KafkajsOptions {
  /** `host:port` of brokers to begin with. */
  readonly bootstrap: readonly string[];
  readonly security: Security;
  readonly clientId: string;
  readonly cord: Cord;
}

const saslOf = ({mechanism, username, password}: Sasl): SASLOptions => {
  switch (mechanism) {
    case 'PLAIN':
      return {mechanism: 'plain', username, password};
    case 'SCRAM-SHA-256':
      return {mechanism: 'scram-sha-256', username, password};
    case 'SCRAM-SHA-512':
      return {mechanism: 'scram-sha-512', username, password};
  }
};

/** A client of kafkajs that says nothing by itself. It is loaded at the first use: nothing else of the monitor needs it. */
export const openKafkajs = async ({bootstrap, security, clientId, cord}: KafkajsOptions): Promise<Kafka> => {
  const {default: kafkajs} = await import('kafkajs');
  calmKafkajs();
  return new kafkajs.Kafka({
    clientId,
    brokers: [...bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 1500,
    requestTimeout: 10_000,
    retry: {initialRetryTime: 300, retries: 3},
    socketFactory: cord.open,
    ...(security.tls ? {ssl: security.tls} : {}),
    ...(security.sasl ? {sasl: saslOf(security.sasl)} : {}),
  });
};

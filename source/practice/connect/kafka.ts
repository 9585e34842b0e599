import {Kafka, logLevel} from 'kafkajs';
import type {Sockets} from './sockets.ts';

/** A client of the lab's brokers, silent, on sockets that can be frozen and cut. */
export const kafkaClient = (clientId: string, bootstrap: readonly string[], sockets: Sockets): Kafka =>
  new Kafka({
    clientId,
    brokers: [...bootstrap],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    retry: {initialRetryTime: 300, maxRetryTime: 3000, retries: 5},
    socketFactory: ({host, port, onConnect}) => sockets.open({host, port, onConnect}),
  });

/** What Kafka says of a request that no retry will help: the exception, and its words. */
const fatal: Readonly<Record<string, readonly [className: string, message: (topic: string) => string]>> = {
  INVALID_TOPIC_EXCEPTION: ['InvalidTopicException', topic => `Invalid topics: [${topic}]`],
  MESSAGE_TOO_LARGE: [
    'RecordTooLargeException',
    () => 'The request included a message larger than the max message size the server will accept.',
  ],
  RECORD_LIST_TOO_LARGE: [
    'RecordBatchTooLargeException',
    () => 'The request included message batch larger than the configured segment size on the server.',
  ],
  TOPIC_AUTHORIZATION_FAILED: [
    'TopicAuthorizationException',
    topic => `Not authorized to access topics: [${topic}]`,
  ],
};

/** The Java exception of a send that cannot succeed; null for one that is worth trying again. */
export const fatalOf = (error: unknown, topic: string): {className: string; message: string} | null => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const found = 'type' in cause && typeof cause.type === 'string' ? fatal[cause.type] : undefined;
    if (found) return {className: `org.apache.kafka.common.errors.${found[0]}`, message: found[1](topic)};
  }
  return null;
};

/** `max.request.size` of the real worker's producer (bytes). */
const largestRequest = 1_048_576;
/** What a record takes beside its key and value (bytes). */
const recordOverhead = 88;

/** The Java exception of a record that the producer does not even send; null for one that it does. */
export const tooLarge = (
  key: Buffer | null,
  value: Buffer | null,
): {className: string; message: string} | null => {
  const size = (key?.length ?? 0) + (value?.length ?? 0) + recordOverhead;
  return size <= largestRequest
    ? null
    : {
        className: 'org.apache.kafka.common.errors.RecordTooLargeException',
        message: `The message is ${size} bytes when serialized which is larger than ${largestRequest}, which is the value of the max.request.size configuration.`,
      };
};

/*
  A member of a group, as a process of its own that can be killed: kafkajs or platformatic, bootstrap servers, topic,
  group, session timeout (ms). It prints the partition and offset of each record, and ends with its input.
*/
import {Consumer} from '@platformatic/kafka';
import {Kafka, logLevel} from 'kafkajs';

const [client = '', servers = '', topic = '', groupId = '', session = ''] = process.argv.slice(2);
const sessionTimeout = Number(session);
const heartbeatInterval = sessionTimeout / 10;
const brokers = servers.split(',');

process.stdin.on('end', () => process.exit()).resume();

const say = (partition: number, offset: bigint | string): void =>
  void process.stdout.write(`${partition} ${offset}\n`);

const runKafkajs = async (): Promise<void> => {
  const kafka = new Kafka({clientId: 'member', brokers, logLevel: logLevel.NOTHING});
  const consumer = kafka.consumer({groupId, sessionTimeout, heartbeatInterval, maxWaitTimeInMs: 200});
  await consumer.connect();
  await consumer.subscribe({topic, fromBeginning: true});
  await consumer.run({
    autoCommitInterval: 100,
    eachMessage: async ({partition, message}) => say(partition, message.offset),
  });
};

const runPlatformatic = async (): Promise<void> => {
  const consumer = new Consumer({
    clientId: 'member',
    bootstrapBrokers: brokers,
    groupId,
    sessionTimeout,
    heartbeatInterval,
    maxWaitTime: 200,
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: 100,
  });
  for await (const {partition, offset} of stream) say(partition, offset);
};

await (client === 'kafkajs' ? runKafkajs() : runPlatformatic());

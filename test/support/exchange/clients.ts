import {Consumer, ProduceAcks, Producer} from '@platformatic/kafka';
import {CompressionTypes, Kafka, logLevel, Partitioners} from 'kafkajs';
import {type Exchanged, gather, type Lines} from './records.ts';

export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof codecs)[number];

/** Writes records to a topic, and reads so many from its beginning, over the wire. */
export interface ExchangeClient {
  readonly name: string;
  readonly codecs: readonly Codec[];
  /** What it can write of a record; a timestamp of 0 is the moment of writing. All of it without this. */
  carries?(record: Exchanged): Exchanged;
  write(
    bootstrap: readonly string[],
    topic: string,
    codec: Codec,
    records: readonly Exchanged[],
  ): Promise<void>;
  read(bootstrap: readonly string[], topic: string, count: number): Promise<Lines>;
}

const recordsPerRequest = 3000;

const chunksOf = (records: readonly Exchanged[]): readonly (readonly Exchanged[])[] =>
  Array.from({length: Math.ceil(records.length / recordsPerRequest)}, (_, n) =>
    records.slice(n * recordsPerRequest, (n + 1) * recordsPerRequest),
  );

const kafkaOf = (bootstrap: readonly string[]): Kafka =>
  new Kafka({clientId: 'exchange', brokers: [...bootstrap], logLevel: logLevel.NOTHING});

export const kafkajs: ExchangeClient = {
  name: 'kafkajs',
  codecs: ['none', 'gzip'],
  async write(bootstrap, topic, codec, records) {
    const producer = kafkaOf(bootstrap).producer({createPartitioner: Partitioners.DefaultPartitioner});
    await producer.connect();
    try {
      const compression = codec === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
      for (const chunk of chunksOf(records))
        await producer.send({
          topic,
          compression,
          messages: chunk.map(({timestamp, headers, ...rest}) => ({
            ...rest,
            timestamp: String(timestamp),
            headers: Object.fromEntries(headers),
          })),
        });
    } finally {
      await producer.disconnect();
    }
  },
  async read(bootstrap, topic, count) {
    const consumer = kafkaOf(bootstrap).consumer({groupId: `kafkajs-${topic}`, maxWaitTimeInMs: 100});
    const {all, add} = gather(count);
    try {
      await consumer.connect();
      await consumer.subscribe({topic, fromBeginning: true});
      await consumer.run({
        eachBatch: async ({batch: {partition, messages}}) => {
          for (const {offset, timestamp, key, value, headers = {}} of messages)
            add(Number(offset), {
              partition,
              timestamp: Number(timestamp),
              key: key?.toString() ?? null,
              value: value?.toString() ?? null,
              headers: Object.entries(headers).map(([name, text]) => [name, String(text)]),
            });
        },
      });
      return await all;
    } finally {
      await consumer.disconnect();
    }
  },
};

export const platformatic: ExchangeClient = {
  name: 'platformatic',
  codecs,
  async write(bootstrap, topic, compression, records) {
    const producer = new Producer({clientId: 'exchange', bootstrapBrokers: [...bootstrap], compression});
    try {
      for (const chunk of chunksOf(records))
        await producer.send({
          acks: ProduceAcks.ALL,
          messages: chunk.map(({partition, timestamp, key, value, headers}) => ({
            topic,
            partition,
            timestamp: BigInt(timestamp),
            headers: new Map(headers.map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
            ...(key !== null && {key: Buffer.from(key)}),
            ...(value !== null && {value: Buffer.from(value)}),
          })),
        });
    } finally {
      await producer.close();
    }
  },
  async read(bootstrap, topic, count) {
    const consumer = new Consumer({
      clientId: 'exchange',
      bootstrapBrokers: [...bootstrap],
      groupId: `platformatic-${topic}`,
      maxWaitTime: 100,
    });
    const {all, add} = gather(count);
    try {
      const stream = await consumer.consume({topics: [topic], mode: 'earliest', autocommit: false});
      for await (const {partition, offset, timestamp, key, value, headerEntries} of stream) {
        const isAll = add(Number(offset), {
          partition,
          timestamp: Number(timestamp),
          key: key?.toString() ?? null,
          value: value?.toString() ?? null,
          headers: headerEntries.map(([name, text]) => [String(name), String(text)]),
        });
        if (isAll) break;
      }
      return await all;
    } finally {
      await consumer.close(true);
    }
  },
};

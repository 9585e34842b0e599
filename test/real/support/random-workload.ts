import {type Consumer, Kafka, logLevel} from 'kafkajs';
import {inContainer, run, until} from '../support.ts';
import {createTopic, deleteTopics, describeGroups, readOffsets, tool} from './kafka-tools.ts';
import type {Random} from './random.ts';

/** Everything that these tests make has this prefix. */
export const prefix = 'random-';
const own = new RegExp(`${prefix}.*`);

export interface RandomWorkload {
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  /** Takes away all that was made. */
  remove(): Promise<void>;
}

interface MadeTopic {
  readonly name: string;
  /** Records written to each partition. */
  readonly records: readonly number[];
}

/** Each record has a key of its own: a compacted topic takes none without, and has nothing to remove. */
const write = (bootstrap: string, topic: string, partition: number, count: number): Promise<string> =>
  run([
    ...['sh', '-c'],
    `seq -f %.0f:value ${count} | kcat -P -K: -b ${bootstrap} -t ${topic} -p ${partition} -X acks=all`,
  ]);

const makeTopic = async (random: Random, bootstrap: string, index: number): Promise<MadeTopic> => {
  const name = `${prefix}topic-${index}`;
  const isAlone = random.between(1, 3) === 1;
  const choices = isAlone
    ? [[1], [2]]
    : [
        [1, 2],
        [2, 1],
      ];
  const replicas = Array.from({length: random.between(1, 5)}, () => random.pick(choices));
  await createTopic(
    name,
    replicas,
    random.pick([[], isAlone ? [] : ['min.insync.replicas=2'], ['cleanup.policy=compact']]),
  );
  const records = replicas.map(() => random.pick([0, random.between(1, 40), random.between(100, 3000)]));
  for (const [partition, count] of records.entries())
    if (count > 0) await write(bootstrap, name, partition, count);
  return {name, records};
};

/** Deletes the oldest records of some partitions, so that not every log begins at 0. */
const deleteSome = async (random: Random, topics: readonly MadeTopic[]): Promise<void> => {
  const partitions = topics.flatMap(({name: topic, records}) =>
    records.flatMap((count, partition) =>
      count > 1 && random.between(1, 3) === 1 ? [{topic, partition, offset: random.between(1, count)}] : [],
    ),
  );
  const plan = JSON.stringify({version: 1, partitions});
  await inContainer('kafka1', 'sh', '-c', `printf '%s' '${plan}' > /tmp/delete.json`);
  // A compacted topic refuses, and keeps what it has.
  await tool('delete-records', ['--offset-json-file', '/tmp/delete.json']).catch(() => {});
  await inContainer('kafka1', 'rm', '/tmp/delete.json');
};

/** Gives a group committed offsets, as `topic,partition,offset`. The tool moves them up to where the log begins. */
const commit = async (group: string, offsets: readonly string[]): Promise<void> => {
  await inContainer('kafka1', 'sh', '-c', `printf '%s\\n' ${offsets.join(' ')} > /tmp/offsets.csv`);
  const flags = ['--group', group, '--reset-offsets', '--from-file', '/tmp/offsets.csv', '--execute'];
  await tool('consumer-groups', flags);
  await inContainer('kafka1', 'rm', '/tmp/offsets.csv');
};

/** A random workload that stands still once this resolves: topics, groups with commits, one group with members. */
export const makeWorkload = async (random: Random, bootstrap: readonly string[]): Promise<RandomWorkload> => {
  const kafka = new Kafka({clientId: prefix, brokers: [...bootstrap], logLevel: logLevel.NOTHING});
  const admin = kafka.admin();
  const consumers: Consumer[] = [];
  const groups: string[] = [];
  const remove = async (): Promise<void> => {
    await Promise.all(consumers.map(consumer => consumer.disconnect()));
    const there = (await admin.listGroups()).groups.map(({groupId}) => groupId);
    await admin.deleteGroups(there.filter(id => id.startsWith(prefix))).catch(() => {});
    await admin.disconnect();
    await deleteTopics(own);
  };
  await admin.connect();
  try {
    const topics: MadeTopic[] = [];
    for (let index = random.between(2, 4); index >= 0; index--)
      topics.push(await makeTopic(random, bootstrap.join(), index));
    await deleteSome(random, topics);
    for (let index = random.between(1, 4); index >= 0; index--) {
      const groupId = `${prefix}group-${index}`;
      const read = topics.filter((_, place) => place === index % topics.length || random.between(0, 1) === 1);
      await commit(
        groupId,
        read.flatMap(({name, records}) =>
          records.flatMap((count, partition) =>
            partition === 0 || random.between(0, 2) > 0
              ? [`${name},${partition},${random.between(0, count)}`]
              : [],
          ),
        ),
      );
      groups.push(groupId);
    }
    const live = `${prefix}live`;
    const [first] = topics;
    const reads = topics.slice(0, 2).map(({name}) => name);
    await Promise.all(
      Array.from({length: random.between(1, 3)}, async () => {
        const consumer = kafka.consumer({
          groupId: live,
          sessionTimeout: 30_000,
          heartbeatInterval: 500,
          maxWaitTimeInMs: 500,
        });
        consumers.push(consumer);
        await consumer.connect();
        await consumer.subscribe({topics: reads, fromBeginning: true});
        await consumer.run({autoCommitInterval: 200, eachMessage: async () => {}});
      }),
    );
    groups.push(live);
    const starts = await readOffsets('earliest', own);
    await until(
      'the live group has read everything',
      async () => (await describeGroups()).filter(({group}) => group === live),
      rows =>
        rows.length === topics.slice(0, 2).flatMap(({records}) => records).length &&
        // Where nothing is left to read, nothing is committed.
        rows.every(
          ({topic, partition, lag, end, member}) =>
            member !== null && (lag === 0 || end === starts.get(`${topic}-${partition}`)),
        ),
    );
    for (const consumer of consumers) consumer.pause(reads.map(topic => ({topic})));
    if (first) await write(bootstrap.join(), first.name, 0, random.between(1, 500));
    return {topics: topics.map(({name}) => name), groups, remove};
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
};

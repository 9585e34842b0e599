import {inContainer, realLab, run, until} from '../support.ts';

/** One of Kafka's own tools, in the container of a broker. */
export const tool = (name: string, args: readonly string[], container = 'kafka1'): Promise<string> =>
  inContainer(container, `kafka-${name}`, '--bootstrap-server', 'localhost:9092', ...args);

/**
 * A command line of Kafka's tools as it is shown to the user, run where those tools are: inside a broker's container,
 * where the brokers have other addresses.
 */
export const runLine = (line: string): Promise<string> =>
  inContainer(
    'kafka1',
    'bash',
    '-c',
    line.replace(/--bootstrap-server \S+/, '--bootstrap-server localhost:9092'),
  );

const ids = (list: string | undefined): readonly number[] =>
  (list ?? '') === '' ? [] : (list ?? '').split(',').map(Number);

const idOf = (text: string | undefined): number | null => (/^\d+$/.test(text ?? '') ? Number(text) : null);

export interface DescribedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** What `kafka-topics --describe` prints, a partition an entry; those of one topic only where one is named. */
export const describeTopics = async (topic?: string, container?: string): Promise<DescribedPartition[]> => {
  const printed = await tool(
    'topics',
    ['--describe', ...(topic === undefined ? [] : ['--topic', topic])],
    container,
  );
  return printed.split('\n').flatMap(line => {
    const found = /^\tTopic: (\S+)\tPartition: (\d+)\tLeader: (\S+)\tReplicas: ([\d,]*)\tIsr: ([\d,]*)/.exec(
      line,
    );
    if (!found) return [];
    const [, name = '', partition, leader, replicas, isr] = found;
    return [
      {
        topic: name,
        partition: Number(partition),
        leader: idOf(leader),
        replicas: ids(replicas),
        isr: ids(isr),
      },
    ];
  });
};

/** What `kafka-get-offsets` prints: `topic:partition:offset`. */
export const readOffsets = async (
  time: 'earliest' | 'latest',
  topics: RegExp,
): Promise<ReadonlyMap<string, number>> => {
  const printed = await tool('get-offsets', ['--time', time, '--topic', topics.source]);
  return new Map(
    printed
      .trim()
      .split('\n')
      .map(line => {
        const [topic, partition, offset] = line.split(':');
        return [`${topic}-${partition}`, Number(offset)];
      }),
  );
};

export interface DescribedGroupPartition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly committed: number | null;
  readonly end: number | null;
  readonly lag: number | null;
  readonly member: string | null;
}

/** What `kafka-consumer-groups --describe` prints of all groups, or of the one that is named. */
export const describeGroups = async (only?: string): Promise<readonly DescribedGroupPartition[]> => {
  const which = only === undefined ? ['--all-groups'] : ['--group', only];
  const printed = await tool('consumer-groups', ['--describe', ...which, '--timeout', '10000']);
  return printed.split('\n').flatMap(line => {
    const [group = '', topic = '', partition, committed, end, lag, member] = line.trim().split(/\s+/);
    if (group === 'GROUP' || !/^\d+$/.test(partition ?? '')) return [];
    return [
      {
        group,
        topic,
        partition: Number(partition),
        committed: idOf(committed),
        end: idOf(end),
        lag: idOf(lag),
        member: member === '-' ? null : (member ?? null),
      },
    ];
  });
};

/** The state of each group, and how many members it has, as `kafka-consumer-groups --state` prints them. */
export const describeStates = async (): Promise<
  ReadonlyMap<string, {readonly coordinator: number; readonly state: string; readonly members: number}>
> => {
  const printed = await tool('consumer-groups', ['--describe', '--all-groups', '--state']);
  return new Map(
    printed.split('\n').flatMap(line => {
      const found = /^(\S+)\s+\S+\s+\((\d+)\).*\s([A-Z]\w+)\s+(\d+)\s*$/.exec(line);
      if (!found) return [];
      const [, group = '', coordinator, state = '', members] = found;
      return [[group, {coordinator: Number(coordinator), state, members: Number(members)}] as const];
    }),
  );
};

interface KcatTopics {
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {readonly leader: number}[];
  }[];
}

/**
 * Makes a topic with these replicas for each of its partitions; the first of them is to lead. It is there once each
 * broker names its leaders: a client gives up at one that has not heard of it yet.
 */
export const createTopic = async (
  topic: string,
  replicas: readonly (readonly number[])[],
  configs: readonly string[] = [],
): Promise<void> => {
  const assignment = replicas.map(each => each.join(':')).join(',');
  const flags = configs.flatMap(config => ['--config', config]);
  await tool('topics', ['--create', '--topic', topic, '--replica-assignment', assignment, ...flags]);
  for (const broker of realLab().bootstrap)
    await until(
      `${broker} names the leaders of ${topic}`,
      async () => {
        const {topics}: KcatTopics = JSON.parse(await run(['kcat', '-L', '-J', '-m', '5', '-b', broker]));
        return topics.find(each => each.topic === topic)?.partitions.map(({leader}) => leader) ?? [];
      },
      leaders => leaders.length === replicas.length && leaders.every(leader => leader > 0),
    );
};

export const deleteTopics = async (pattern: RegExp): Promise<void> => {
  await tool('topics', ['--delete', '--if-exists', '--topic', pattern.source]);
};

/** Gives every partition back to its preferred leader. */
export const electPreferred = async (): Promise<void> => {
  await tool('leader-election', ['--election-type', 'preferred', '--all-topic-partitions']);
};

/** Moves one partition to these brokers, and waits until it is there. */
export const reassign = async (
  topic: string,
  partition: number,
  replicas: readonly number[],
): Promise<void> => {
  const file = `/tmp/reassign-${topic}-${partition}.json`;
  const plan = JSON.stringify({version: 1, partitions: [{topic, partition, replicas}]});
  await inContainer('kafka1', 'sh', '-c', `printf '%s' '${plan}' > ${file}`);
  await tool('reassign-partitions', ['--reassignment-json-file', file, '--execute']);
  await until(
    `${topic}-${partition} is on ${replicas.join(' and ')} only`,
    async () => (await describeTopics(topic)).find(each => each.partition === partition),
    found => found?.replicas.join() === replicas.join() && found.isr.length === replicas.length,
  );
  await inContainer('kafka1', 'rm', file);
};

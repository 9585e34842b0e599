/** What the brokers say of requests that they refuse, where the two kinds of cluster say it differently. */
export interface Words {
  readonly factorTooLarge: (factor: number, brokers: number) => string;
  readonly factorTooSmall: string;
  readonly noPartitions: string;
  readonly namedTwice: string;
  readonly bothGiven: string;
  readonly replicaTwice: (partition: number, replicas: readonly number[], twice: number) => string;
  readonly noReplicas: string;
  readonly unevenReplicas: (replicas: number, expected: number) => string;
  readonly unknownBroker: (ids: readonly number[]) => string;
  readonly noMorePartitions: (topic: string, now: number, wanted: number) => string;
  readonly samePartitions: (now: number) => string;
  readonly missingTopic: (topic: string) => string | null;
  readonly otherAssignments: (more: number, given: number) => string;
  readonly unevenPartitions: (
    factor: number,
    others: readonly {readonly id: number; readonly factor: number}[],
  ) => string;
  readonly badTopicConfig: (topic: string, problem: string) => string;
  readonly notAList: (verb: 'append' | 'subtract', config: string) => string;
  readonly listed: (names: readonly string[]) => string;
  readonly growingTwice: string;
  readonly missingPartition: (topic: string, partition: number) => string;
  /** Of the replicas that a partition shall move to. */
  readonly target: {
    readonly none: string;
    readonly negative: (replicas: readonly number[]) => string;
    readonly twice: (replicas: readonly number[], twice: number) => string;
    readonly gone: (ids: readonly number[], live: readonly number[]) => string;
    readonly missing: (topic: string, partition: number) => string;
    readonly notMoving: string | null;
  };
}

const buffer = (ids: readonly number[]): string => `ArrayBuffer(${ids.join(', ')})`;

const unevenInKraft = (replicas: number, expected: number): string =>
  `The manual partition assignment includes a partition with ${replicas} replica(s), but this is not consistent with ` +
  `previous partitions, which have ${expected} replica(s).`;

const zookeeper: Words = {
  factorTooLarge: (factor, brokers) =>
    `Replication factor: ${factor} larger than available brokers: ${brokers}.`,
  factorTooSmall: 'Replication factor must be larger than 0.',
  noPartitions: 'Number of partitions must be larger than 0.',
  namedTwice: 'Found multiple entries for this topic.',
  bothGiven:
    'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
  replicaTwice: (partition, replicas) =>
    `Duplicate replica assignment found: HashMap(${partition} -> ${buffer(replicas)})`,
  noReplicas: 'The replica list cannot be empty',
  unevenReplicas: () => 'All partitions should have the same number of replicas',
  unknownBroker: ids => `Unknown broker(s) in replica assignment: ${ids.join(', ')}.`,
  noMorePartitions: (_topic, now, wanted) =>
    `Topic currently has ${now} partitions, which is higher than the requested ${wanted}.`,
  samePartitions: now => `Topic already has ${now} partitions.`,
  missingTopic: topic => `The topic '${topic}' does not exist.`,
  otherAssignments: (more, given) =>
    `Increasing the number of partitions by ${more} but ${given} assignments provided.`,
  unevenPartitions: (factor, others) =>
    `Inconsistent replication factor between partitions, partition 0 has ${factor} while partitions ` +
    `[${others.map(({id}) => id).join(', ')}] have replication factors ` +
    `[${others.map(other => other.factor).join(', ')}], respectively.`,
  badTopicConfig: (topic, problem) =>
    `Invalid config value for resource ConfigResource(type=TOPIC, name='${topic}'): ${problem}`,
  notAList: (verb, config) => `Config value ${verb} is not allowed for config key: ${config}`,
  listed: names => `Set(${names.join(', ')})`,
  growingTwice: 'Duplicate topic in request.',
  missingPartition: () => 'The partition does not exist.',
  target: {
    none: 'Empty replica list specified in partition reassignment.',
    negative: replicas => `Invalid broker id in replica list: ${buffer(replicas)}`,
    twice: replicas => `Duplicate replica ids in partition reassignment replica list: ${buffer(replicas)}`,
    gone: (ids, live) =>
      `Replica assignment has brokers that are not alive. Replica list: ${buffer(ids)}, ` +
      `live broker list: Set(${live.join(', ')})`,
    missing: () => 'The partition does not exist.',
    notMoving: 'No partition reassignment is in progress.',
  },
};

const kraft: Words = {
  factorTooLarge: (factor, brokers) =>
    `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be ` +
    `reached because only ${brokers} broker(s) are registered or some brokers have all their log directories cordoned.`,
  factorTooSmall: 'Replication factor must be larger than 0, or -1 to use the default value.',
  noPartitions: 'Number of partitions was set to an invalid non-positive value.',
  namedTwice: 'Duplicate topic name.',
  bothGiven: 'A manual partition assignment was specified, but numPartitions was not set to -1.',
  replicaTwice: (_partition, _replicas, twice) =>
    `The manual partition assignment includes the broker ${twice} more than once.`,
  noReplicas: 'The manual partition assignment includes an empty replica list.',
  unevenReplicas: unevenInKraft,
  unknownBroker: ([first]) =>
    `The manual partition assignment includes broker ${first}, but no such broker is registered.`,
  noMorePartitions: (topic, now, wanted) =>
    `The topic ${topic} currently has ${now} partition(s); ${wanted} would not be an increase.`,
  samePartitions: now => `Topic already has ${now} partition(s).`,
  missingTopic: () => null,
  otherAssignments: (more, given) =>
    `Attempted to add ${more} additional partition(s), but only ${given} assignment(s) were specified.`,
  unevenPartitions: (factor, [first]) => unevenInKraft(first?.factor ?? 0, factor),
  badTopicConfig: (_topic, problem) => problem,
  notAList: (verb, config) => `Can't ${verb.toUpperCase()} to key ${config} because its type is not LIST.`,
  listed: names => `[${names.join(', ')}]`,
  growingTwice: 'Duplicate topic name.',
  missingPartition: (topic, partition) => `No such partition as ${topic}-${partition}`,
  target: {
    none: 'The manual partition assignment includes an empty replica list.',
    negative: ([first]) =>
      `The manual partition assignment includes broker ${first}, but no such broker is registered.`,
    twice: (_replicas, twice) =>
      `The manual partition assignment includes the broker ${twice} more than once.`,
    gone: ([first]) =>
      `The manual partition assignment includes broker ${first}, but no such broker is registered.`,
    missing: (topic, partition) => `Unable to find partition ${topic}:${partition}.`,
    notMoving: null,
  },
};

export const wordsOf = (mode: 'zookeeper' | 'kraft'): Words => (mode === 'kraft' ? kraft : zookeeper);

import type {
  ByPartition,
  LogDirs,
  Metadata,
  OffsetAt,
  PartitionMetadata,
  Probe,
} from '../../model/cluster.ts';
import {
  came,
  type Failure,
  failedAfter,
  isUnknown,
  type Reading,
  ready,
  unknown,
  waiting,
} from '../../model/reading.ts';
import type {SeenBroker, World} from '../../model/world.ts';
import type {CoordinatedGroups} from '../../queries/groups.ts';
import type {OffsetAnswer, TopicPartition} from '../../queries/offsets.ts';

/** The topic whose partition leaders coordinate the groups. */
export const offsetsTopic = '__consumer_offsets';

export const partitionsOf = (metadata: Metadata, topic: string): readonly PartitionMetadata[] => {
  const partitions = metadata.topics.find(({name}) => name === topic)?.partitions;
  return partitions === undefined || isUnknown(partitions) ? [] : partitions;
};

/** The partitions that a broker leads, as Metadata says. */
export const ledBy = (metadata: Metadata, broker: number): readonly TopicPartition[] =>
  metadata.topics.flatMap(({name, partitions}) =>
    isUnknown(partitions)
      ? []
      : partitions.filter(({leader}) => leader === broker).map(({id}) => ({topic: name, partition: id})),
  );

/** Keeps what is still there: a broker without a place in the cluster coordinates nothing. */
const coordinating = <T>(groups: ReadonlyMap<number, T>, metadata: Metadata): ReadonlyMap<number, T> => {
  const places = new Set([
    ...metadata.brokers.map(({id}) => id),
    ...partitionsOf(metadata, offsetsTopic).map(({leader}) => leader),
  ]);
  return [...groups.keys()].every(id => places.has(id))
    ? groups
    : new Map([...groups].filter(([id]) => places.has(id)));
};

const withoutGone = <T>(map: ByPartition<T>, topics: ReadonlySet<string>): ByPartition<T> =>
  [...map.keys()].every(topic => topics.has(topic))
    ? map
    : new Map([...map].filter(([topic]) => topics.has(topic)));

/** Takes a Metadata answer in, and lets go of what belonged to topics and coordinators that are gone. */
export const withMetadata = (world: World, metadata: Metadata, now: number, every: number): World => {
  const seen = new Map<number, SeenBroker>(world.seenBrokers);
  for (const {id, host, port} of metadata.brokers) seen.set(id, {host, port, at: now});
  const topics = new Set(metadata.topics.map(({name}) => name));
  return {
    ...world,
    metadata: ready(metadata, now, every),
    seenBrokers: seen,
    groups: coordinating(world.groups, metadata),
    ends: withoutGone(world.ends, topics),
    starts: withoutGone(world.starts, topics),
    lastRecords: withoutGone(world.lastRecords, topics),
    records: withoutGone(world.records, topics),
  };
};

export const withProbe = (world: World, broker: number, probe: Probe): World => ({
  ...world,
  probes: new Map(world.probes).set(broker, probe),
});

export const withGroups = (
  world: World,
  broker: number,
  {groups, missing}: CoordinatedGroups,
  now: number,
  every: number,
): World => ({...world, groups: new Map(world.groups).set(broker, came(groups, missing, now, every))});

const staleEntry = <T>(
  map: ReadonlyMap<number, Reading<T>>,
  broker: number,
  error: Failure,
  now: number,
): ReadonlyMap<number, Reading<T>> =>
  new Map(map).set(broker, failedAfter(map.get(broker) ?? waiting, error, now));

/** The groups of a broker that answers, but not this question. */
export const withoutGroups = (world: World, broker: number, error: Failure, now: number): World => ({
  ...world,
  groups: staleEntry(world.groups, broker, error, now),
});

/** Everything that only this broker can say is stale from now on. */
export const withoutBroker = (world: World, broker: number, error: Failure, now: number): World => ({
  ...world,
  groups: staleEntry(world.groups, broker, error, now),
  logDirs: staleEntry(world.logDirs, broker, error, now),
});

export const withLogDirs = (world: World, broker: number, reading: Reading<LogDirs>): World => ({
  ...world,
  logDirs: new Map(world.logDirs).set(broker, reading),
});

/**
 * Takes offsets in. A partition that could not be read keeps its last value with its time; one that never could is
 * unknown with the reason.
 */
export const withOffsets = (
  before: ByPartition<OffsetAt>,
  answers: readonly OffsetAnswer[],
  now: number,
  every: number,
): ByPartition<OffsetAt> => {
  const topics = new Map(before);
  const fresh = new Map<string, Map<number, OffsetAt>>();
  for (const {topic, partition, offset} of answers) {
    let partitions = fresh.get(topic);
    if (!partitions) {
      partitions = new Map(before.get(topic));
      fresh.set(topic, partitions);
      topics.set(topic, partitions);
    }
    const known = offset ?? unknown('not-read', `${topic}-${partition} has no such offset.`);
    const last = partitions.get(partition);
    if (isUnknown(known) && last !== undefined && !isUnknown(last.offset)) continue;
    partitions.set(partition, {offset: known, at: now, every});
  }
  return topics;
};

/** Takes in which record of each partition is the newest; partitions that could not be read keep what they had. */
export const withLastRecords = (world: World, answers: readonly OffsetAnswer[]): World => {
  const topics = new Map([...world.lastRecords].map(([topic, partitions]) => [topic, new Map(partitions)]));
  for (const {topic, partition, offset, timestamp} of answers) {
    if (isUnknown(offset)) continue;
    const partitions = topics.get(topic) ?? new Map<number, {offset: number; timestamp: number} | null>();
    topics.set(topic, partitions);
    partitions.set(partition, offset === null || timestamp === null ? null : {offset, timestamp});
  }
  return {...world, lastRecords: topics};
};

import type {Broker} from './broker.ts';
import {at, type PartitionMetadata, type TopicMetadata} from './cluster.ts';
import type {Group} from './group.ts';
import {partitionKey} from './history.ts';
import {endOf, endRate, startOf} from './lag.ts';
import {neededInSync} from './min-insync.ts';
import {
  addUp,
  isOld,
  isUnknown,
  type Known,
  known,
  lastValue,
  type Missing,
  type Sum,
  type Unknown,
  unknown,
} from './reading.ts';
import type {Partition, Topic} from './topic.ts';
import type {World} from './world.ts';

const notRead = (what: string): Unknown => unknown('not-read', `${what} was not read yet.`);

const partitionOf = (
  world: World,
  topic: string,
  metadata: PartitionMetadata,
  silent: ReadonlySet<number>,
  now: number,
): Partition => {
  const {id, leader, leaderEpoch, replicas, isr, offline} = metadata;
  const end = endOf(world, topic, metadata, id, now);
  return {
    id,
    leader,
    leaderEpoch,
    replicas,
    isr,
    offline,
    isLeaderAnswering: leader !== null && !silent.has(leader),
    preferredLeader: replicas[0] ?? null,
    start: startOf(world, topic, metadata, id, now),
    end,
    rate: endRate(end, world.history.ends.get(partitionKey(topic, id))),
  };
};

const configOf = (world: World, topic: string, name: string): Known<string> => {
  const reading = world.configs;
  const configs = lastValue(reading);
  if (!configs)
    return reading.state === 'failed'
      ? unknown(reading.error.why, reading.error.sentence)
      : notRead('The configuration');
  const entry = configs.get(topic)?.find(each => each.name === name);
  return entry?.value ?? notRead(`${name} of ${topic}`);
};

/** Bytes of all replicas; a replica whose broker could not be asked is an unknown part. */
const bytesOf = (
  world: World,
  topic: string,
  partitions: readonly PartitionMetadata[],
): Known<Sum | null> => {
  let [sum, knownParts, unknownParts] = [0, 0, 0];
  for (const {id, replicas} of partitions)
    for (const broker of replicas) {
      const reading = world.logDirs.get(broker);
      const isRead = reading?.state === 'ready' || reading?.state === 'partial';
      const bytes = isRead ? at(reading.value.bytes, topic, id) : undefined;
      if (bytes === undefined) unknownParts += 1;
      else knownParts += 1;
      sum += bytes ?? 0;
    }
  if (knownParts > 0) return {sum, unknownParts};
  return unknownParts === 0 ? null : notRead(`The size of ${topic}`);
};

/** The newest that is known; none only where every partition was seen to have none. */
const lastRecordOf = (
  world: World,
  topic: string,
  partitions: Known<readonly PartitionMetadata[]>,
): Known<number | null> => {
  const records = world.lastRecords.get(topic);
  let last: number | null = null;
  for (const record of records?.values() ?? [])
    if (record) last = Math.max(last ?? record.timestamp, record.timestamp);
  if (last !== null) return last;
  return known(partitions)?.every(({id}) => records?.has(id)) ? null : notRead('The time of the last record');
};

/** What a group of a coordinator that is silent now had to read is no figure of now. */
const oldLag = ({id, at}: Group, now: number): Unknown =>
  unknown('stale', `The lag of ${id} was last read ${Math.round((now - at) / 1000)} s ago.`, at);

/** The groups by the topics that they have committed offsets for, with their lag there. */
const readersByTopic = (groups: readonly Group[], now: number): ReadonlyMap<string, Topic['groups']> => {
  const readers = new Map<string, {id: string; lag: Known<Sum | null>}[]>();
  for (const group of groups) {
    const lags = new Map<string, Known<number | null>[]>();
    for (const row of known(group.partitions) ?? []) {
      const rows = lags.get(row.topic) ?? [];
      rows.push(row.lag);
      lags.set(row.topic, rows);
    }
    for (const [topic, rows] of lags) {
      const list = readers.get(topic) ?? [];
      list.push({id: group.id, lag: isOld(group, now) ? oldLag(group, now) : addUp(rows)});
      readers.set(topic, list);
    }
  }
  return readers;
};

const none: Topic['groups'] = [];

/** A group that is invisible, or whose partitions are not told, may read any topic. */
const unseenOf = (groups: readonly Group[], [missing]: readonly Missing[]): Unknown | null =>
  missing
    ? unknown(missing.why, missing.sentence)
    : (groups.map(({partitions}) => partitions).find(isUnknown) ?? null);

/** Every topic of the metadata with what is known of it. Pure. */
export const topicsOf = (
  world: World,
  brokers: readonly Broker[],
  groups: readonly Group[],
  groupsMissing: readonly Missing[],
  now: number,
): readonly Topic[] => {
  // A broker that was not tried yet is not said to be silent.
  const silent = new Set(brokers.filter(({state}) => !isUnknown(state) && state !== 'up').map(({id}) => id));
  const readers = readersByTopic(groups, now);
  const unseenGroups = unseenOf(groups, groupsMissing);
  return (lastValue(world.metadata)?.topics ?? []).map((topic: TopicMetadata): Topic => {
    const {name, isInternal} = topic;
    const minInsync = configOf(world, name, 'min.insync.replicas');
    const least: Known<number> = isUnknown(minInsync) ? minInsync : Number(minInsync);
    const common = {
      name,
      isInternal,
      minInsync: least,
      cleanupPolicy: configOf(world, name, 'cleanup.policy'),
      lastRecordAt: lastRecordOf(world, name, topic.partitions),
      groups: readers.get(name) ?? none,
      unseenGroups,
    };
    if (isUnknown(topic.partitions)) {
      const why = topic.partitions;
      return {
        ...common,
        replicationFactor: why,
        messages: why,
        rate: why,
        bytes: why,
        partitions: why,
        underReplicated: why,
        leaderless: why,
        belowMinInsync: why,
      };
    }
    const partitions = topic.partitions.map(partition => partitionOf(world, name, partition, silent, now));
    const count = (isSo: (partition: Partition) => boolean): number => partitions.filter(isSo).length;
    return {
      ...common,
      replicationFactor: Math.max(0, ...partitions.map(({replicas}) => replicas.length)),
      messages: addUp(
        partitions.map(({start, end}) =>
          isUnknown(end) ? end : isUnknown(start) ? start : Math.max(0, end - start),
        ),
      ),
      rate: addUp(partitions.map(({rate}) => rate)),
      bytes: bytesOf(world, name, topic.partitions),
      partitions,
      underReplicated: count(({isr, replicas}) => isr.length < replicas.length),
      leaderless: count(({leader}) => leader === null),
      belowMinInsync: isUnknown(least)
        ? least
        : count(({isr, replicas}) => isr.length < neededInSync(least, replicas)),
    };
  });
};

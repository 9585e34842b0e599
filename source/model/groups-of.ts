import type {PartitionMetadata} from './cluster.ts';
import type {Assignment, Committed, Group, GroupPartition, GroupReading, Member} from './group.ts';
import {judgeGroup, judgePartition} from './group-status.ts';
import {committedKey, partitionKey} from './history.ts';
import {endOf, endRate, knownRate, lagOf, lagSecondsOf, startOf} from './lag.ts';
import {
  addUp,
  isSum,
  isUnknown,
  type Known,
  known,
  lastValue,
  type Missing,
  type Reading,
} from './reading.ts';
import type {World} from './world.ts';

/** Points of a trend line. */
const trendLength = 60;

interface Listed {
  readonly group: GroupReading;
  readonly at: number;
  readonly every: number;
}

/** Each group once: after a coordinator moved, the newer of two readings is the one that counts. */
const listed = (world: World): readonly Listed[] => {
  const newest = new Map<string, Listed>();
  for (const reading of world.groups.values()) {
    if (reading.state === 'waiting' || reading.state === 'failed') continue;
    const {at, every} = reading;
    for (const group of reading.value) {
      const other = newest.get(group.id);
      if (!other || other.at < at) newest.set(group.id, {group, at, every});
    }
  }
  return [...newest.values()].sort((a, b) => (a.group.id < b.group.id ? -1 : 1));
};

/** The hash of a Java string, by which a group finds its partition of `__consumer_offsets`. */
const javaHash = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
};

/** The partition of `__consumer_offsets` whose leader coordinates a group. */
export const coordinatorPartition = (group: string, partitions: number): number =>
  (javaHash(group) & 0x7fffffff) % partitions;

/** Partitions of `__consumer_offsets` without a leader: the groups that they hold are invisible, not absent. */
export const leaderlessCoordinators = (world: World): readonly number[] => {
  const offsets = lastValue(world.metadata)?.topics.find(({name}) => name === '__consumer_offsets');
  return (offsets ? (known(offsets.partitions) ?? []) : [])
    .filter(({leader}) => leader === null)
    .map(({id}) => id);
};

const missingOf = (world: World): readonly Missing[] => {
  const silent = [...world.groups].flatMap(([broker, reading]: [number, Reading<unknown>]): Missing[] => {
    if (reading.state === 'failed' || reading.state === 'stale')
      return [
        {
          path: `broker ${broker}`,
          why: reading.error.why,
          sentence: `Groups that broker ${broker} coordinates: ${reading.error.sentence}`,
        },
      ];
    return reading.state === 'partial' ? [...reading.missing] : [];
  });
  const leaderless = leaderlessCoordinators(world);
  if (leaderless.length === 0) return silent;
  const which = leaderless.length > 6 ? `${leaderless.slice(0, 6).join(', ')} …` : leaderless.join(', ');
  return [
    {
      path: '__consumer_offsets',
      why: 'unreachable',
      sentence: `Groups of ${leaderless.length} partitions of __consumer_offsets (${which}) are invisible, not absent: they have no leader.`,
    },
    ...silent,
  ];
};

const owners = (members: Known<readonly Member[]>): ReadonlyMap<string, string> => {
  const byPartition = new Map<string, string>();
  for (const member of known(members) ?? []) {
    for (const {topic, partitions} of known<readonly Assignment[]>(member.assignment) ?? [])
      for (const partition of partitions) byPartition.set(partitionKey(topic, partition), member.id);
  }
  return byPartition;
};

/** Partitions that a group has committed or reads; those that it reads without a commit have none. */
const rowsOf = (committed: readonly Committed[], members: Known<readonly Member[]>): readonly Committed[] => {
  const rows = new Map(committed.map(row => [partitionKey(row.topic, row.partition), row]));
  for (const member of known(members) ?? []) {
    for (const {topic, partitions} of known<readonly Assignment[]>(member.assignment) ?? []) {
      for (const partition of partitions) {
        const key = partitionKey(topic, partition);
        if (!rows.has(key)) rows.set(key, {topic, partition, offset: null});
      }
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
};

type PartitionIndex = ReadonlyMap<string, PartitionMetadata>;

const indexPartitions = (world: World): PartitionIndex =>
  new Map(
    (lastValue(world.metadata)?.topics ?? []).flatMap(topic =>
      (known(topic.partitions) ?? []).map((partition): [string, PartitionMetadata] => [
        partitionKey(topic.name, partition.id),
        partition,
      ]),
    ),
  );

const partitionOf = (
  world: World,
  {group}: Listed,
  row: Committed,
  metadata: PartitionIndex,
  members: ReadonlyMap<string, string>,
  now: number,
): GroupPartition => {
  const {topic, partition, offset: committed} = row;
  const key = partitionKey(topic, partition);
  const own = committedKey(group.id, topic, partition);
  const end = endOf(world, topic, metadata.get(key), partition, now);
  const start = startOf(world, topic, metadata.get(key), partition, now);
  const lag = lagOf(committed, end);
  const ends = world.history.ends.get(key);
  const commits = world.history.committed.get(own);
  const {status, rule} = judgePartition({
    state: group.state,
    members: known(group.members)?.length ?? null,
    committed,
    start,
    end,
    lag,
    ends: ends ?? [],
    commits: commits ?? [],
  });
  return {
    topic,
    partition,
    committed,
    start,
    end,
    lag,
    lagSeconds: lagSecondsOf(lag, committed, ends, world.recordTimes.get(own), now),
    rateIn: endRate(world.history, topic, partition),
    rateOut: committed === null ? null : knownRate(commits),
    member: members.get(key) ?? null,
    status,
    statusRule: rule,
  };
};

const worstSeconds = (partitions: readonly GroupPartition[]): Known<number | null> => {
  const numbers = partitions.map(({lagSeconds}) => lagSeconds);
  const first = numbers.find(isUnknown);
  const values = numbers.filter(value => typeof value === 'number');
  if (values.length > 0) return Math.max(...values);
  return first ?? null;
};

interface Drain {
  readonly drainSeconds: Known<number | null>;
  readonly isNeverDrained: boolean;
}

const drainOf = (lag: Group['lag'], rateIn: Group['rateIn'], rateOut: Group['rateOut']): Drain => {
  const never = (drainSeconds: Known<number | null>): Drain => ({drainSeconds, isNeverDrained: false});
  if (isUnknown(lag) || lag === null) return never(lag);
  if (lag.sum === 0) return never(0);
  if (isUnknown(rateOut)) return never(rateOut);
  if (isUnknown(rateIn)) return never(rateIn);
  const net = (rateOut?.sum ?? 0) - (rateIn?.sum ?? 0);
  return net > 0 ? never(lag.sum / net) : {drainSeconds: null, isNeverDrained: true};
};

const groupOf = (world: World, entry: Listed, metadata: PartitionIndex, now: number): Group => {
  const {group, at, every} = entry;
  const {id, type, state, protocolType, coordinator, members} = group;
  const common = {
    id,
    type,
    state,
    protocolType,
    coordinator,
    members,
    trend: (world.history.lag.get(id) ?? []).slice(-trendLength).map(({value}) => value),
    at,
    every,
  };
  if (isUnknown(group.committed)) {
    const why = group.committed;
    return {
      ...common,
      lag: why,
      lagSeconds: why,
      drainSeconds: why,
      isNeverDrained: false,
      rateIn: why,
      rateOut: why,
      status: 'needs-history',
      statusRule: why.sentence,
      partitions: why,
    };
  }
  const held = owners(members);
  const partitions = rowsOf(group.committed, members).map(row =>
    partitionOf(world, entry, row, metadata, held, now),
  );
  const lag = addUp(partitions.map(partition => partition.lag));
  const rateIn = addUp(partitions.map(partition => partition.rateIn));
  const rateOut = addUp(partitions.map(partition => partition.rateOut));
  const {status, rule} = judgeGroup(
    state,
    partitions.map(row => ({
      name: `${row.topic}-${row.partition}`,
      status: row.status,
      rule: row.statusRule,
    })),
  );
  return {
    ...common,
    lag,
    lagSeconds: worstSeconds(partitions),
    ...drainOf(lag, rateIn, rateOut),
    rateIn,
    rateOut,
    status,
    statusRule: rule,
    partitions,
  };
};

/** Every group that a coordinator told of, and what keeps the list from being whole. Pure. */
export const groupsOf = (
  world: World,
  now: number,
): {readonly groups: readonly Group[]; readonly missing: readonly Missing[]} => {
  const metadata = indexPartitions(world);
  return {
    groups: listed(world).map(entry => groupOf(world, entry, metadata, now)),
    missing: missingOf(world),
  };
};

/** The lag of a group as one number, where at least a part of it is known. */
export const lagNumber = ({lag}: Pick<Group, 'lag'>): number | undefined =>
  isSum(lag) ? lag.sum : undefined;

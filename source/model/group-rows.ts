import type {PartitionMetadata} from './cluster.ts';
import type {Assignment, Committed, GroupPartition, GroupReading, Member} from './group.ts';
import {judgePartition} from './group-status.ts';
import {committedKey, partitionKey, readAfter, type Series, until} from './history.ts';
import {endOf, endRate, knownRate, lagOf, lagSecondsOf, startOf} from './lag.ts';
import {isUnknown, type Known, known, lastValue} from './reading.ts';
import type {World} from './world.ts';

/** A group as one coordinator told of it, and when. */
export interface Listed {
  readonly group: GroupReading;
  readonly at: number;
  readonly every: number;
  /** Whether its coordinator says nothing now: everything of it is then shown as it was at `at`. */
  readonly isStale: boolean;
}

/** Finds a partition in the metadata; its topics are put in order once, when the first is asked for. */
export type FindPartition = (topic: string, id: number) => PartitionMetadata | undefined;

export const partitionFinder = (world: World): FindPartition => {
  let topics: ReadonlyMap<string, readonly PartitionMetadata[]> | undefined;
  return (topic, id) => {
    topics ??= new Map(
      (lastValue(world.metadata)?.topics ?? []).map(each => [each.name, known(each.partitions) ?? []]),
    );
    const partitions = topics.get(topic);
    const guess = partitions?.[id];
    return guess?.id === id ? guess : partitions?.find(partition => partition.id === id);
  };
};

const none: Series = [];
/** The default of `auto.commit.interval.ms`, and of `offset.flush.interval.ms` of Kafka Connect. */
const commitInterval = 5000;
const connectInterval = 60_000;

/** Connect names the group of a sink after its connector. */
const commitEveryOf = ({id}: GroupReading): number =>
  id.startsWith('connect-') ? connectInterval : commitInterval;

interface Readers {
  /** The member that reads a partition, by partition key. */
  readonly owners: ReadonlyMap<string, string>;
  /** Whether there are members, and it is known of each what it reads. */
  readonly isWhole: boolean;
}

const readersOf = (members: Known<readonly Member[]>): Readers => {
  const owners = new Map<string, string>();
  const list = known(members) ?? [];
  for (const member of list)
    for (const {topic, partitions} of known<readonly Assignment[]>(member.assignment) ?? [])
      for (const partition of partitions) owners.set(partitionKey(topic, partition), member.id);
  return {owners, isWhole: owners.size > 0 && !list.some(({assignment}) => isUnknown(assignment))};
};

/** Partitions that a group has committed or reads; those that it reads without a commit have none. */
const allOf = (committed: readonly Committed[], members: Known<readonly Member[]>): readonly Committed[] => {
  const rows = new Map(committed.map(row => [partitionKey(row.topic, row.partition), row]));
  for (const member of known(members) ?? [])
    for (const {topic, partitions} of known<readonly Assignment[]>(member.assignment) ?? [])
      for (const partition of partitions) {
        const key = partitionKey(topic, partition);
        if (!rows.has(key)) rows.set(key, {topic, partition, offset: null});
      }
  return [...rows.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
};

/** What a group has still to read of each of its partitions, with the word that each is judged by. */
export const groupRows = (
  world: World,
  {group, at, isStale}: Listed,
  committed: readonly Committed[],
  find: FindPartition,
  now: number,
): readonly GroupPartition[] => {
  const {owners, isWhole} = readersOf(group.members);
  const members = known(group.members)?.length ?? null;
  const commitEvery = commitEveryOf(group);
  return allOf(committed, group.members).map(({topic, partition, offset}): GroupPartition => {
    const key = partitionKey(topic, partition);
    const own = committedKey(group.id, topic, partition);
    const said = world.history.ends.get(key) ?? none;
    // Log ends go on being read of partitions whose leader answers: what is told as it was then takes no later ones.
    const ends = isStale ? until(said, at) : said;
    const commits = world.history.committed.get(own) ?? none;
    const metadata = find(topic, partition);
    const then = isStale ? readAfter(ends, at) : undefined;
    const read = then ?? endOf(world, topic, metadata, partition, now);
    const readAt = world.ends.get(topic)?.get(partition)?.at ?? at;
    // A commit that was read later than the log end proves that the end has moved on: it is no commit beyond the end.
    const end = typeof read === 'number' && offset !== null && readAt < at ? Math.max(read, offset) : read;
    const start = startOf(world, topic, metadata, partition, now);
    const lag = lagOf(offset, end);
    const lagSeconds = lagSecondsOf(lag, offset, ends, world.recordTimes.get(own), isStale ? at : now);
    const member = owners.get(key) ?? null;
    const {status, rule} = judgePartition({
      state: group.state,
      members,
      isUnread: isWhole && member === null,
      committed: offset,
      start,
      end,
      lag,
      lagSeconds,
      ends,
      commits,
      uncommittedSince: world.history.uncommitted.get(own),
      commitEvery,
    });
    return {
      topic,
      partition,
      committed: offset,
      start,
      end,
      lag,
      lagSeconds,
      rateIn: endRate(end, ends),
      rateOut: offset === null ? null : knownRate(commits),
      member,
      status,
      statusRule: rule,
    };
  });
};

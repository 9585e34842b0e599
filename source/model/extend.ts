import {goneGroups, newReadings, unlistedGroups} from './diff/known-groups.ts';
import type {GroupReading} from './group.ts';
import {committedKey, type History, lengthFor, partitionKey, type Series, withPoint} from './history.ts';
import {isUnknown, known} from './reading.ts';
import type {World} from './world.ts';

const none: Series = [];

/** Log ends that were read anew. An end that went back starts its series again: rates across it mean nothing. */
const withEnds = (ends: History['ends'], before: World, after: World): History['ends'] => {
  if (before.ends === after.ends) return ends;
  const next = new Map(ends);
  const length = lengthFor(next.size);
  for (const [topic, partitions] of after.ends) {
    const old = before.ends.get(topic);
    if (old === partitions) continue;
    for (const [id, end] of partitions) {
      if (old?.get(id) === end || isUnknown(end.offset)) continue;
      const key = partitionKey(topic, id);
      const series = next.get(key) ?? none;
      const hasGoneBack = (series.at(-1)?.value ?? 0) > end.offset;
      next.set(key, withPoint(hasGoneBack ? none : series, {at: end.at, value: end.offset}, length));
    }
  }
  for (const [topic, partitions] of before.ends)
    if (!after.ends.has(topic)) for (const id of partitions.keys()) next.delete(partitionKey(topic, id));
  return next;
};

type Readings = ReturnType<typeof newReadings>;

const withCommitted = (
  committed: History['committed'],
  readings: Readings,
  gone: ReadonlySet<string>,
): History['committed'] => {
  if (readings.length === 0) return committed;
  const next = new Map(committed);
  const length = lengthFor(next.size);
  for (const [, groups, at] of readings)
    for (const group of groups)
      for (const {topic, partition, offset} of known(group.committed) ?? []) {
        if (offset === null) continue;
        const key = committedKey(group.id, topic, partition);
        next.set(key, withPoint(next.get(key) ?? none, {at, value: offset}, length));
      }
  if (gone.size > 0)
    for (const key of next.keys()) if (gone.has(key.slice(0, key.indexOf('\n')))) next.delete(key);
  return next;
};

/** What members of a group read, and have committed nothing of. */
const uncommittedOf = ({id, members, committed}: GroupReading): readonly string[] => {
  const offsets = known(committed);
  const assigned = (known(members) ?? []).flatMap(({assignment}) => known(assignment) ?? []);
  if (!offsets || assigned.length === 0) return [];
  const done = new Set(
    offsets.flatMap(({topic, partition, offset}) => (offset === null ? [] : partitionKey(topic, partition))),
  );
  return assigned.flatMap(({topic, partitions}) =>
    partitions
      .filter(partition => !done.has(partitionKey(topic, partition)))
      .map(partition => committedKey(id, topic, partition)),
  );
};

const withUncommitted = (
  uncommitted: History['uncommitted'],
  readings: Readings,
  gone: ReadonlySet<string>,
): History['uncommitted'] => {
  const read = new Set([...gone, ...readings.flatMap(([, groups]) => groups.map(({id}) => id))]);
  const found = readings.flatMap(([, groups, at]) =>
    groups.flatMap(group => uncommittedOf(group).map(key => [key, uncommitted.get(key) ?? at] as const)),
  );
  if (found.length === 0 && uncommitted.size === 0) return uncommitted;
  return new Map([
    ...[...uncommitted].filter(([key]) => !read.has(key.slice(0, key.indexOf('\n')))),
    ...found,
  ]);
};

/** The lag of a group as far as the newest log ends tell it; undefined where no end is known. */
const lagNow = (group: GroupReading, world: World): number | undefined => {
  let sum: number | undefined;
  for (const {topic, partition, offset} of known(group.committed) ?? []) {
    const end = world.ends.get(topic)?.get(partition)?.offset;
    if (offset === null || end === undefined || isUnknown(end)) continue;
    sum = (sum ?? 0) + Math.max(0, end - offset);
  }
  return sum;
};

/** One point for each reading of a group: it is made anew as log ends of the same round come. */
const withLag = (
  lag: History['lag'],
  before: World,
  after: World,
  gone: ReadonlySet<string>,
): History['lag'] => {
  if (before.ends === after.ends && gone.size === 0) return lag;
  const next = new Map(lag);
  for (const group of gone) next.delete(group);
  const length = lengthFor(next.size);
  for (const reading of after.groups.values()) {
    if (reading.state !== 'ready' && reading.state !== 'partial') continue;
    for (const group of reading.value) {
      const value = lagNow(group, after);
      if (value === undefined) continue;
      const series = next.get(group.id) ?? none;
      const earlier = series.at(-1)?.at === reading.at ? series.slice(0, -1) : series;
      next.set(group.id, withPoint(earlier, {at: reading.at, value}, length));
    }
  }
  return next;
};

const withCoordinators = (
  coordinators: History['coordinators'],
  readings: Readings,
  gone: ReadonlySet<string>,
): History['coordinators'] => {
  const moved = readings.flatMap(([broker, groups]) =>
    groups.filter(({id}) => coordinators.get(id) !== broker).map(({id}) => [id, broker] as const),
  );
  if (moved.length === 0 && gone.size === 0) return coordinators;
  return new Map([...[...coordinators].filter(([id]) => !gone.has(id)), ...moved]);
};

/** The history with what is new in a world; the same object where nothing of it was read. */
export const extended = (before: World, after: World): History => {
  const {history} = after;
  if (before.ends === after.ends && before.groups === after.groups) return history;
  const readings = newReadings(before, after);
  const gone = new Set(goneGroups(before, after));
  return {
    ends: withEnds(history.ends, before, after),
    committed: withCommitted(history.committed, readings, gone),
    lag: withLag(history.lag, before, after, gone),
    uncommitted: withUncommitted(history.uncommitted, readings, gone),
    coordinators: withCoordinators(history.coordinators, readings, gone),
    unlisted: unlistedGroups(before, after, gone),
  };
};

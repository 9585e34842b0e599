import {diff} from './diff/index.ts';
import type {LabEvent} from './event.ts';
import type {GroupReading} from './group.ts';
import {committedKey, type History, partitionKey, type Series, withPoint} from './history.ts';
import {isUnknown, known, type Reading} from './reading.ts';
import {eventsKept, type World} from './world.ts';

/** Log ends that were read anew. An end that went back starts its series again: rates across it mean nothing. */
const withEnds = (ends: History['ends'], before: World, after: World): History['ends'] => {
  if (before.ends === after.ends) return ends;
  const next = new Map(ends);
  for (const [topic, partitions] of after.ends) {
    const old = before.ends.get(topic);
    if (old === partitions) continue;
    for (const [id, end] of partitions) {
      if (old?.get(id) === end || isUnknown(end.offset)) continue;
      const key = partitionKey(topic, id);
      const series: Series = next.get(key) ?? [];
      const hasGoneBack = (series.at(-1)?.value ?? 0) > end.offset;
      next.set(key, withPoint(hasGoneBack ? [] : series, {at: end.at, value: end.offset}));
    }
  }
  for (const topic of before.ends.keys()) {
    if (after.ends.has(topic)) continue;
    for (const id of before.ends.get(topic)?.keys() ?? []) next.delete(partitionKey(topic, id));
  }
  return next;
};

/** Group readings that are new in a world, with the time of their value. */
const newGroups = (
  before: World,
  after: World,
): readonly {readonly group: GroupReading; readonly at: number}[] =>
  [...after.groups].flatMap(([broker, reading]: [number, Reading<readonly GroupReading[]>]) =>
    before.groups.get(broker) === reading || (reading.state !== 'ready' && reading.state !== 'partial')
      ? []
      : reading.value.map(group => ({group, at: reading.at})),
  );

const withCommitted = (
  committed: History['committed'],
  before: World,
  after: World,
): History['committed'] => {
  if (before.groups === after.groups) return committed;
  const next = new Map(committed);
  for (const {group, at} of newGroups(before, after)) {
    for (const {topic, partition, offset} of known(group.committed) ?? []) {
      if (offset === null) continue;
      const key = committedKey(group.id, topic, partition);
      next.set(key, withPoint(next.get(key) ?? [], {at, value: offset}));
    }
  }
  return next;
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

/** One point for each reading of a group: it is made anew when the log ends of the same round have come. */
const withLag = (lag: History['lag'], before: World, after: World): History['lag'] => {
  if (before.ends === after.ends) return lag;
  const next = new Map(lag);
  for (const reading of after.groups.values()) {
    if (reading.state !== 'ready' && reading.state !== 'partial') continue;
    for (const group of reading.value) {
      const value = lagNow(group, after);
      if (value === undefined) continue;
      const series = next.get(group.id) ?? [];
      const earlier = series.at(-1)?.at === reading.at ? series.slice(0, -1) : series;
      next.set(group.id, withPoint(earlier, {at: reading.at, value}));
    }
  }
  return next;
};

const historyOf = (before: World, after: World): History => {
  const {history} = after;
  if (before.ends === after.ends && before.groups === after.groups) return history;
  return {
    ends: withEnds(history.ends, before, after),
    committed: withCommitted(history.committed, before, after),
    lag: withLag(history.lag, before, after),
  };
};

/** A world with events added to its log; the oldest give way, and are counted. */
export const withEvents = (world: World, events: readonly LabEvent[]): World => {
  if (events.length === 0) return world;
  const all = [...world.events, ...events];
  const over = Math.max(0, all.length - eventsKept);
  return {...world, events: over > 0 ? all.slice(over) : all, eventsDropped: world.eventsDropped + over};
};

/** The world after a reading, with its history and its event log brought up to date. Pure. */
export const advance = (before: World, after: World, now: number): World => {
  const history = historyOf(before, after);
  const world = history === after.history ? after : {...after, history};
  return withEvents(world, diff(before, after, now));
};

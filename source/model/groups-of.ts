import {coordinatorOf, groupsMissing} from './coordinator.ts';
import type {Group} from './group.ts';
import {type FindPartition, groupRows, type Listed, partitionFinder} from './group-rows.ts';
import {judgeGroup} from './group-status.ts';
import {sampled} from './history.ts';
import {worstSeconds} from './member-rows.ts';
import {addUp, isUnknown, type Known, known, type Missing, type Unknown, unknown} from './reading.ts';
import type {World} from './world.ts';

/** Points of a trend line. */
const trendLength = 60;

/** Each group once: after its coordinator moved, what the present one says counts, else the newer of two readings. */
const listed = (world: World): readonly Listed[] => {
  const newest = new Map<string, Listed>();
  for (const [broker, reading] of world.groups) {
    if (reading.state === 'waiting' || reading.state === 'failed') continue;
    const {at, every} = reading;
    const isStale = reading.state === 'stale';
    for (const group of reading.value) {
      const other = newest.get(group.id);
      if (other && (other.at > at || (other.at === at && coordinatorOf(world, group.id) !== broker)))
        continue;
      newest.set(group.id, {group, at, every, isStale});
    }
  }
  return [...newest.values()].sort((a, b) => (a.group.id < b.group.id ? -1 : 1));
};

type Drain = Pick<Group, 'drainSeconds' | 'isNeverDrained'>;

const incomplete: Unknown = unknown('not-read', 'Lag or rates of some partitions are not known.');

/** Rates that differ by less than this share are the same. */
const steadyShare = 0.05;
/** Lag that is not older (s) is what is always under way. */
const underWay = 10;

/** When everything will be read if it goes on like this: only told where the whole lag and both rates are known. */
const drainOf = (
  {lag, rateIn, rateOut}: Pick<Group, 'lag' | 'rateIn' | 'rateOut'>,
  lagSeconds: Group['lagSeconds'],
): Drain => {
  const will = (drainSeconds: Known<number | null>): Drain => ({drainSeconds, isNeverDrained: false});
  if (isUnknown(lag) || lag === null) return will(lag);
  if (lag.unknownParts > 0) return will(incomplete);
  if (lag.sum === 0) return will(null);
  if (isUnknown(rateOut)) return will(rateOut);
  if (isUnknown(rateIn)) return will(rateIn);
  if ((rateOut?.unknownParts ?? 0) + (rateIn?.unknownParts ?? 0) > 0) return will(incomplete);
  const written = rateIn?.sum ?? 0;
  const net = (rateOut?.sum ?? 0) - written;
  // Who reads as fast as is written has always a few records before it, and nothing to drain. That the last readings
  // found more of them than those before says nothing as long as none is old.
  const isRecent = typeof lagSeconds === 'number' && lagSeconds <= underWay;
  if (isRecent && written > 0 && net <= steadyShare * written) return will(null);
  return net > 0 ? will(lag.sum / net) : {drainSeconds: null, isNeverDrained: true};
};

const trendOf = ({history}: World, {group, every}: Listed): readonly number[] =>
  sampled(history.lag.get(group.id) ?? [], Math.max(1, Math.min(every, 10_000)), trendLength);

const groupOf = (world: World, entry: Listed, find: FindPartition, now: number): Group => {
  const {group, at, every} = entry;
  const {committed, ...described} = group;
  const common = {...described, trend: trendOf(world, entry), at, every};
  if (isUnknown(committed))
    return {
      ...common,
      lag: committed,
      lagSeconds: committed,
      drainSeconds: committed,
      isNeverDrained: false,
      rateIn: committed,
      rateOut: committed,
      status: 'needs-history',
      statusRule: committed.sentence,
      partitions: committed,
    };
  const partitions = groupRows(world, entry, committed, find, now);
  const figures = {
    lag: addUp(partitions.map(row => row.lag)),
    rateIn: addUp(partitions.map(row => row.rateIn)),
    rateOut: addUp(partitions.map(row => row.rateOut)),
  };
  const lagSeconds = worstSeconds(partitions);
  const {status, rule} = judgeGroup(
    group.state,
    known(group.members)?.length ?? null,
    partitions.map(row => ({
      name: `${row.topic}-${row.partition}`,
      status: row.status,
      rule: row.statusRule,
    })),
  );
  return {
    ...common,
    ...figures,
    lagSeconds,
    ...drainOf(figures, lagSeconds),
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
  const find = partitionFinder(world);
  return {
    groups: listed(world).map(entry => groupOf(world, entry, find, now)),
    missing: groupsMissing(world),
  };
};

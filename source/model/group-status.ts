import type {GroupStatus} from './group.ts';
import {type Series, valueAt} from './history.ts';
import {isUnknown, type Known} from './reading.ts';

/** A status word, and the rule that fired as a sentence with its numbers. */
export interface Judged {
  readonly status: GroupStatus;
  readonly rule: string;
}

/** What one partition of a group is judged by. */
export interface StatusFacts {
  readonly state: Known<string>;
  /** Members of the group; null where they are not known. */
  readonly members: number | null;
  readonly committed: Known<number | null>;
  readonly start: Known<number>;
  readonly end: Known<number>;
  readonly lag: Known<number | null>;
  readonly ends: Series;
  readonly commits: Series;
}

/** Status words look back this far (ms). */
export const statusWindow = 60_000;
/** A committed offset that stands still for so long (ms), with lag, has stalled: three auto-commit intervals. */
const stallAfter = 15_000;

const judged = (status: GroupStatus, rule: string): Judged => ({status, rule});

const rebalancing: ReadonlySet<string> = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning']);

const inWindow = (series: Series): Series => {
  const last = series.at(-1);
  return last ? series.filter(point => point.at >= last.at - statusWindow) : [];
};

/** Lag at each commit that was read, as far as the log end was known then. */
const lags = (ends: Series, commits: Series): readonly number[] =>
  commits.flatMap(point => {
    const end = valueAt(ends, point.at);
    return end === undefined ? [] : [Math.max(0, end - point.value)];
  });

/** Seconds since the committed offset last moved, as far back as it was read. */
const stillFor = (commits: Series): number => {
  const last = commits.at(-1);
  if (!last) return 0;
  const moved = commits.findLast(point => point.value !== last.value);
  const since = commits.find(point => point.at > (moved?.at ?? Number.NEGATIVE_INFINITY));
  return since ? (last.at - since.at) / 1000 : 0;
};

const judgeMoving = (lag: number, ends: Series, commits: Series): Judged => {
  const seen = lags(ends, commits);
  const [first = lag] = seen;
  const last = seen.at(-1) ?? lag;
  if (seen.some(value => value < 1))
    return judged('ok', `Lag is ${lag} now and was 0 within the last minute.`);
  const rises = seen.every((value, index) => index === 0 || value >= (seen[index - 1] ?? 0));
  const from = Math.round(first);
  if (last < first) return judged('catching-up', `Lag fell from ${from} to ${lag} within the last minute.`);
  if (rises && last > first)
    return judged('falling-behind', `Lag rose from ${from} to ${lag} and never fell within the last minute.`);
  return judged('ok', `Lag is ${lag} and neither rises nor falls for long.`);
};

/**
 * Burrow's evaluation adapted to a reader that polls: an offset's commit time is not known, so that a group without
 * members has stopped, and one with members whose offset stands still has stalled. The first rule that fits.
 */
export const judgePartition = (facts: StatusFacts): Judged => {
  const {state, committed, start, end, lag, members} = facts;
  if (!isUnknown(state) && rebalancing.has(state))
    return judged('rebalancing', `The group is in state ${state}: nobody reads until it is over.`);
  if (isUnknown(committed)) return judged('needs-history', committed.sentence);
  if (committed === null)
    return members === 0
      ? judged('empty', 'Nothing was committed, and no member reads.')
      : judged('needs-history', 'Nothing was committed yet.');
  if (!isUnknown(start) && committed < start)
    return judged(
      'data-lost',
      `Committed ${committed} lies below the log start ${start}: ${start - committed} offsets are gone.`,
    );
  const commits = inWindow(facts.commits);
  const highest = commits.reduce((most, point) => Math.max(most, point.value), 0);
  if (commits.length > 1 && committed < highest)
    return judged('rewound', `Committed went back from ${highest} to ${committed} within the last minute.`);
  if (isUnknown(lag)) return judged('needs-history', lag.sentence);
  if (isUnknown(end) || lag === null || lag === 0)
    return members === 0 ? judged('empty', 'Lag is 0, and no member reads.') : judged('ok', 'Lag is 0.');
  const [first] = commits;
  const last = commits.at(-1);
  const still = stillFor(commits);
  const hasMoved = commits.some(point => point.value !== last?.value);
  if (members === 0 && !hasMoved) return judged('stopped', `Lag is ${lag}, and no member reads.`);
  if (!first || !last || last.at === first.at)
    return judged('needs-history', `Lag is ${lag}; one reading does not tell where it goes.`);
  if (still * 1000 >= stallAfter)
    return judged(
      'stalled',
      `Lag is ${lag}, and the committed offset has not moved for ${Math.round(still)} s.`,
    );
  if (!hasMoved)
    return judged(
      'needs-history',
      `Lag is ${lag}; the committed offset has stood still for ${Math.round(still)} s.`,
    );
  return judgeMoving(lag, facts.ends, commits);
};

/** From worst to best. */
const order: readonly GroupStatus[] = [
  'data-lost',
  'stalled',
  'stopped',
  'rewound',
  'rebalancing',
  'falling-behind',
  'catching-up',
  'needs-history',
  'ok',
  'empty',
];

/** The worst of a group's partitions; a group that has none is empty, or rebalancing. */
export const judgeGroup = (
  state: Known<string>,
  partitions: readonly (Judged & {readonly name: string})[],
): Judged => {
  if (!isUnknown(state) && rebalancing.has(state))
    return judged('rebalancing', `The group is in state ${state}: nobody reads until it is over.`);
  const worst = order.flatMap(status => partitions.find(partition => partition.status === status) ?? [])[0];
  if (!worst) return judged('empty', 'It has committed nothing and reads nothing.');
  const alike = partitions.filter(partition => partition.status === worst.status).length;
  const others = alike > 1 ? ` (and ${alike - 1} more partitions)` : '';
  return judged(worst.status, `${worst.name}: ${worst.rule}${others}`);
};

import {courseOf, highestOf, standing} from './commit-course.ts';
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
  /** Whether the group has members, all of whose partitions are known, and none reads this one. */
  readonly isUnread: boolean;
  readonly committed: Known<number | null>;
  readonly start: Known<number>;
  readonly end: Known<number>;
  readonly lag: Known<number | null>;
  readonly lagSeconds: Known<number | null>;
  readonly ends: Series;
  readonly commits: Series;
  /** Since when (ms since the epoch) a member was seen to read it without a commit; undefined where there is one. */
  readonly uncommittedSince: number | undefined;
  /** Time between two commits of a member that works (ms): 5 s by default, 60 s for a sink connector. */
  readonly commitEvery: number;
}

/** Without a commit for so many intervals, a group with members and lag has stalled. */
const stallIntervals = 3;
/** Lag that is not older than so many intervals is what a group has that keeps up. */
const keepingUpIntervals = 2;

/** How far back a status word looks (ms): 30 s, or 6 min for a sink connector. */
export const statusWindow = (commitEvery: number): number => 2 * stallIntervals * commitEvery;

/** Not by Intl, which takes a microsecond for each: there may be ten thousand partitions. */
const figure = (value: number): string =>
  value < 1000 ? String(value) : String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

const judged = (status: GroupStatus, rule: string): Judged => ({status, rule});
const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;

const rebalancing: ReadonlySet<string> = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning']);

const isRebalancing = (state: Known<string>): state is string => !isUnknown(state) && rebalancing.has(state);

const rebalance = (state: string): Judged =>
  judged('rebalancing', `The group is in state ${state}: nobody reads until it is over.`);

const judgeMoving = (lag: number, ends: Series, commits: Series, window: number): Judged => {
  const course = courseOf(ends, commits, window);
  const {first = lag, last = lag} = course;
  const within = `within the last ${seconds(window)}`;
  if (course.wasNone) return judged('ok', `Lag is ${figure(lag)} now and was 0 ${within}.`);
  // One commit has no course: of it nothing is said.
  if (course.readings < 2)
    return judged('needs-history', `Lag is ${figure(lag)}; where it goes takes two commits to tell.`);
  const [from, to] = [first, last].map(value => figure(Math.round(value)));
  // A step against the whole course that is as large as the course itself says that there is none.
  if (first - last > course.mostRisen)
    return judged('catching-up', `Lag fell from ${from} to ${to} ${within}, from commit to commit.`);
  return last - first > course.mostFallen
    ? judged('falling-behind', `Lag rose from ${from} to ${to} ${within}, from commit to commit.`)
    : judged('ok', `Lag is ${figure(lag)} and neither rises nor falls for long.`);
};

/** Where nobody is there to read: only somebody who commits without being a member may move the offset. */
const judgeUnread = (facts: StatusFacts, lag: number): Judged | undefined => {
  const {members, isUnread, commits, commitEvery} = facts;
  if (members !== 0 && !isUnread) return undefined;
  const {still, hasMoved} = standing(commits);
  if (hasMoved && still <= commitEvery) return undefined;
  const nobody = members === 0 ? 'the group has no member' : 'no member of the group reads this partition';
  return judged('stopped', `Lag is ${figure(lag)}, and ${nobody}.`);
};

const judgeLag = (facts: StatusFacts, lag: number): Judged => {
  const {ends, commits, lagSeconds, commitEvery} = facts;
  const unread = judgeUnread(facts, lag);
  if (unread) return unread;
  const {still, hasMoved} = standing(commits);
  // An offset that stands still has stalled only for as long as there was something to read.
  const age = typeof lagSeconds === 'number' ? lagSeconds * 1000 : still;
  const stalled = stallIntervals * commitEvery;
  if (Math.min(still, age) >= stalled)
    return judged(
      'stalled',
      `Lag is ${figure(lag)}, and the committed offset has not moved for ${seconds(still)}.`,
    );
  const recent = keepingUpIntervals * commitEvery;
  if (typeof lagSeconds === 'number' && age <= recent)
    return judged('ok', `Lag is ${figure(lag)}, and none of it is older than ${seconds(recent)}.`);
  if (!hasMoved)
    return judged(
      'needs-history',
      `Lag is ${figure(lag)}; it was watched for ${seconds(still)}, and ${seconds(stalled)} without a commit tell that it stalls.`,
    );
  return judgeMoving(lag, ends, commits, statusWindow(commitEvery));
};

/**
 * Without a commit there is no lag, but what is written before the eyes of a member that commits nothing is not read, or
 * is read in vain. What was there before may have been read, or may never be meant to be.
 */
const judgeUncommitted = ({ends, uncommittedSince, commitEvery}: StatusFacts): Judged => {
  const last = ends.at(-1);
  const watched = last && uncommittedSince !== undefined ? last.at - uncommittedSince : 0;
  const stalled = stallIntervals * commitEvery;
  if (!last || uncommittedSince === undefined || watched < stalled)
    return judged('needs-history', 'Nothing was committed yet: how far it has read is not known.');
  // What is younger than that may still be committed.
  const old = valueAt(ends, last.at - stalled) ?? last.value;
  const written = Math.round(old - (valueAt(ends, uncommittedSince) ?? ends[0]?.value ?? old));
  return written > 0
    ? judged(
        'stalled',
        `Nothing was committed in the ${seconds(watched)} that it was watched, though ${figure(written)} records were written.`,
      )
    : judged(
        'needs-history',
        `Nothing was committed in the ${seconds(watched)} that it was watched, and nothing written: whether it has read what is there is not known.`,
      );
};

/**
 * Burrow's evaluation adapted to a reader that polls: an offset's commit time is not known, so that a group without
 * members has stopped, and one with members whose offset stands still has stalled. The first rule that fits.
 */
export const judgePartition = (facts: StatusFacts): Judged => {
  const {state, committed, start, end, lag, members} = facts;
  if (isUnknown(committed)) return judged('needs-history', committed.sentence);
  if (committed !== null && !isUnknown(start) && committed < start)
    return judged(
      'data-lost',
      `Committed ${figure(committed)} lies below the log start ${figure(start)}: ${figure(start - committed)} offsets are gone.`,
    );
  if (isRebalancing(state)) return rebalance(state);
  if (committed === null) {
    if (members === 0) return judged('empty', 'Nothing was committed, and the group has no member.');
    return !isUnknown(start) && start === end
      ? judged('ok', 'There is nothing to read yet.')
      : judgeUncommitted(facts);
  }
  const window = statusWindow(facts.commitEvery);
  const highest = highestOf(facts.commits, window, committed);
  if (committed < highest)
    return judged(
      'rewound',
      `Committed went back from ${figure(highest)} to ${figure(committed)} within the last ${seconds(window)}.`,
    );
  if (!isUnknown(end) && committed > end)
    return judged(
      'needs-history',
      `Committed ${figure(committed)} lies beyond the log end ${figure(end)}: how far it has read of this log is not known.`,
    );
  if (isUnknown(lag)) return judged('needs-history', lag.sentence);
  if (lag === null || lag === 0)
    return members === 0
      ? judged('empty', 'Lag is 0, and the group has no member.')
      : judged('ok', 'Lag is 0.');
  return judgeLag(facts, lag);
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

export interface JudgedPartition extends Judged {
  readonly name: string;
}

/** The worst of a group's partitions; one that has none is judged by its members alone. */
export const judgeGroup = (
  state: Known<string>,
  members: number | null,
  partitions: readonly JudgedPartition[],
): Judged => {
  const places = partitions.map(({status}) => order.indexOf(status));
  const worst = partitions[places.indexOf(Math.min(...places))];
  if (isRebalancing(state) && worst?.status !== 'data-lost') return rebalance(state);
  if (!worst)
    return members === 0
      ? judged('empty', 'It has no member and has committed nothing.')
      : judged('ok', 'It has committed nothing, and no partition is assigned to a member.');
  const alike = partitions.filter(({status}) => status === worst.status).length - 1;
  // What all have in common needs no name.
  if (
    alike + 1 === partitions.length &&
    (worst.status === 'ok' || worst.status === 'empty') &&
    partitions.every(({rule}) => rule === worst.rule)
  )
    return judged(worst.status, worst.rule);
  const others = alike > 0 ? ` (and ${alike} more partition${alike === 1 ? '' : 's'}).` : '.';
  return judged(worst.status, `${worst.name}: ${worst.rule.replace(/\.$/, '')}${others}`);
};

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {judgePartition, type StatusFacts} from '../../../source/model/group-status.ts';

/** A member that reads on, far behind a log that is written to. */
const far: StatusFacts = {
  state: 'Stable',
  members: 1,
  isUnread: false,
  committed: 110,
  start: 0,
  end: 5040,
  lag: 4930,
  lagSeconds: 600,
  ends: [
    {at: 1500, value: 5000},
    {at: 3500, value: 5040},
  ],
  commits: [
    {at: 1000, value: 100},
    {at: 3000, value: 110},
  ],
  uncommittedSince: undefined,
  commitEvery: 5000,
};

test('where the lag goes is not told from one reading of it', () => {
  // Commits are read before log ends: of the first of two polls no lag is known.
  const {status, rule} = judgePartition(far);
  assert.equal(status, 'needs-history', rule);
  assert.match(rule, /^Lag is 4,930; where it goes takes two commits to tell\.$/);
});

test('two readings of it tell', () => {
  const ends = [...far.ends, {at: 5500, value: 5080}];
  const commits = [...far.commits, {at: 5000, value: 120}];
  assert.equal(judgePartition({...far, committed: 120, end: 5080, ends, commits}).status, 'falling-behind');
});

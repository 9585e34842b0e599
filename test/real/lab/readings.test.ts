import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {readJson} from '../support/json.ts';
import {describeGroups, describeStates, describeTopics, readOffsets} from '../support/kafka-tools.ts';
import {createRandom} from '../support/random.ts';
import {makeWorkload, prefix, type RandomWorkload} from '../support/random-workload.ts';
import {realLab, until} from '../support.ts';

const lab = realLab();
// The same workload in every run of all tests, with a partition whose records are all deleted; another with a seed of
// one's own.
const random = createRandom(Number(process.env.READINGS_SEED ?? 114));
let workload: RandomWorkload | undefined;

before(async () => {
  console.log(`The workload is that of READINGS_SEED=${random.seed}.`);
  workload = await makeWorkload(random, lab.bootstrap);
});
after(() => workload?.remove());

const sorted = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => a - b);
const byName = (one: string, other: string): number => (one < other ? -1 : 1);

test('every partition of every topic has the leader, replicas and in-sync replicas that kafka-topics prints', async () => {
  const sides = async () => {
    const [{topics}, described] = await Promise.all([readJson('topics', '--internal'), describeTopics()]);
    const ours = topics.flatMap(({name, partitions}) =>
      partitions.map(
        ({id, leader, replicas, isr}) => `${name}-${id} ${leader} ${replicas.join()} ${sorted(isr).join()}`,
      ),
    );
    const theirs = described.map(
      ({topic, partition, leader, replicas, isr}) =>
        `${topic}-${partition} ${leader} ${replicas.join()} ${sorted(isr).join()}`,
    );
    return {ours: ours.sort(byName), theirs: theirs.sort(byName)};
  };
  // The lab elects preferred leaders by itself, and may do so between the two readings.
  const {ours, theirs} = await until(
    'both say the same',
    sides,
    each => each.ours.join() === each.theirs.join(),
    60_000,
  );
  assert.ok(ours.length > 50, 'the internal topics are among them');
  assert.deepEqual(ours, theirs);
});

test('logs begin and end where kafka-get-offsets says, and messages are the difference', async () => {
  const pattern = new RegExp(`${prefix}.*`);
  const [{topics}, starts, ends] = await Promise.all([
    readJson('topics'),
    readOffsets('earliest', pattern),
    readOffsets('latest', pattern),
  ]);
  const own = topics.filter(({name}) => name.startsWith(prefix));
  assert.deepEqual(own.map(({name}) => name).sort(), [...(workload?.topics ?? [])].sort());
  const offsets = own.flatMap(({name, partitions}) =>
    partitions.map(({id, start, end}) => [`${name}-${id}`, start, end]),
  );
  assert.deepEqual(
    offsets,
    offsets.map(([name]) => [name, starts.get(String(name)), ends.get(String(name))]),
  );
  assert.equal(offsets.length, ends.size);
  for (const {name, partitions, messages} of own)
    assert.equal(
      messages,
      partitions.reduce((sum, {start, end}) => sum + end - start, 0),
      name,
    );
});

test('every group has the commits, ends, lag and members that kafka-consumer-groups prints', async () => {
  const [{groups}, rows, states] = await Promise.all([
    readJson('groups'),
    describeGroups(),
    describeStates(),
  ]);
  const ours = new Map(groups.map(group => [group.id, group]));
  for (const id of workload?.groups ?? []) assert.ok(ours.has(id), id);
  // The tool lists consumer groups only; those of Connect's workers are in ours, too.
  assert.ok(states.size >= (workload?.groups.length ?? 0));
  for (const [id, {coordinator, state, members}] of states) {
    const group = ours.get(id);
    assert.deepEqual([group?.coordinator, group?.members.length], [coordinator, members], id);
    assert.equal(group?.state, state, id);
  }
  const ourRows = groups.flatMap(({id, partitions}) =>
    partitions.map(
      ({topic, partition, committed, end, lag, member}) =>
        `${id} ${topic}-${partition} ${committed} ${end} ${lag} ${member}`,
    ),
  );
  const theirRows = rows.map(
    ({group, topic, partition, committed, end, lag, member}) =>
      `${group} ${topic}-${partition} ${committed} ${end} ${lag} ${member}`,
  );
  const inTool = (row: string): boolean => states.has(row.split(' ')[0] ?? '');
  assert.deepEqual(ourRows.filter(inTool).sort(), theirRows.sort());
  for (const id of states.keys()) {
    const mine = rows.filter(({group}) => group === id);
    assert.equal(
      ours.get(id)?.lag,
      mine.some(({lag}) => lag !== null) ? mine.reduce((sum, {lag}) => sum + (lag ?? 0), 0) : null,
      id,
    );
  }
});

test('status counts what the lists hold, and names the mode and the controller', async () => {
  const [{cluster, lab: state}, described] = await Promise.all([readJson('status'), describeTopics()]);
  assert.equal(state.isReady, true, state.sentence);
  const {mode, controllerId, brokersExpected, brokersUp, underReplicated, leaderless, topics} = cluster;
  assert.deepEqual(
    {mode, brokersExpected, brokersUp, underReplicated, leaderless, topics},
    {
      mode: lab.variant,
      brokersExpected: 2,
      brokersUp: 2,
      underReplicated: 0,
      leaderless: 0,
      topics: new Set(described.map(({topic}) => topic)).size,
    },
  );
  if (lab.variant === 'kraft') assert.equal(controllerId, 1000);
  else assert.ok(controllerId === 1 || controllerId === 2);
});

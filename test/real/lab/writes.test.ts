import assert from 'node:assert/strict';
import type {WriteId} from '../../../source/actions/writes/index.ts';
import type {Values} from '../../../source/actions/writes/write.ts';
import {deleteRecords} from '../../../source/clients/kafka/apis.ts';
import {systemClock} from '../../../source/clock.ts';
import {change, doneOr, planned} from '../../support/contract/change.ts';
import {commitAlone, groupIn, join} from '../../support/contract/groups.ts';
import type {Hand} from '../../support/contract/hand.ts';
import {numbered, write} from '../../support/contract/records.ts';
import {runContract} from '../../support/contract/suite.ts';
import {
  deleteTopics,
  describeGroups,
  describeTopics,
  readOffsets,
  runLine,
  tool,
} from '../support/kafka-tools.ts';
import {until} from '../support.ts';

// What we did to one thing, and what Kafka's own tool did to its twin by the line that the plan shows for it, have to
// look alike to Kafka's own tools. Only the name of the thing differs.

/** The one line that a plan shows, without its being done. */
const lineOf = async (hand: Hand, id: WriteId, name: string, values: Values = {}): Promise<string> => {
  const {commandLines} = await planned(hand, id, [name], values);
  assert.equal(commandLines.length, 1, `${id} shows one line of Kafka's`);
  return commandLines[0] ?? '';
};

/** Changes one thing by us and its twin by Kafka's tool. */
const both = async (
  hand: Hand,
  id: WriteId,
  [mine, twin]: readonly [string, string],
  values: Values = {},
): Promise<void> => {
  assert.equal(doneOr(await change(hand, id, [mine], values)), true, id);
  await runLine(await lineOf(hand, id, twin, values));
};

/** Waits until both look as wanted, and alike. */
const alike = async <Look>(
  what: string,
  [mine, twin]: readonly [string, string],
  look: (name: string) => Promise<Look>,
  wanted: Look,
): Promise<void> => {
  for (const name of [mine, twin])
    await until(
      `${what}: ${name} is ${JSON.stringify(wanted)}`,
      () => look(name),
      seen => JSON.stringify(seen) === JSON.stringify(wanted),
      60_000,
    );
};

/** What a group has committed, by `partition`, as `kafka-consumer-groups --describe` prints it. */
const commits = async (group: string, topic: string): Promise<Record<string, number | null>> =>
  Object.fromEntries(
    (await describeGroups(group))
      .filter(row => row.topic === topic)
      .map(({partition, committed}) => [partition, committed] as const)
      .sort(([one], [other]) => one - other),
  );

/** What `kafka-consumer-groups --reset-offsets` would make of it, by `partition`. */
const foretoldBy = async (line: string, topic: string): Promise<Record<string, number>> => {
  assert.match(line, / --execute$/);
  const printed = await runLine(line.replace(/--execute$/, '--dry-run'));
  // The tool of Kafka 3.9 prints all rows in one line.
  return Object.fromEntries(
    [...printed.matchAll(new RegExp(`\\s${topic}\\s+(\\d+)\\s+(\\d+)`, 'g'))]
      .map(([, partition, offset]) => [Number(partition), Number(offset)] as const)
      .sort(([one], [other]) => one - other),
  );
};

/** What `kafka-topics --describe` prints of the topic as a whole. */
const topicOf = async (topic: string) => {
  const printed = await tool('topics', ['--describe', '--topic', topic]);
  const found = /PartitionCount: (\d+)\s+ReplicationFactor: (\d+)\s+Configs: (\S*)/.exec(printed);
  return {partitions: Number(found?.[1]), replicas: Number(found?.[2])};
};

/** The settings of its own, as `kafka-configs --describe` prints them. */
const settingsOf = async (topic: string): Promise<readonly string[]> => {
  const printed = await tool('configs', ['--describe', '--entity-type', 'topics', '--entity-name', topic]);
  return printed
    .split('\n')
    .flatMap(line => /^\s+([\w.]+=\S*) sensitive=/.exec(line)?.[1] ?? [])
    .sort();
};

const minute = 60_000;
const before = {0: 5, 1: 4};

runContract("writes, beside Kafka's own tools", contract => {
  contract(
    'offsets are foretold and set where kafka-consumer-groups foretells and then shows them',
    async hand => {
      const topic = await hand.topic();
      const [group, other] = [hand.group(), hand.group()];
      const first = systemClock.now() - 100 * minute;
      for (const partition of [0, 1])
        await write(
          hand,
          topic,
          numbered(10, partition).map((record, n) => ({
            ...record,
            timestamp: String(first + 10 * n * minute),
          })),
        );
      // Not every log begins at 0.
      const start = [{partitionIndex: 1, offset: 2n}];
      await (await hand.link(2)).call(deleteRecords, [[{name: topic, partitions: start}], 10_000]);
      const rewind = async (id: string, to: Record<string, number>): Promise<void> => {
        for (const [partition, offset] of Object.entries(to))
          await commitAlone(hand, id, topic, offset, Number(partition));
      };
      const between = new Date(first + 35 * minute).toISOString();
      for (const [values, wanted] of [
        [{to: 'earliest'}, {0: 0, 1: 2}],
        [{to: '3'}, {0: 3, 1: 3}],
        [{to: '999'}, {0: 10, 1: 10}],
        [{to: '+3'}, {0: 8, 1: 7}],
        [{to: '-4'}, {0: 1, 1: 2}],
        [{to: between}, {0: 4, 1: 4}],
        [{to: '75m'}, {0: 3, 1: 3}],
        [
          {to: 'latest', topic},
          {0: 10, 1: 10},
        ],
        [{to: 'earliest', topic: `${topic}-1`}, {1: 2}],
      ] satisfies [Values, Record<string, number>][]) {
        const how = JSON.stringify(values);
        await rewind(group, before);
        const {commandLines, preview} = await planned(hand, 'group.reset', [group], values);
        const shown = Object.fromEntries(
          preview.map(row => [row.partition?.split('-').at(-1), Number(row.after)]),
        );
        assert.deepEqual(shown, wanted, `shown for ${how}`);
        assert.deepEqual(await foretoldBy(commandLines[0] ?? '', topic), wanted, `foretold for ${how}`);
        assert.equal(doneOr(await change(hand, 'group.reset', [group], values)), true, how);
        assert.deepEqual(await commits(group, topic), {...before, ...wanted}, `set by ${how}`);
      }
      await rewind(other, {0: 2, 1: 6});
      assert.equal(doneOr(await change(hand, 'group.reset', [group], {to: `like:${other}`})), true);
      assert.deepEqual(await commits(group, topic), await commits(other, topic));
    },
  );

  contract(
    'topics are made, widened, set, emptied and deleted as by kafka-topics and its kin',
    async (hand, t) => {
      const names = [hand.name('made'), hand.name('made')] as const;
      t.after(() => deleteTopics(new RegExp(names.join('|'))));
      const config = 'retention.ms=600000,cleanup.policy=[compact,delete]';
      await both(hand, 'topic.create', names, {partitions: '2', 'replication-factor': '2', config});
      await alike('made', names, topicOf, {partitions: 2, replicas: 2});
      await alike('made', names, settingsOf, ['cleanup.policy=compact,delete', 'retention.ms=600000']);

      await both(hand, 'topic.add-partitions', names, {partitions: '3'});
      await alike('widened', names, topicOf, {partitions: 3, replicas: 2});

      await both(hand, 'topic.configure', names, {
        set: 'max.message.bytes=100000,cleanup.policy=delete',
        unset: 'retention.ms',
      });
      await alike('set', names, settingsOf, ['cleanup.policy=delete', 'max.message.bytes=100000']);

      const logs = async (time: 'earliest' | 'latest', topic: string) =>
        [...(await readOffsets(time, new RegExp(topic)))]
          .map(([name, offset]) => [name.at(-1), offset])
          .sort();
      const counts = [
        ['0', 4],
        ['1', 6],
        ['2', 0],
      ];
      for (const topic of names) {
        await write(hand, topic, [...numbered(4, 0), ...numbered(6, 1)]);
        assert.deepEqual(await logs('latest', topic), counts);
      }
      await both(hand, 'topic.empty', names);
      await alike('emptied', names, topic => logs('earliest', topic), counts);
      await alike('emptied', names, topic => logs('latest', topic), counts);

      await both(hand, 'topic.delete', names);
      await until(
        'both are gone',
        () => tool('topics', ['--list']),
        printed => !names.some(name => printed.split('\n').includes(name)),
        60_000,
      );
    },
  );

  contract(
    'replicas move and leaders are elected as by kafka-reassign-partitions and kafka-leader-election',
    async hand => {
      const replicas = [
        [1, 2],
        [1, 2],
      ];
      const names = [await hand.topic(replicas), await hand.topic(replicas)] as const;
      const places = async (topic: string) =>
        (await describeTopics(topic)).map(row => ({
          partition: row.partition,
          leader: row.leader,
          replicas: row.replicas,
        }));
      const of = ([mine, twin]: readonly [string, string], partition: number) =>
        [`${mine}-${partition}`, `${twin}-${partition}`] as const;

      const lines = await Promise.all(
        names.map(name => lineOf(hand, 'partition.reassign', `${name}-0`, {to: '2,1'})),
      );
      await both(hand, 'partition.reassign', of(names, 0), {to: '2,1'});
      const verified = /Reassignment of partition \S+ is completed/;
      for (const line of lines)
        await until(
          'kafka-reassign-partitions --verify finds it complete',
          () => runLine(line.replace('--execute', '--verify')),
          printed => verified.test(printed),
        );
      // A lab elects preferred leaders by itself, too, every half a minute, and may have been before us.
      await both(hand, 'partition.elect', of(names, 0)).catch(error => {
        if (!/already/.test(String(error))) throw error;
      });
      await both(hand, 'partition.reassign', of(names, 1), {to: '2'});
      await alike('elected, and moved', names, places, [
        {partition: 0, leader: 2, replicas: [2, 1]},
        {partition: 1, leader: 2, replicas: [2]},
      ]);
    },
  );

  contract('offsets, groups and members go as kafka-consumer-groups shows it', async (hand, t) => {
    const [kept, gone] = [await hand.topic(), await hand.topic()];
    const names = [hand.group(), hand.group()] as const;
    for (const group of names)
      for (const topic of [kept, gone])
        for (const partition of [0, 1]) await commitAlone(hand, group, topic, 0, partition);
    const all = async (group: string) =>
      (await describeGroups(group)).map(({topic, partition}) => `${topic}-${partition}`).sort();
    await both(hand, 'group.delete-offsets', names, {topic: `${kept}-1`});
    await alike('without one partition', names, all, [`${kept}-0`, `${gone}-0`, `${gone}-1`].sort());
    await both(hand, 'group.delete-offsets', names, {topic: gone});
    await alike('without a topic', names, all, [`${kept}-0`]);
    await both(hand, 'group.delete', names);
    await until(
      'both are gone',
      () => tool('consumer-groups', ['--list']),
      printed => !names.some(name => printed.split('\n').includes(name)),
    );

    const group = hand.group();
    await join(hand, t, group, kept);
    const members = async (): Promise<readonly (string | undefined)[]> =>
      (await tool('consumer-groups', ['--describe', '--members', '--group', group]))
        .split('\n')
        .map(row => row.trim().split(/\s+/))
        .flatMap(([name, id]) => (name === group ? [id] : []));
    await groupIn(hand, group, 'Stable', 1);
    const [old = ''] = await members();
    assert.equal(doneOr(await change(hand, 'group.remove-member', [group], {member: old})), true);
    await until('another one has come in its place', members, ids => ids.length === 1 && ids[0] !== old);
  });
});

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {restore} from '../support/containers.ts';
import {readJson} from '../support/json.ts';
import {createTopic, deleteTopics, describeGroups, tool} from '../support/kafka-tools.ts';
import {inContainer, realLab, run, until} from '../support.ts';

const lab = realLab();
const topic = 'new-protocol';
const group = 'new-protocol-readers';
const consumers = ['first', 'second'];

before(async () => {
  await restore(lab.variant, lab.bootstrap);
  await createTopic(topic, [
    [1, 2],
    [2, 1],
    [1, 2],
    [2, 1],
  ]);
  for (const partition of [0, 1, 2, 3])
    await run([
      ...['sh', '-c'],
      `seq ${(partition + 1) * 10} | kcat -P -b ${lab.bootstrap.join()} -t ${topic} -p ${partition} -X acks=all`,
    ]);
});
after(async () => {
  for (const name of consumers) await stop(name).catch(() => {});
  await until(
    'the group has no members',
    () => tool('consumer-groups', ['--delete', '--group', group]),
    () => true,
    60_000,
  );
  await deleteTopics(new RegExp(topic));
});

/** Kafka's own consumer, of the protocol in which the broker assigns; it runs until it is stopped. */
const start = async (name: string): Promise<void> => {
  const properties = ['group.protocol=consumer', 'auto.commit.interval.ms=300', `client.id=${name}`];
  const flags = properties.map(property => `--consumer-property ${property}`).join(' ');
  const command = `kafka-console-consumer --bootstrap-server localhost:9092 --topic ${topic} --group ${group} --from-beginning ${flags}`;
  await run([
    ...['docker', 'exec', '-d', 'kafka1', 'sh', '-c'],
    `echo $$ > /tmp/${name}.pid; exec ${command} > /tmp/${name}.log 2>&1`,
  ]);
};
const stop = (name: string): Promise<string> =>
  inContainer('kafka1', 'sh', '-c', `kill $(cat /tmp/${name}.pid) && rm /tmp/${name}.pid`);

const ours = async () => (await readJson('groups')).groups.find(({id}) => id === group);

type Group = Awaited<ReturnType<typeof ours>>;

const hasMembers =
  (count: number) =>
  (now: Group): boolean =>
    now?.state === 'Stable' && now.members.length === count && now.lag === 0;

test('a group of the new protocol has its type, members, assignment and figures', async () => {
  await start('first');
  const one = await until('one member has read everything', ours, hasMembers(1), 60_000);
  assert.equal(one?.type, 'consumer');
  assert.deepEqual(
    one?.partitions.map(({partition, committed, end, lag}) => [partition, committed, end, lag]),
    [
      [0, 10, 10, 0],
      [1, 20, 20, 0],
      [2, 30, 30, 0],
      [3, 40, 40, 0],
    ],
  );

  await start('second');
  const two = await until('two members share the partitions', ours, hasMembers(2), 60_000);
  const rows = await until(
    'the tool prints both members, too',
    async () => (await describeGroups()).filter(row => row.group === group),
    found =>
      new Set(found.map(({member}) => member)).size === 2 && found.every(({member}) => member !== null),
  );
  const now = two && (await ours());
  assert.deepEqual(
    now?.partitions.map(({partition, committed, lag, member}) => [partition, committed, lag, member]),
    rows
      .toSorted((one, other) => one.partition - other.partition)
      .map(({partition, committed, lag, member}) => [partition, committed, lag, member]),
  );

  for (const name of consumers) await stop(name);
  const empty = await until('the group is empty', ours, found => found?.state === 'Empty', 60_000);
  assert.deepEqual([empty?.members, empty?.lag], [[], 0]);
});

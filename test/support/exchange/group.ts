import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import type {TestContext} from 'node:test';
import {type Admin, AssignerProtocol, Kafka, logLevel, Partitioners} from 'kafkajs';
import {until} from '../../real/support.ts';
import {startBrokers} from '../brokers.ts';

/** Milliseconds: a machine may be slow, and a member that lives must not be late by as much. */
export const sessionTimeout = 6000;
export const topic = 'shared';
export const group = 'three';
const partitions = 6;

/** A member of the group that prints the partition and the offset of each record that it reads. */
export interface Member {
  /** `partition offset` of each, in the order of reading. */
  readonly seen: readonly string[];
  /** Ends it at once: it says goodbye to nobody. */
  kill(): Promise<unknown>;
}

/** Starts a member. `kill` ends it where that takes more than a signal to the process. */
export const startMember = (words: readonly string[], kill?: () => Promise<unknown>): Member => {
  const [program = '', ...args] = words;
  const child = spawn(program, args, {stdio: ['pipe', 'pipe', 'ignore']});
  const ended = new Promise(resolve => child.on('close', resolve));
  const seen: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      // Kafka's tools say Partition:1 and Offset:2.
      const [, partition, offset] = /^(?:Partition:)?(\d+)\s(?:Offset:)?(\d+)/.exec(line) ?? [];
      if (offset !== undefined) seen.push(`${partition} ${offset}`);
    }
  });
  return {
    seen,
    async kill() {
      await kill?.();
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** The partitions of each member, as the coordinator says. Fails where one is owned twice. */
const ownersOf = async (admin: Admin): Promise<readonly (readonly number[])[]> => {
  const [found] = (await admin.describeGroups([group])).groups;
  if (found?.state !== 'Stable') return [];
  const owned = found.members.map(({memberAssignment}) =>
    memberAssignment.length === 0
      ? []
      : (AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? []),
  );
  assert.equal(new Set(owned.flat()).size, owned.flat().length, `owned twice: ${JSON.stringify(owned)}`);
  return owned;
};

/**
 * Three members share six partitions, and one is killed: the others have its partitions when its session is over, not
 * before, and no record is lost.
 */
export const killOneOfThree = async (
  context: TestContext,
  mode: 'zookeeper' | 'kraft',
  start: (bootstrap: readonly string[], number: number) => Member,
): Promise<void> => {
  const {bootstrap, close} = await startBrokers({
    mode,
    topics: [{name: topic, partitions, replicationFactor: 2}],
    configs: {'group.min.session.timeout.ms': '1000'},
  });
  const kafka = new Kafka({brokers: [...bootstrap], logLevel: logLevel.NOTHING});
  const admin = kafka.admin();
  const producer = kafka.producer({createPartitioner: Partitioners.DefaultPartitioner});
  const members: Member[] = [];
  context.after(async () => {
    await Promise.all(members.map(member => member.kill()));
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await close();
  });
  await Promise.all([admin.connect(), producer.connect()]);
  for (const number of [1, 2, 3]) members.push(start(bootstrap, number));

  const sharedBy = (count: number) =>
    until(
      `${count} members share the partitions`,
      () => ownersOf(admin),
      owners => owners.length === count && owners.every(owned => owned.length === partitions / count),
    );
  const produce = async (): Promise<readonly string[]> => {
    const messages = Array.from({length: 300}, (_, n) => ({partition: n % partitions, value: `value-${n}`}));
    const stored = await producer.send({topic, messages});
    return stored.flatMap(({partition, baseOffset}) =>
      Array.from({length: messages.length / partitions}, (_, n) => `${partition} ${Number(baseOffset) + n}`),
    );
  };
  const allSeen = (records: readonly string[]) =>
    until(
      'every record was read',
      async () => {
        const seen = new Set(members.flatMap(member => member.seen));
        return records.filter(record => !seen.has(record)).length;
      },
      missing => missing === 0,
    );
  /** Of these records each was read once, and all of a partition by one member. */
  const assertReadOnce = (records: readonly string[]): void => {
    const wanted = new Set(records);
    const read = members.map(member => member.seen.filter(record => wanted.has(record)));
    assert.equal(read.flat().length, wanted.size, 'no record is read twice');
    const owned = read.map(own => new Set(own.map(record => record.split(' ')[0])));
    assert.equal(
      owned.reduce((sum, {size}) => sum + size, 0),
      partitions,
      'no partition is read by two',
    );
  };

  /** Whoever had a partition before may still wait for records of it: these answer that. */
  const settle = async (): Promise<void> => void (await allSeen(await produce()));

  await sharedBy(3);
  await settle();
  const before = await produce();
  await allSeen(before);
  assertReadOnce(before);

  const killed = Date.now();
  await members[0]?.kill();
  assert.equal((await ownersOf(admin)).length, 3, 'nobody has noticed yet');
  const meanwhile = await produce();
  await sharedBy(2);
  // Its last heartbeat was a little before.
  assert.ok(Date.now() - killed > sessionTimeout / 2, 'its partitions moved before its session was over');
  await allSeen(meanwhile);
  await settle();
  const after = await produce();
  await allSeen(after);
  assertReadOnce(after);
};

import {offsetCommit} from '../../../source/clients/kafka/apis.ts';
import type {GroupReading} from '../../../source/model/group.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {readGroups} from '../../../source/queries/groups.ts';
import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** A member of a classic group, by a client that is not ours. */
export interface TestMember {
  commit(topic: string, partition: number, offset: number): Promise<void>;
  leave(): Promise<void>;
}

/** Joins a group, and reads without ever committing by itself. It leaves with the test. */
export const join = async (
  {kafkajs}: Hand,
  t: {after(end: () => unknown): void},
  groupId: string,
  topic: string,
): Promise<TestMember> => {
  const consumer = kafkajs.consumer({
    groupId,
    // A practice lab waits six times less.
    sessionTimeout: 30_000,
    heartbeatInterval: 200,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
  });
  let hasLeft = false;
  const leave = async (): Promise<void> => {
    if (hasLeft) return;
    hasLeft = true;
    await consumer.disconnect();
  };
  t.after(leave);
  const joined = new Promise<void>(resolve => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  await consumer.connect();
  await consumer.subscribe({topic, fromBeginning: true});
  await consumer.run({autoCommit: false, eachMessage: async () => {}});
  await joined;
  return {
    commit: (name, partition, offset) =>
      consumer.commitOffsets([{topic: name, partition, offset: String(offset)}]),
    leave,
  };
};

/** What the group's coordinator says of it; undefined where no broker lists it. */
export const readGroup = async (hand: Hand, id: string): Promise<GroupReading | undefined> => {
  for (const broker of [1, 2]) {
    const {groups} = await readGroups(await hand.link(broker), broker);
    const found = groups.find(group => group.id === id);
    if (found) return found;
  }
  return undefined;
};

/** Waits until the group is in a state with so many members. */
export const groupIn = async (
  hand: Hand,
  id: string,
  state: string,
  members: number,
): Promise<GroupReading> => {
  const found = await until(
    `${id} is ${state} with ${members} members`,
    () => readGroup(hand, id),
    group => group?.state === state && !isUnknown(group.members) && group.members.length === members,
  );
  if (!found) throw new Error(`${id} is not there`);
  return found;
};

/** Commits an offset for a group that has no member, as Kafka's own tool does. */
export const commitAlone = async (
  hand: Hand,
  id: string,
  topic: string,
  offset: number,
  partition = 0,
): Promise<void> => {
  const partitions = [
    {
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: -1,
      committedMetadata: null,
    },
  ];
  const commit = async (broker: number): Promise<number | undefined> => {
    const link = await hand.link(broker);
    const {topics} = await link.call(offsetCommit, [id, -1, '', null, [{name: topic, partitions}]]);
    return topics[0]?.partitions[0]?.errorCode;
  };
  // Whoever looks for the first coordinator makes the topic of the commits.
  await (await hand.admin()).describeGroups([id]);
  await until(
    `${id} has committed`,
    async () => [await commit(1), await commit(2)],
    codes => codes.includes(0),
  );
};

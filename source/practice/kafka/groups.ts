import {Writer} from '@platformatic/kafka';
import {writeInts, writeList} from './codec.ts';
import type {NewRecord} from './records.ts';

export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** A committed offset, and when it was committed (ms since the epoch). */
export interface Commit {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string | null;
  readonly at: number;
}

export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface MemberState {
  readonly id: string;
  readonly instanceId: string | null;
  clientId: string;
  clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly Protocol[];
  assignment: Buffer;
  /** Answers its JoinGroup or SyncGroup that waits; null while none does. Called with an error code or 0. */
  answerJoin: ((code: number) => void) | null;
  answerSync: ((code: number) => void) | null;
  /** Ends the wait for its next sign of life. */
  cancelSession: () => void;
}

export interface GroupState {
  readonly id: string;
  protocolType: string;
  phase: GroupPhase;
  generation: number;
  protocol: string | null;
  leader: string | null;
  readonly members: Map<string, MemberState>;
  /** Ids that were given out (MEMBER_ID_REQUIRED) and have not joined yet. */
  readonly promised: Set<string>;
  readonly committed: Map<string, Map<number, Commit>>;
  /** A rebalance of an empty group waits its whole time, for members that come a little later. */
  isWaitingForFirst: boolean;
  /** Ends the wait for members to join. */
  cancelRebalance: () => void;
}

export const createGroup = (id: string): GroupState => ({
  id,
  protocolType: '',
  phase: 'Empty',
  generation: 0,
  protocol: null,
  leader: null,
  members: new Map(),
  promised: new Set(),
  committed: new Map(),
  isWaitingForFirst: false,
  cancelRebalance: () => {},
});

export const commit = (group: GroupState, topic: string, partition: number, value: Commit): void => {
  const partitions = group.committed.get(topic) ?? new Map<number, Commit>();
  group.committed.set(topic, partitions.set(partition, value));
};

const promisesKept = 1000;

/** Gives a member id away: only such a one may join. */
export const promise = (group: GroupState, id: string): void => {
  group.promised.add(id);
  const oldest = group.promised.size > promisesKept ? group.promised.values().next().value : undefined;
  if (oldest !== undefined) group.promised.delete(oldest);
};

/** A member put there without a client: it sends no heartbeats and never leaves by itself. */
export interface SeedMember {
  readonly id: string;
  readonly clientId?: string;
  readonly host?: string;
  readonly assignment?: Readonly<Record<string, readonly number[]>>;
}

/** A group put there without a client. */
export interface SeedGroup {
  readonly id: string;
  /** `Stable` with members and `Empty` without, unless it is said. */
  readonly state?: GroupPhase;
  readonly protocolType?: string;
  readonly members?: readonly SeedMember[];
  /** Topic to partition to offset. */
  readonly committed?: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

/** ConsumerProtocolAssignment (version 0) => version INT16, [topic STRING, [partition INT32]], user data BYTES */
export const assignmentBytes = (assignment: Readonly<Record<string, readonly number[]>>): Buffer => {
  const writer = Writer.create().appendInt16(0);
  writeList(writer, false, Object.entries(assignment), (w, [topic, partitions]) =>
    writeInts(w.appendString(topic, false), false, partitions),
  );
  return writer.appendBytes(null, false).buffer;
};

/** OffsetCommitKey (version 1) => version INT16, group STRING, topic STRING, partition INT32 */
const commitKey = (group: string, topic: string, partition: number): Buffer =>
  Writer.create().appendInt16(1).appendString(group, false).appendString(topic, false).appendInt32(partition)
    .buffer;

/**
 * OffsetCommitValue (version 3) => version INT16, offset INT64, leader_epoch INT32, metadata STRING,
 *   commit_timestamp INT64
 */
const commitValue = ({offset, leaderEpoch, metadata, at}: Commit): Buffer =>
  Writer.create()
    .appendInt16(3)
    .appendInt64(BigInt(offset))
    .appendInt32(leaderEpoch)
    .appendString(metadata ?? '', false)
    .appendInt64(BigInt(at)).buffer;

/** A commit as the record that __consumer_offsets keeps of it. */
export const commitRecord = (group: string, topic: string, partition: number, value: Commit): NewRecord => ({
  key: commitKey(group, topic, partition),
  value: commitValue(value),
});

/** ConsumerProtocolSubscription (version 0) => version INT16, [topic STRING], user data BYTES */
const subscriptionBytes = (topics: readonly string[]): Buffer => {
  const writer = Writer.create().appendInt16(0);
  writeList(writer, false, topics, (w, topic) => w.appendString(topic, false));
  return writer.appendBytes(null, false).buffer;
};

export const createMember = (id: string, instanceId: string | null): MemberState => ({
  id,
  instanceId,
  clientId: '',
  clientHost: '',
  sessionTimeoutMs: 45_000,
  rebalanceTimeoutMs: 300_000,
  protocols: [],
  assignment: Buffer.alloc(0),
  answerJoin: null,
  answerSync: null,
  cancelSession: () => {},
});

const seedMember = ({
  id,
  clientId = 'seed',
  host = '/127.0.0.1',
  assignment = {},
}: SeedMember): MemberState => ({
  ...createMember(id, null),
  clientId,
  clientHost: host,
  protocols: [{name: 'range', metadata: subscriptionBytes(Object.keys(assignment))}],
  assignment: assignmentBytes(assignment),
});

/** Makes a group of a seed, or changes one that is there: what the seed does not name is kept. */
export const seedGroup = (group: GroupState, seed: SeedGroup, now: number): void => {
  if (seed.members) {
    group.members.clear();
    for (const member of seed.members) group.members.set(member.id, seedMember(member));
    group.generation += 1;
    group.protocol = seed.members.length > 0 ? 'range' : null;
    group.leader = seed.members[0]?.id ?? null;
  }
  group.protocolType = seed.protocolType ?? (group.protocolType || 'consumer');
  group.phase = seed.state ?? (seed.members ? (seed.members.length > 0 ? 'Stable' : 'Empty') : group.phase);
  for (const [topic, partitions] of Object.entries(seed.committed ?? {}))
    for (const [partition, offset] of Object.entries(partitions))
      commit(group, topic, Number(partition), {offset, leaderEpoch: -1, metadata: '', at: now});
};

import {Writer} from '@platformatic/kafka';
import {writeInts, writeList} from './codec.ts';

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
  cancelRebalance: () => {},
});

export const commit = (group: GroupState, topic: string, partition: number, value: Commit): void => {
  const partitions = group.committed.get(topic) ?? new Map<number, Commit>();
  group.committed.set(topic, partitions.set(partition, value));
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

/** ConsumerProtocolSubscription (version 0) => version INT16, [topic STRING], user data BYTES */
const subscriptionBytes = (topics: readonly string[]): Buffer => {
  const writer = Writer.create().appendInt16(0);
  writeList(writer, false, topics, (w, topic) => w.appendString(topic, false));
  return writer.appendBytes(null, false).buffer;
};

const seedMember = ({id, clientId, host, assignment}: SeedMember): MemberState => ({
  id,
  instanceId: null,
  clientId: clientId ?? 'seed',
  clientHost: host ?? '/127.0.0.1',
  sessionTimeoutMs: 45_000,
  rebalanceTimeoutMs: 300_000,
  protocols: [{name: 'range', metadata: subscriptionBytes(Object.keys(assignment ?? {}))}],
  assignment: assignmentBytes(assignment ?? {}),
  answerJoin: null,
  answerSync: null,
  cancelSession: () => {},
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

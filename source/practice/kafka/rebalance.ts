import type {Clock} from '../../clock.ts';
import {codes} from './codes.ts';
import type {GroupState, MemberState, Protocol} from './groups.ts';

/*
  The classic group protocol. A group goes Empty -> PreparingRebalance (members join) -> CompletingRebalance (the
  leader's assignment is waited for) -> Stable, and back to PreparingRebalance when a member comes, changes or goes.
*/

export interface Rules {
  readonly clock: Clock;
  /** How long the first members of an empty group wait for others (ms). */
  readonly initialDelayMs: number;
  /** The term of the broker that coordinates a group: each of them has another. Null while nobody does. */
  termOf(group: string): number | null;
}

const nothing = Buffer.alloc(0);

/** The protocol that most members prefer among those that all speak. */
const choose = (group: GroupState): string | null => {
  const members = [...group.members.values()];
  const isSpoken = (name: string): boolean =>
    members.every(({protocols}) => protocols.some(protocol => protocol.name === name));
  const votes = members.flatMap(({protocols}) => protocols.find(({name}) => isSpoken(name))?.name ?? []);
  const count = (name: string): number => votes.filter(vote => vote === name).length;
  return [...new Set(votes)].sort((a, b) => count(b) - count(a))[0] ?? null;
};

const answerJoin = (member: MemberState, code: number): void => {
  const answer = member.answerJoin;
  member.answerJoin = null;
  answer?.(code);
};

const answerSync = (member: MemberState, code: number): void => {
  const answer = member.answerSync;
  member.answerSync = null;
  answer?.(code);
};

/** All that had to join has joined, or its time is up: the next generation begins. */
const completeJoin = (group: GroupState, rules: Rules): void => {
  group.cancelRebalance();
  group.isWaitingForFirst = false;
  for (const member of [...group.members.values()]) {
    if (member.answerJoin || member.instanceId !== null) continue;
    member.cancelSession();
    group.members.delete(member.id);
  }
  group.generation += 1;
  if (!group.members.has(group.leader ?? '')) group.leader = [...group.members.keys()][0] ?? null;
  group.protocol = choose(group);
  group.phase = group.members.size === 0 ? 'Empty' : 'CompletingRebalance';
  for (const member of group.members.values()) {
    answerJoin(member, codes.NONE);
    keepAlive(group, member, rules);
  }
};

const completeIfAllJoined = (group: GroupState, rules: Rules): void => {
  if (group.phase !== 'PreparingRebalance' || group.isWaitingForFirst) return;
  if ([...group.members.values()].every(member => member.answerJoin)) completeJoin(group, rules);
};

/** Everyone has to join again; who waits for an assignment is told so. */
const prepare = (group: GroupState, rules: Rules): void => {
  if (group.phase === 'PreparingRebalance') return;
  group.isWaitingForFirst = group.phase === 'Empty';
  group.phase = 'PreparingRebalance';
  for (const member of group.members.values()) {
    if (!member.answerSync) continue;
    answerSync(member, codes.REBALANCE_IN_PROGRESS);
    keepAlive(group, member, rules);
  }
  const longest = Math.max(0, ...[...group.members.values()].map(member => member.rebalanceTimeoutMs));
  const wait = group.isWaitingForFirst ? Math.min(rules.initialDelayMs, longest) : longest;
  group.cancelRebalance = rules.clock.after(wait, () => completeJoin(group, rules));
};

/** A member has gone: what waits for it is answered, and the others share what it had. */
export const removeMember = (group: GroupState, member: MemberState, rules: Rules): void => {
  member.cancelSession();
  group.members.delete(member.id);
  answerJoin(member, codes.UNKNOWN_MEMBER_ID);
  answerSync(member, codes.UNKNOWN_MEMBER_ID);
  if (group.phase === 'Stable' || group.phase === 'CompletingRebalance') prepare(group, rules);
  completeIfAllJoined(group, rules);
};

/**
 * The member lives: its session starts again. One whose request waits here is alive while it waits. A session is counted
 * by the coordinator: none ends while there is none, and the next one counts a whole one, which begins here where the
 * old one is over. With Kafka it begins with the coordinator's term: a dead member stays a session longer here at most.
 */
export const keepAlive = (group: GroupState, member: MemberState, rules: Rules): void => {
  const term = rules.termOf(group.id);
  member.cancelSession();
  member.cancelSession = rules.clock.after(member.sessionTimeoutMs, () => {
    const isCounted = term !== null && rules.termOf(group.id) === term;
    if (member.answerJoin || member.answerSync || !isCounted) keepAlive(group, member, rules);
    else removeMember(group, member, rules);
  });
};

const areSame = (a: readonly Protocol[], b: readonly Protocol[]): boolean =>
  a.length === b.length &&
  a.every(({name, metadata}, index) => name === b[index]?.name && metadata.equals(b[index].metadata));

/** Takes a member in, or its new wishes. `answer` is called when the whole group has joined. */
export const join = (
  group: GroupState,
  member: MemberState,
  protocols: readonly Protocol[],
  answer: (code: number) => void,
  rules: Rules,
): void => {
  const isKnown = group.members.has(member.id);
  const isUnchanged = isKnown && areSame(member.protocols, protocols);
  member.protocols = protocols;
  member.answerJoin = answer;
  group.members.set(member.id, member);
  keepAlive(group, member, rules);
  // A member that missed the answer to its last request gets it again; a leader that asks wants a new assignment.
  const isRepeated =
    isUnchanged &&
    (group.phase === 'CompletingRebalance' || (group.phase === 'Stable' && group.leader !== member.id));
  if (isRepeated) answerJoin(member, codes.NONE);
  else prepare(group, rules);
  completeIfAllJoined(group, rules);
};

/** The leader's assignment: everyone gets its part, and the group is stable. */
export const assign = (group: GroupState, parts: ReadonlyMap<string, Buffer>, rules: Rules): void => {
  group.phase = 'Stable';
  for (const member of group.members.values()) {
    member.assignment = parts.get(member.id) ?? nothing;
    answerSync(member, codes.NONE);
    keepAlive(group, member, rules);
  }
};

import type {Context} from './api.ts';
import {codes} from './codes.ts';
import type {GroupState, MemberState} from './groups.ts';
import {groupRefusal} from './leader.ts';

/** A member that asks with the generation that it thinks is the group's. */
export interface Claim {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
}

export interface Membership {
  readonly group: GroupState;
  readonly member: MemberState;
}

/** The group and its member, or the code of what is wrong with the claim. */
export const membershipOf = (
  {groupId, generationId, memberId}: Claim,
  context: Context,
): Membership | number => {
  const refusal = groupRefusal(groupId, context);
  if (refusal !== codes.NONE) return refusal;
  const group = context.cluster.groups.get(groupId);
  const member = group?.members.get(memberId);
  if (!group || !member) return codes.UNKNOWN_MEMBER_ID;
  return generationId === group.generation ? {group, member} : codes.ILLEGAL_GENERATION;
};

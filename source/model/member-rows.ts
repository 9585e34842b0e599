import type {Group, GroupPartition, Member} from './group.ts';
import {addUp, isUnknown, type Known, type Sum} from './reading.ts';

/** A member, and what it has still to read of the partitions that it is assigned. */
export interface MemberRow extends Member {
  readonly lag: Known<Sum | null>;
  /** The worst of its partitions (s). */
  readonly lagSeconds: Known<number | null>;
}

/** The worst of the partitions. Where one of them is unknown it may be that one. */
export const worstSeconds = (partitions: readonly GroupPartition[]): Known<number | null> => {
  let worst: number | null = null;
  for (const {lagSeconds} of partitions) {
    if (isUnknown(lagSeconds)) return lagSeconds;
    if (lagSeconds !== null) worst = Math.max(worst ?? 0, lagSeconds);
  }
  return worst;
};

const rowOf = (member: Member, partitions: Group['partitions']): MemberRow => {
  const {assignment} = member;
  if (isUnknown(assignment)) return {...member, lag: assignment, lagSeconds: assignment};
  if (isUnknown(partitions)) return {...member, lag: partitions, lagSeconds: partitions};
  const own = partitions.filter(row => row.member === member.id);
  return {...member, lag: addUp(own.map(row => row.lag)), lagSeconds: worstSeconds(own)};
};

const made = new WeakMap<Group, Known<readonly MemberRow[]>>();

/** The members of a group with their lag; the same rows as long as the group is the same. */
export const memberRows = (group: Group): Known<readonly MemberRow[]> => {
  const rows =
    made.get(group) ??
    (isUnknown(group.members) ? group.members : group.members.map(member => rowOf(member, group.partitions)));
  made.set(group, rows);
  return rows;
};

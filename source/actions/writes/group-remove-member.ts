import {leaveGroup} from '../../clients/kafka/apis.ts';
import {UserError} from '../../errors.ts';
import type {Member} from '../../model/group.ts';
import {isUnknown} from '../../model/reading.ts';
import {coordinatorLink, groupNamed} from './groups.ts';
import {outcomeOf, send} from './kafka.ts';
import type {Write} from './write.ts';

const countOf = ({assignment}: Member): string =>
  isUnknown(assignment)
    ? 'What it reads is not known.'
    : `It reads ${assignment.reduce((sum, {partitions}) => sum + partitions.length, 0)} partitions, which go to the others.`;

/** Takes a member out of a classic group. LeaveGroup (key 13) in its name. */
export const groupRemoveMember = {
  id: 'group.remove-member',
  noun: 'group',
  verb: 'remove-member',
  title: 'Remove a member of the group',
  help: 'takes one member out, and its partitions go to the others; a member that lives joins again',
  on: 'one',
  fields: [
    {id: 'member', label: 'Member', help: 'its id, its client id, or the beginning of one', isNeeded: true},
  ],
  initial: (picture, name) => {
    const members = picture.groups.find(({id}) => id === name)?.members;
    return {member: members === undefined || isUnknown(members) ? '' : (members[0]?.id ?? '')};
  },
  plan: async (context, [id = ''], {member = ''}) => {
    const group = groupNamed(context.picture, id);
    if (group.type !== 'classic')
      throw new UserError(
        `${id} is a group of type ${group.type}, whose members cannot be removed from outside.`,
        'Stop the member itself.',
      );
    if (isUnknown(group.members)) throw new UserError(group.members.sentence);
    if (group.members.length === 0) throw new UserError(`${id} has no member.`);
    const found = group.members.filter(
      each => each.id.startsWith(member) || each.clientId.startsWith(member),
    );
    const exact = found.find(each => each.id === member);
    const [one] = exact ? [exact] : found;
    if (member === '' || one === undefined || (!exact && found.length > 1))
      throw new UserError(
        found.length > 1 && member !== ''
          ? `${found.length} members begin with ${member}.`
          : `${id} has no member ${member || 'without a name'}.`,
        `Its members: ${group.members.map(each => each.id).join(', ')}.`,
      );
    return {
      question: `Remove ${one.clientId} from ${id}?`,
      consequences: [
        countOf(one),
        'All members stop reading for as long as they share the partitions out again.',
      ],
      preview: [],
      typed: null,
      commandLines: [],
      run: async signal => {
        const leaving = [{memberId: one.id, groupInstanceId: null, reason: 'removed with kafka-lab'}];
        const answer = await send(coordinatorLink(context, group), leaveGroup, [id, leaving], signal);
        const code = answer.errorCode === 0 ? (answer.members[0]?.errorCode ?? 0) : answer.errorCode;
        return [outcomeOf(one.id, code, null, `${one.clientId} was removed from ${id}.`)];
      },
    };
  },
} as const satisfies Write;

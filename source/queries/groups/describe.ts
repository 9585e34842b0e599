import {consumerGroupDescribe, describeGroups} from '../../clients/kafka/apis.ts';
import {decodeAssignment} from '../../clients/kafka/assignment.ts';
import {failureFrom} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {kafkaFailure} from '../../errors.ts';
import type {Assignment, Member} from '../../model/group.ts';
import {type Known, unknown} from '../../model/reading.ts';

/** What a coordinator says of a group itself. */
export interface Described {
  readonly state: Known<string>;
  readonly protocolType: string;
  readonly members: Known<readonly Member[]>;
}

type ByGroup = ReadonlyMap<string, Described>;

const refused = (code: number, id: string, protocolType: string): Described => {
  const {why, sentence} = kafkaFailure(code, `group ${id}`);
  const part = unknown(why, sentence);
  return {state: part, protocolType, members: part};
};

const allFailed = (ids: readonly string[], protocolType: string, error: unknown): ByGroup => {
  const {why, sentence} = failureFrom(error);
  const part = unknown(why, sentence);
  return new Map(ids.map(id => [id, {state: part, protocolType, members: part}]));
};

/** Only consumers write their assignment in a form that we know: Connect and others have forms of their own. */
const assignmentOf = (protocolType: string, bytes: Buffer): Known<readonly Assignment[]> => {
  if (protocolType !== 'consumer')
    return unknown('not-supported', `Assignments of the protocol "${protocolType}" are not read.`);
  try {
    return decodeAssignment(bytes);
  } catch {
    return unknown('not-read', 'The assignment could not be decoded.');
  }
};

// The broker writes the address as Java does: "/172.18.0.4".
const hostOf = (host: string): string => host.replace(/^\//, '');

/** Classic groups, all in one request. */
export const describeClassic = async (link: Link, ids: readonly string[]): Promise<ByGroup> => {
  if (ids.length === 0) return new Map();
  try {
    const answer = await link.call(describeGroups, [[...ids], false]);
    return new Map(
      answer.groups.map(({errorCode, groupId, groupState, protocolType, members}) => [
        groupId,
        errorCode === 0
          ? {
              state: groupState,
              protocolType,
              members: members.map(
                (member): Member => ({
                  id: member.memberId,
                  clientId: member.clientId,
                  host: hostOf(member.clientHost),
                  assignment: assignmentOf(protocolType, member.memberAssignment),
                }),
              ),
            }
          : refused(errorCode, groupId, protocolType),
      ]),
    );
  } catch (error) {
    return allFailed(ids, '', error);
  }
};

/** Groups of KIP-848 (`group.protocol=consumer`), all in one request. */
export const describeConsumer = async (link: Link, ids: readonly string[]): Promise<ByGroup> => {
  if (ids.length === 0) return new Map();
  try {
    const answer = await link.call(consumerGroupDescribe, [[...ids], false]);
    return new Map(
      answer.groups.map(({errorCode, groupId, groupState, members}) => [
        groupId,
        errorCode === 0
          ? {
              state: groupState,
              protocolType: 'consumer',
              members: members.map(
                (member): Member => ({
                  id: member.memberId,
                  clientId: member.clientId,
                  host: hostOf(member.clientHost),
                  assignment: member.assignment.topicPartitions.map(({topicName, partitions}) => ({
                    topic: topicName,
                    partitions,
                  })),
                }),
              ),
            }
          : refused(errorCode, groupId, 'consumer'),
      ]),
    );
  } catch (error) {
    return allFailed(ids, 'consumer', error);
  }
};

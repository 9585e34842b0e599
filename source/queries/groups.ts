import {listGroups} from '../clients/kafka/apis.ts';
import {KafkaError} from '../clients/kafka/kafka-error.ts';
import type {Link} from '../clients/kafka/link.ts';
import {kafkaFailure} from '../errors.ts';
import type {Assignment, Committed, GroupReading, GroupType, Member} from '../model/group.ts';
import {isUnknown, type Known, type Missing, unknown} from '../model/reading.ts';
import {readCommitted} from './groups/committed.ts';
import {type Described, describeClassic, describeConsumer} from './groups/describe.ts';

/** The groups that one broker coordinates, and what of them could not be read. */
export interface CoordinatedGroups {
  readonly groups: readonly GroupReading[];
  readonly missing: readonly Missing[];
}

interface Listed {
  readonly id: string;
  readonly type: GroupType;
  readonly state: string;
  readonly protocolType: string;
}

const typeOf = (word: string): GroupType => {
  const type = word.toLowerCase();
  return type === 'consumer' || type === 'share' || type === 'streams' ? type : 'classic';
};

/** Adds the assigned partitions that have no commit yet: they have none, which is not the same as unknown. */
const withAssigned = (
  committed: Known<readonly Committed[]>,
  members: Known<readonly Member[]>,
): Known<readonly Committed[]> => {
  if (isUnknown(committed) || isUnknown(members)) return committed;
  const there = new Set(committed.map(({topic, partition}) => `${topic}/${partition}`));
  const assigned = members.flatMap(({assignment}): readonly Assignment[] =>
    isUnknown(assignment) ? [] : assignment,
  );
  const none = assigned.flatMap(({topic, partitions}) =>
    partitions
      .filter(partition => !there.has(`${topic}/${partition}`))
      .map((partition): Committed => ({topic, partition, offset: null})),
  );
  return none.length === 0 ? committed : [...committed, ...none];
};

const notRead = (listed: Listed): Described => ({
  state: listed.state || unknown('not-read', `The broker lists ${listed.id} without a state.`),
  protocolType: listed.protocolType,
  members: unknown('not-read', `Members of ${listed.type} groups are not read.`),
});

/**
 * All groups of one coordinator with members and committed offsets: ListGroups, DescribeGroups, ConsumerGroupDescribe
 * where there are groups of that kind, and OffsetFetch for all of them. The broker that lists a group is its
 * coordinator, so FindCoordinator, which creates `__consumer_offsets`, is never needed. Throws a KafkaError where the
 * list did not come; a part that did not come is unknown.
 */
export const readGroups = async (link: Link, broker: number): Promise<CoordinatedGroups> => {
  const answer = await link.call(listGroups, [[], []]);
  const refusal = kafkaFailure(answer.errorCode, `The groups of broker ${broker}`);
  // A coordinator that is still loading lists what it has; one that lists nothing has not said that there is nothing.
  if (answer.errorCode !== 0 && answer.groups.length === 0)
    throw new KafkaError(refusal.why, refusal.sentence, null);
  const missing: Missing[] = answer.errorCode === 0 ? [] : [{path: `broker ${broker}`, ...refusal}];
  const listed = answer.groups.map(
    (group): Listed => ({
      id: group.groupId,
      type: typeOf(group.groupType ?? ''),
      state: group.groupState,
      protocolType: group.protocolType,
    }),
  );
  const idsOf = (...types: readonly GroupType[]): string[] =>
    listed.filter(({type}) => types.includes(type)).map(({id}) => id);
  const [classic, consumer, committed] = await Promise.all([
    describeClassic(link, idsOf('classic')),
    describeConsumer(link, idsOf('consumer')),
    readCommitted(link, idsOf('classic', 'consumer')),
  ]);
  const groups = listed.map((group): GroupReading => {
    const described = classic.get(group.id) ?? consumer.get(group.id) ?? notRead(group);
    const offsets =
      committed.get(group.id) ??
      unknown('not-read', `Committed offsets of ${group.type} groups are not read.`);
    return {
      id: group.id,
      type: group.type,
      coordinator: broker,
      ...described,
      committed: withAssigned(offsets, described.members),
    };
  });
  return {groups: groups.sort((one, other) => (one.id < other.id ? -1 : 1)), missing};
};

import {offsetFetch, offsetFetchOfOne} from '../../clients/kafka/apis.ts';
import {failureFrom} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {kafkaFailure} from '../../errors.ts';
import type {Committed} from '../../model/group.ts';
import {type Known, unknown} from '../../model/reading.ts';

type Offsets = Known<readonly Committed[]>;

interface AnsweredTopic {
  readonly name: string;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly committedOffset: bigint;
    readonly errorCode: number;
  }[];
}

const offsetsOf = (id: string, errorCode: number, topics: readonly AnsweredTopic[]): Offsets => {
  if (errorCode !== 0) {
    const {why, sentence} = kafkaFailure(errorCode, `group ${id}`);
    return unknown(why, sentence);
  }
  return topics.flatMap(({name, partitions}) =>
    partitions
      .filter(partition => partition.errorCode === 0)
      .map(
        ({partitionIndex, committedOffset}): Committed => ({
          topic: name,
          partition: partitionIndex,
          offset: committedOffset < 0n ? null : Number(committedOffset),
        }),
      ),
  );
};

const failed = (error: unknown): Offsets => {
  const {why, sentence} = failureFrom(error);
  return unknown(why, sentence);
};

/** Brokers before Kafka 3.0 take one group at a time. */
const readOneByOne = async (link: Link, ids: readonly string[]): Promise<ReadonlyMap<string, Offsets>> => {
  const offsets = new Map<string, Offsets>();
  for (const groupId of ids) {
    try {
      const answer = await link.call(offsetFetchOfOne, [[{groupId, topics: null}], false]);
      offsets.set(groupId, offsetsOf(groupId, answer.errorCode, answer.topics));
    } catch (error) {
      offsets.set(groupId, failed(error));
    }
  }
  return offsets;
};

/** Every committed offset of the groups of one coordinator, in one request where the broker can (Kafka 3.0 on). */
export const readCommitted = async (
  link: Link,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Offsets>> => {
  if (ids.length === 0) return new Map();
  if (!link.supports(offsetFetch)) return readOneByOne(link, ids);
  try {
    const asked = ids.map(groupId => ({groupId, memberId: null, memberEpoch: -1, topics: null}));
    const answer = await link.call(offsetFetch, [asked, false]);
    return new Map(
      answer.groups.map(({groupId, errorCode, topics}) => [groupId, offsetsOf(groupId, errorCode, topics)]),
    );
  } catch (error) {
    return new Map(ids.map(id => [id, failed(error)]));
  }
};

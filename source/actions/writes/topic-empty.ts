import {deleteRecords} from '../../clients/kafka/apis.ts';
import {UserError} from '../../errors.ts';
import {asFile, kafkaTool} from '../../findings/command-lines.ts';
import {numberText} from '../../format/number.ts';
import {partitionKey} from '../../model/history.ts';
import {isUnknown, known} from '../../model/reading.ts';
import {partitionsOf} from './groups.ts';
import {linkTo, outcomeOf, send, writeTimeout} from './kafka.ts';
import type {NamedOutcome, Place, Write, WriteContext} from './write.ts';

interface Emptied extends Place {
  readonly start: number;
  readonly end: number;
  readonly leader: number;
}

const emptiedOf = async (context: WriteContext, name: string): Promise<readonly Emptied[]> => {
  const places = partitionsOf(context.picture, name);
  const partitions = known(context.picture.topics.find(topic => topic.name === name)?.partitions ?? []) ?? [];
  const [starts, ends] = await Promise.all([
    context.offsets(places, 'earliest'),
    context.offsets(places, 'latest'),
  ]);
  return places.map(place => {
    const key = partitionKey(place.topic, place.partition);
    const [start, end] = [starts.get(key), ends.get(key)];
    const leader = partitions.find(({id}) => id === place.partition)?.leader;
    if (typeof start !== 'number' || typeof end !== 'number' || typeof leader !== 'number')
      throw new UserError(
        `${name}-${place.partition} cannot be emptied now: ${isUnknown(end) ? end.sentence : 'it has no leader.'}`,
      );
    return {...place, start, end, leader};
  });
};

/** Deletes all records of a topic, which stays. DeleteRecords (key 21) up to the log end of each partition. */
export const topicEmpty = {
  id: 'topic.empty',
  noun: 'topic',
  verb: 'empty',
  title: 'Empty the topic',
  help: 'deletes all its records, and keeps the topic, its settings and the offsets of its groups; its name has to be typed',
  on: 'one',
  fields: [],
  against: (picture, name) =>
    picture.topics.find(topic => topic.name === name)?.isInternal ? "it is one of Kafka's own topics" : null,
  plan: async (context, [name = '']) => {
    const topic = context.picture.topics.find(each => each.name === name);
    const policy = topic && known(topic.cleanupPolicy);
    if (policy !== undefined && !policy.includes('delete'))
      throw new UserError(
        `${name} is compacted (cleanup.policy=${policy}), and Kafka deletes the records only of a topic that may delete.`,
        'Add delete to its cleanup.policy first.',
      );
    const partitions = await emptiedOf(context, name);
    const count = partitions.reduce((sum, {start, end}) => sum + end - start, 0);
    const readers = topic?.groups.map(({id}) => id) ?? [];
    return {
      question: `Empty topic ${name}?`,
      consequences: [
        `${numberText(count)} records go, for good. Offsets go on where they are: the log start moves up to the log end.`,
        ...(readers.length > 0
          ? [
              `What ${readers.join(', ')} had not read yet is lost to ${readers.length === 1 ? 'it' : 'them'}.`,
            ]
          : []),
        ...(topic?.unseenGroups ? [`Other groups may read it, too: ${topic.unseenGroups.sentence}`] : []),
      ],
      preview: partitions.map(({partition, start, end}) => ({
        partition: `${name}-${partition}`,
        'start before': numberText(start),
        'start after': numberText(end),
        records: numberText(end - start),
      })),
      typed: name,
      commandLines: [
        kafkaTool(
          context.picture,
          'kafka-delete-records',
          `--offset-json-file ${asFile({
            version: 1,
            partitions: partitions.map(({partition, end}) => ({topic: name, partition, offset: end})),
          })}`,
          '',
        ).line,
      ],
      run: async signal => {
        const led = [...Map.groupBy(partitions, ({leader}) => leader)];
        const answers = led.map(async ([leader, own]): Promise<readonly NamedOutcome[]> => {
          const asked = own.map(({partition, end}) => ({partitionIndex: partition, offset: BigInt(end)}));
          const answer = await send(
            linkTo(context, leader),
            deleteRecords,
            [[{name, partitions: asked}], writeTimeout],
            signal,
          );
          return answer.topics.flatMap(each =>
            each.partitions.map(({partitionIndex, errorCode, lowWatermark}) =>
              outcomeOf(
                `${name}-${partitionIndex}`,
                errorCode,
                null,
                `${name}-${partitionIndex} begins at ${numberText(Number(lowWatermark))}.`,
              ),
            ),
          );
        });
        return (await Promise.all(answers)).flat();
      },
    };
  },
} as const satisfies Write;

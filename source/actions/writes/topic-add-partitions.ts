import {createPartitions} from '../../clients/kafka/apis.ts';
import {partitionOfKey} from '../../clients/kafka/partition-of-key.ts';
import {UserError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {known} from '../../model/reading.ts';
import {partitionsOf} from './groups.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import {type Write, wholeOf} from './write.ts';

/** Keys as test events have them by default. */
const sampleKeys = Array.from({length: 12}, (_, index) => `key-${index}`);

const placeOf = (key: string, partitions: number): number => partitionOfKey(Buffer.from(key), partitions);

/** Gives a topic more partitions. CreatePartitions (key 37). */
export const topicAddPartitions = {
  id: 'topic.add-partitions',
  noun: 'topic',
  verb: 'add-partitions',
  title: 'Add partitions to the topic',
  help: 'gives a topic more partitions, and shows which sample keys then go elsewhere; there is no way back',
  on: 'one',
  fields: [
    {id: 'partitions', label: 'Partitions', help: 'how many there will be, all together', isNeeded: true},
  ],
  initial: (picture, name) => {
    const now = known(picture.topics.find(topic => topic.name === name)?.partitions ?? [])?.length ?? 0;
    return {partitions: String(now + 1)};
  },
  plan: async (context, [name = ''], {partitions = ''}) => {
    const before = partitionsOf(context.picture, name).length;
    const count = wholeOf(partitions);
    if (count == null || count <= before)
      throw new UserError(
        `${name} has ${before} partitions, and Kafka only adds some.`,
        `Say ${before + 1} or more.`,
      );
    const moved = sampleKeys.filter(key => placeOf(key, before) !== placeOf(key, count));
    return {
      question: `Give ${name} ${count} partitions?`,
      consequences: [
        `New records of ${moved.length} in ${sampleKeys.length} sample keys go to another partition than those before: the order by key is broken there.`,
        'What is stored stays where it is, and no partition can be taken away again.',
      ],
      preview: moved.map(key => ({
        key,
        before: String(placeOf(key, before)),
        after: String(placeOf(key, count)),
      })),
      typed: null,
      commandLines: [
        kafkaTool(
          context.picture,
          'kafka-topics',
          `--alter --topic ${quoted(name)} --partitions ${count}`,
          '',
        ).line,
      ],
      run: async signal => {
        const answer = await send(
          controllerLink(context),
          createPartitions,
          [[{name, count, assignments: null}], writeTimeout, false],
          signal,
        );
        return answer.results.map(({errorCode, errorMessage}) =>
          outcomeOf(name, errorCode, errorMessage, `${name} has ${count} partitions.`),
        );
      },
    };
  },
} as const satisfies Write;

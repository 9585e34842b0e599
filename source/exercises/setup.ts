import {readOnlyReason} from '../actions/action.ts';
import {topicCreate} from '../actions/writes/topic-create.ts';
import type {WriteContext} from '../actions/writes/write.ts';
import {UserError} from '../errors.ts';
import {isUnknown} from '../model/reading.ts';
import type {Exercise, SetupTopic} from './exercise.ts';

const wordsOf = ({partitions, replicas}: SetupTopic): string =>
  `${partitions} ${partitions === 1 ? 'partition' : 'partitions'} and ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;

/** Whether the topic is there as it has to be. Throws where there is another of its name: nothing of it is touched. */
const isThere = ({picture}: WriteContext, wanted: SetupTopic): boolean => {
  const topic = picture.topics.find(({name}) => name === wanted.topic);
  if (!topic) return false;
  if (isUnknown(topic.partitions))
    throw new UserError(topic.partitions.sentence, 'The exercise needs to see it.');
  const [first] = topic.partitions;
  if (topic.partitions.length === wanted.partitions && first?.replicas.length === wanted.replicas)
    return true;
  throw new UserError(
    `There is a topic ${wanted.topic}, and it has not ${wordsOf(wanted)}.`,
    `It is left alone. Delete it (x in view 4), and start the exercise again.`,
  );
};

/** Makes what an exercise needs and is not there; says each thing that it made. */
export const setUp = async (
  exercise: Exercise,
  context: WriteContext,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const reason = exercise.against?.(context.picture) ?? null;
  if (reason !== null) throw new UserError(`This lab cannot serve ${exercise.title}: ${reason}.`);
  const missing = exercise.setup.filter(wanted => !isThere(context, wanted));
  const readOnly = missing.length > 0 ? readOnlyReason(context.target) : null;
  if (readOnly !== null)
    throw new UserError(
      `It needs ${missing.map(({topic}) => `topic ${topic}`).join(', ')}, which is not there. ${readOnly}`,
      `kafka-lab learn start ${exercise.id}, where it may write, makes and begins it.`,
    );
  const made: string[] = [];
  for (const {topic, partitions, replicas, configs = ''} of missing) {
    const values = {partitions: String(partitions), 'replication-factor': String(replicas), config: configs};
    const plan = await topicCreate.plan(context, [topic], values);
    const [outcome] = await plan.run(signal);
    if (!outcome?.isDone) throw new UserError(outcome?.answer ?? `${topic} was not made.`, 'Try again.');
    made.push(outcome.answer);
  }
  return made;
};

import {deleteTopics} from '../../clients/kafka/apis.ts';
import {UserError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {numberText} from '../../format/number.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Topic} from '../../model/topic.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import type {Write} from './write.ts';

const lossOf = ({name, messages}: Topic): string => {
  if (isUnknown(messages)) return `How many records ${name} has is not known; all of them go.`;
  if (messages === null || messages.sum === 0) return `${name} has no records.`;
  const count = `${messages.unknownParts > 0 ? 'at least ' : ''}${numberText(messages.sum)}`;
  return `${count} records go with it, for good.`;
};

const readersOf = ({groups}: Topic): readonly string[] =>
  groups.length === 0
    ? []
    : [
        `${groups.map(({id}) => id).join(', ')} ${groups.length === 1 ? 'reads' : 'read'} it: their offsets for it go, too, and members that are there get errors.`,
      ];

/** Deletes a topic and all that is in it. DeleteTopics (key 20). */
export const topicDelete = {
  id: 'topic.delete',
  noun: 'topic',
  verb: 'delete',
  title: 'Delete the topic',
  help: 'deletes a topic with all its records; its name has to be typed',
  on: 'one',
  fields: [],
  against: (picture, name) =>
    picture.topics.find(topic => topic.name === name)?.isInternal
      ? "it is one of Kafka's own topics, and groups or transactions live in it"
      : null,
  plan: async (context, [name = '']) => {
    const topic = context.picture.topics.find(each => each.name === name);
    if (!topic) throw new UserError(`There is no topic ${name}.`, 'kafka-lab topics lists them.');
    return {
      question: `Delete topic ${name}?`,
      consequences: [
        lossOf(topic),
        ...readersOf(topic),
        'Clients that may create topics make it again, empty.',
      ],
      preview: [],
      typed: name,
      commandLines: [kafkaTool(context.picture, 'kafka-topics', `--delete --topic ${quoted(name)}`, '').line],
      run: async signal => {
        const answer = await send(controllerLink(context), deleteTopics, [[{name}], writeTimeout], signal);
        return answer.responses.map(({errorCode, errorMessage}) =>
          outcomeOf(name, errorCode, errorMessage, `Topic ${name} was deleted.`),
        );
      },
    };
  },
} as const satisfies Write;

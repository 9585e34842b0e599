import {offsetDelete} from '../../clients/kafka/apis.ts';
import {UserError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {known} from '../../model/reading.ts';
import {byTopic, coordinatorLink, groupNamed, scopeOf, toolScope} from './groups.ts';
import {outcomeOf, send} from './kafka.ts';
import type {Write} from './write.ts';

/** Forgets what a group has committed of a topic that none of its members reads. OffsetDelete (key 47). */
export const groupDeleteOffsets = {
  id: 'group.delete-offsets',
  noun: 'group',
  verb: 'delete-offsets',
  title: 'Delete offsets of the group',
  help: 'forgets what it has committed of a topic; Kafka refuses it for a topic that a member reads',
  on: 'one',
  fields: [{id: 'topic', label: 'Topic', help: 'orders, or one partition: orders-0', isNeeded: true}],
  initial: (picture, name) => {
    const partitions = known(picture.groups.find(({id}) => id === name)?.partitions ?? []);
    return {topic: partitions?.[0]?.topic ?? ''};
  },
  plan: async (context, [id = ''], {topic = ''}) => {
    const group = groupNamed(context.picture, id);
    if (topic === '') throw new UserError('Name the topic whose offsets are to be deleted.');
    const places = scopeOf(context.picture, group, topic);
    return {
      question: `Delete the offsets of ${id} for ${topic}?`,
      consequences: ['Where it has no offset, a member begins where its auto.offset.reset says.'],
      preview: [],
      typed: null,
      commandLines: [
        kafkaTool(
          context.picture,
          'kafka-consumer-groups',
          `--delete-offsets --group ${quoted(id)} --topic ${toolScope(context.picture, topic)}`,
          '',
        ).line,
      ],
      run: async signal => {
        const topics = byTopic(places).map(([name, own]) => ({
          name,
          partitions: own.map(({partition}) => ({partitionIndex: partition})),
        }));
        const answer = await send(coordinatorLink(context, group), offsetDelete, [id, topics], signal);
        if (answer.errorCode !== 0) return [outcomeOf(id, answer.errorCode, null, '')];
        return answer.topics.flatMap(({name, partitions}) =>
          partitions.map(({partitionIndex, errorCode}) =>
            outcomeOf(
              `${name}-${partitionIndex}`,
              errorCode,
              null,
              `${id} has no offset for ${name}-${partitionIndex} any more.`,
            ),
          ),
        );
      },
    };
  },
} as const satisfies Write;

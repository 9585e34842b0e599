import {deleteGroups} from '../../clients/kafka/apis.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {coordinatorLink, groupNamed, needEmpty} from './groups.ts';
import {outcomeOf, send} from './kafka.ts';
import type {Write} from './write.ts';

/** Deletes a group with all its offsets. DeleteGroups (key 42). */
export const groupDelete = {
  id: 'group.delete',
  noun: 'group',
  verb: 'delete',
  title: 'Delete the group',
  help: 'deletes a group with all its committed offsets; only while it has no members',
  on: 'one',
  fields: [],
  plan: async (context, [id = '']) => {
    const group = groupNamed(context.picture, id);
    needEmpty(group, 'deletes it');
    return {
      question: `Delete group ${id}?`,
      consequences: [
        'Its committed offsets are gone: who comes back under this name begins where auto.offset.reset says.',
        'No record is deleted by it.',
      ],
      preview: [],
      typed: id,
      commandLines: [
        kafkaTool(context.picture, 'kafka-consumer-groups', `--delete --group ${quoted(id)}`, '').line,
      ],
      run: async signal => {
        const answer = await send(coordinatorLink(context, group), deleteGroups, [[id]], signal);
        return answer.results.map(({errorCode}) =>
          outcomeOf(id, errorCode, null, `Group ${id} was deleted.`),
        );
      },
    };
  },
} as const satisfies Write;

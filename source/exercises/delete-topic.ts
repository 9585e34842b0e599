import type {Step} from './exercise.ts';
import {happened, partitionsOf} from './proofs.ts';

/** There is no way to fewer partitions but a topic that is made anew. */
export const deleteTopic = (name: string): Step => ({
  id: 'delete',
  text: `No partition can be taken away again. Delete ${name} (x, delete: its name has to be typed).`,
  line: () => `kafka-lab topic delete ${name}`,
  proof: evidence => {
    const isThere = evidence.picture.topics.some(each => each.name === name);
    const deleted = happened(evidence, 'topic-deleted', ({subject}) => subject === name);
    return [
      {
        isMet: !isThere && deleted !== undefined,
        sentence: isThere
          ? `${name} is there, with ${partitionsOf(evidence.picture, name).length} partitions, and has to be gone.`
          : `The cluster has no topic ${name}${deleted ? '' : ', and it was not seen to go'}.`,
      },
    ];
  },
  solution: [
    {
      command: 'topic.delete',
      on: {view: 'topics', pane: 'topics', row: name},
      answers: {typed: name},
    },
  ],
});

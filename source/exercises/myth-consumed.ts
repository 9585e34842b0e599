import type {Condition, Exercise, Step} from './exercise.ts';
import {committedOn, committedText} from './group-proofs.ts';
import {partitionsOf, topicGrown} from './proofs.ts';

const topic = 'ex-myth-consumed';
const [first, second] = ['ex-myth-consumed-a', 'ex-myth-consumed-b'];
const events = 20;

const read = (id: string, text: string, group: string): Step => ({
  id,
  text,
  line: () => `kafka-lab consume ${topic} --group ${group} --commit record --for 5s`,
  proof: ({picture}) => {
    const committed = committedOn(picture, group, topic);
    const [partition] = partitionsOf(picture, topic);
    const end = typeof partition?.end === 'number' ? partition.end : undefined;
    const start = typeof partition?.start === 'number' ? partition.start : undefined;
    const readAll: Condition = {
      isMet: end !== undefined && end > 0 && committed === end,
      sentence: `${group} has committed ${committedText(picture, group, topic)} of ${end ?? '?'} on ${topic}-0.`,
    };
    return [
      readAll,
      {
        isMet: start === 0 && end !== undefined && end >= events,
        sentence: `${topic}-0 begins at ${start ?? '?'} and ends at ${end ?? '?'}: ${start === 0 ? 'all records are still there' : 'records have gone'}.`,
      },
    ];
  },
  solution: [
    {
      command: 'consumers.start',
      answers: {group, topics: topic, members: '1', rate: '', commit: 'record'},
    },
  ],
});

export const mythConsumed: Exercise = {
  id: 'myth-consumed',
  chapter: 'Myths',
  title: '“Consumed events are deleted”',
  concept:
    'Refute it: a log is read, not emptied. A group keeps one number for each partition, its committed offset, and that is all that reading changes. Whoever comes later reads the same records, until retention deletes them for everybody.',
  setup: [{topic, partitions: 1, replicas: 2}],
  steps: [
    {
      id: 'write',
      text: `Send ${events} events to ${topic} (P).`,
      line: () => `kafka-lab produce ${topic} --count ${events}`,
      proof: evidence => {
        const more = topicGrown(evidence, topic);
        return [
          {
            isMet: more >= events,
            sentence: `${topic} has ${more} more records than at the start, of ${events}.`,
          },
        ];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: String(events), rate: ''}}],
    },
    read('first', `Let a demo consumer of ${first} read them all, and commit after each record.`, first),
    read('second', `Let one of another group, ${second}, read them again.`, second),
    {
      id: 'none',
      text: 'Stop both.',
      proof: ({picture}) =>
        [first, second].map(group => {
          const members = picture.groups.find(({id}) => id === group)?.members;
          const left = Array.isArray(members) ? members.length : undefined;
          return {
            isMet: left === 0,
            sentence: `${group} has ${left ?? 'not yet read how many'} members, and has to have none.`,
          };
        }),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: ['Start and end of the log stand in view 4; what a group has committed in view 5.'],
};

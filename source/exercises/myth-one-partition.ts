import type {Exercise} from './exercise.ts';
import {groupHas, readersOf} from './group-proofs.ts';

const topic = 'ex-myth-one';
const [first, second] = ['ex-myth-one-a', 'ex-myth-one-b'];

export const mythOnePartition: Exercise = {
  id: 'myth-one-partition',
  chapter: 'Myths',
  title: '“Two consumers of one group read the same partition”',
  concept:
    'Refute it: within a group a partition has one reader at a time. What is true of several consumers on one partition is true of several groups: each group has its own reader and its own place, and none takes anything from the other.',
  setup: [{topic, partitions: 1, replicas: 2}],
  steps: [
    {
      id: 'one-group',
      text: `Start two demo consumers of the group ${first} on ${topic}, which has one partition.`,
      line: () => `kafka-lab consume ${topic} --group ${first} --members 2`,
      proof: ({picture}) => groupHas(picture, first, topic, {members: 2, idle: 1}),
      solution: [
        {command: 'consumers.start', answers: {group: first, topics: topic, members: '2', rate: '10'}},
      ],
    },
    {
      id: 'two-groups',
      text: `Start one of another group, ${second}, and see that both groups read the partition.`,
      line: () => `kafka-lab consume ${topic} --group ${second}`,
      proof: ({picture}) =>
        [first, second].map(group => {
          const reader = readersOf(picture, group, topic)?.find(({partitions}) => partitions.includes(0));
          return {
            isMet: reader !== undefined,
            sentence: reader
              ? `${topic}-0 is read by ${reader.name} of ${group}.`
              : `Nobody of ${group} reads ${topic}-0.`,
          };
        }),
      solution: [
        {command: 'consumers.start', answers: {group: second, topics: topic, members: '1', rate: '10'}},
      ],
    },
    {
      id: 'none',
      text: 'Stop them all.',
      proof: ({picture}) => [first, second].flatMap(group => groupHas(picture, group, topic, {members: 0})),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: ['View 5 shows a member without a partition with a dash.'],
};

import type {Exercise, Move, Step} from './exercise.ts';
import {groupHas} from './group-proofs.ts';

const topic = 'ex-groups';
const group = 'ex-groups-readers';

const join = (members: string): Move => ({
  command: 'consumers.start',
  answers: {group, topics: topic, members, rate: '10'},
});

const line = (members: number) => (): string =>
  `kafka-lab consume ${topic} --group ${group} --members ${members}`;

const oneMore = (id: string, text: string, members: number, idle: number): Step => ({
  id,
  text,
  line: line(1),
  proof: ({picture}) => groupHas(picture, group, topic, {members, idle}),
  solution: [join('1')],
});

export const groups: Exercise = {
  id: 'groups',
  chapter: 'Consumers',
  title: 'A group shares the partitions out',
  concept:
    'Consumers of one group divide the work: each partition is read by exactly one of them. When one comes or goes, the partitions are shared out anew (a rebalance). So a group has use for as many members as there are partitions, and any more of them wait.',
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    {
      id: 'two',
      text: `Start two demo consumers of the group ${group} on ${topic} (: and “demo”).`,
      line: line(2),
      proof: ({picture}) => groupHas(picture, group, topic, {members: 2}),
      solution: [join('2')],
    },
    oneMore('three', 'Start one more, and see in view 5 what each of them reads now.', 3, 0),
    oneMore('four', 'Start a fourth. There are three partitions.', 4, 1),
    {
      id: 'none',
      text: 'Stop them all (: and “stop”). The group stays, empty, with what it has committed.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 0}),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: [
    'View 5 shows the members of the selected group, and their partitions.',
    'In the form, left and right go through the consumers; the last choice is all of them.',
  ],
};

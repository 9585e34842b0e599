import type {Exercise} from './exercise.ts';
import {groupHas} from './group-proofs.ts';
import {happened} from './proofs.ts';

const topic = 'ex-dead-member';
const group = 'ex-dead-member-readers';

export const deadMember: Exercise = {
  id: 'dead-member',
  chapter: 'Consumers',
  title: 'A consumer dies, and its partitions wait',
  concept:
    'A consumer that stops says goodbye, and the others have its partitions at once. One that is killed says nothing: the coordinator waits for its heartbeats until its session has ended (session.timeout.ms), and only then shares its partitions out. Until then nobody reads them.',
  setup: [{topic, partitions: 2, replicas: 2}],
  steps: [
    {
      id: 'two',
      text: `Start two demo consumers of the group ${group} on ${topic}.`,
      line: () => `kafka-lab consume ${topic} --group ${group} --members 2`,
      proof: ({picture}) => groupHas(picture, group, topic, {members: 2}),
      solution: [{command: 'consumers.start', answers: {group, topics: topic, members: '2', rate: '10'}}],
    },
    {
      id: 'kill',
      text: 'Kill the first of them (: and “kill”). Look at view 5: it is still there, and still has its partition.',

      proof: evidence => {
        const killed = happened(
          evidence,
          'action',
          ({subject, to}) => to === 'kill' && subject.endsWith(` of ${group}`),
        );
        return [
          {
            isMet: killed !== undefined,
            sentence: killed
              ? `${killed.subject} was killed.`
              : `No demo consumer of ${group} has been killed since the start.`,
          },
        ];
      },
      solution: [{command: 'consumers.steer', answers: {change: 'kill'}}],
    },
    {
      id: 'moved',
      text: 'Wait until its session has ended: 15 s for these consumers.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 1}),
      solution: [],
    },
    {
      id: 'none',
      text: 'Stop the other one. This time nobody has to wait.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 0}),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: [
    'Kafka’s own default for the session is 45 s; a shorter one notices sooner, and takes a pause of the machine for a death.',
  ],
};

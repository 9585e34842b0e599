import type {Picture} from '../model/picture.ts';
import type {Condition, Exercise} from './exercise.ts';
import {partitionsOf, registeredBrokers} from './proofs.ts';

const topic = 'ex-preferred';
const partitions = 4;

/** Whether the first replica of each partition is as it has to be. */
const preferring = (picture: Picture, fits: (first: number | null, id: number) => boolean): Condition => {
  const all = partitionsOf(picture, topic);
  const list = all.map(({id, replicas}) => `${id}: ${replicas.join(' ')}`).join('; ');
  return {
    isMet: all.length > 0 && all.every(({id, preferredLeader}) => fits(preferredLeader, id)),
    sentence: `The replicas of ${topic}, the preferred one first: ${list || 'not read yet'}.`,
  };
};

/** Whether each partition is led by the first of its replicas, with who leads how many. */
const ledAsPreferred = (picture: Picture): Condition => {
  const all = partitionsOf(picture, topic);
  const counts = [1, 2].map(
    broker => `broker ${broker} leads ${all.filter(({leader}) => leader === broker).length}`,
  );
  const wrong = all.filter(({leader, preferredLeader}) => leader !== preferredLeader).length;
  return {
    isMet: all.length > 0 && wrong === 0,
    sentence: `Of ${all.length} partitions ${counts.join(' and ')}; ${wrong} not led as preferred.`,
  };
};

const row = {view: 'topics', pane: 'topics', row: topic};
const reassign = (to: string) => ({command: 'partition.reassign', on: row, answers: {to}});
const elect = {command: 'partition.elect', on: row};
const electLine = (): string => `kafka-lab partition elect ${topic}`;

export const preferredLeaders: Exercise = {
  id: 'preferred-leaders',
  chapter: 'Replication',
  title: 'The first replica is the preferred leader',
  concept:
    'The replicas of a partition are a list, and the first of it is who should lead: a topic begins so, with its leaders spread. Who leads can change in a second, by a stop or an election; who is preferred changes only when the list does. Kafka compares the two every five minutes and elects by itself where too many are led by others; you may do it at once.',
  against: picture =>
    registeredBrokers(picture) === 2
      ? null
      : `it is about two brokers, and this cluster has ${registeredBrokers(picture)}`,
  setup: [{topic, partitions, replicas: 2}],
  steps: [
    {
      id: 'order',
      text: `Let all partitions of ${topic} prefer broker 2: reassign them to 2,1 (x on the topic). The replicas are the same, so nothing is copied, and the leaders stay.`,
      line: () => `kafka-lab partition reassign ${topic} --to 2,1`,
      proof: ({picture}) => [preferring(picture, first => first === 2)],
      solution: [reassign('2,1')],
    },
    {
      id: 'elect',
      text: 'Elect the preferred leaders (x on the topic): now broker 2 leads all of them, and broker 1 rests.',
      line: electLine,
      proof: ({picture}) => [preferring(picture, first => first === 2), ledAsPreferred(picture)],
      solution: [elect],
    },
    {
      id: 'spread',
      text: 'That is no good balance. Let them prefer the brokers by turns: reassign to spread:1,2.',
      line: () => `kafka-lab partition reassign ${topic} --to spread:1,2`,
      proof: ({picture}) => [preferring(picture, (first, id) => first === (id % 2) + 1)],
      solution: [reassign('spread:1,2')],
    },
    {
      id: 'elect-again',
      text: 'And elect once more: each broker leads half of them.',
      line: electLine,
      proof: ({picture}) => [
        preferring(picture, (first, id) => first === (id % 2) + 1),
        ledAsPreferred(picture),
      ],
      solution: [elect],
    },
  ],
  hints: [
    'View 3 has a mark of its own for a replica that is preferred and does not lead.',
    'Where Kafka has elected them already there is nothing left to elect: the step is done by then.',
  ],
};

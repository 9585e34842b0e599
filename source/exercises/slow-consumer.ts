import type {Condition, Evidence, Exercise} from './exercise.ts';
import {groupHas, lagOn, unreadWords} from './group-proofs.ts';
import {topicGrown} from './proofs.ts';

const topic = 'ex-lag';
const group = 'ex-lag-readers';
const events = 200;
const enough = 50;

const lagIs = ({picture}: Evidence, isMet: (lag: number) => boolean, wanted: string): Condition => {
  const lag = lagOn(picture, group, topic);
  return lag === undefined
    ? {isMet: false, sentence: `The lag of ${group} on ${topic} is not known yet.`}
    : {
        isMet: isMet(lag),
        sentence: `The lag of ${group} on ${topic} is ${lag}${isMet(lag) ? '.' : `, and has to be ${wanted}.${unreadWords(picture, group)}`}`,
      };
};

export const slowConsumer: Exercise = {
  id: 'slow-consumer',
  chapter: 'Consumers',
  title: 'Lag: a consumer that is too slow',
  concept:
    'Lag is the end of the log minus what the group has committed: records that wait to be read. It grows where more is written than read, and brokers never make a producer wait for it. What counts is not its size but whether it grows, and how old the oldest record in it is.',
  setup: [{topic, partitions: 2, replicas: 2}],
  steps: [
    {
      id: 'slow',
      text: `Start one demo consumer of ${group} on ${topic} that reads 2 records a second, and commits after each record.`,
      line: () => `kafka-lab consume ${topic} --group ${group} --rate 2 --commit record`,
      proof: ({picture}) => groupHas(picture, group, topic, {members: 1}),
      solution: [
        {
          command: 'consumers.start',
          answers: {group, topics: topic, members: '1', rate: '2', commit: 'record'},
        },
      ],
    },
    {
      id: 'grow',
      text: `Send ${events} events to ${topic} (P), and see the lag in view 5: how many, how old, and that it never drains.`,
      line: () => `kafka-lab produce ${topic} --count ${events}`,
      proof: evidence => {
        const more = topicGrown(evidence, topic);
        return [
          {
            isMet: more >= events,
            sentence: `${topic} has ${more} more records than at the start, of ${events}.`,
          },
          lagIs(evidence, lag => lag >= enough, `${enough} or more`),
        ];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: String(events), rate: ''}}],
    },
    {
      id: 'drain',
      text: 'Let the consumer read as fast as it can (: and “slow”; change: rate, and no rate).',
      proof: evidence => [lagIs(evidence, lag => lag === 0, '0')],
      solution: [{command: 'consumers.steer', answers: {change: 'rate', rate: ''}}],
    },
    {
      id: 'none',
      text: 'Stop it.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 0}),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: ['w on the group says which rule its status comes from.'],
};

import type {Picture} from '../model/picture.ts';
import type {Condition, Exercise} from './exercise.ts';
import {committedOn, committedText, groupHas, lagOn, unreadWords} from './group-proofs.ts';
import {happened, partitionsOf, topicGrown} from './proofs.ts';

const topic = 'ex-reset';
const group = 'ex-reset-readers';
const [first, more] = [50, 30];

const lagIs = (picture: Picture, isMet: (lag: number) => boolean, wanted: string): Condition => {
  const lag = lagOn(picture, group, topic);
  return lag === undefined
    ? {isMet: false, sentence: `The lag of ${group} on ${topic} is not known yet.`}
    : {
        isMet: isMet(lag),
        sentence: `The lag of ${group} on ${topic} is ${lag}${isMet(lag) ? '' : `, and has to be ${wanted}`}.`,
      };
};

/** Ends or starts of the topic together; undefined while one is not known. */
const sumOf = (picture: Picture, side: 'start' | 'end'): number | undefined => {
  const offsets = partitionsOf(picture, topic).map(partition => partition[side]);
  const found = offsets.filter(each => typeof each === 'number');
  return found.length === offsets.length && found.length > 0
    ? found.reduce((sum, each) => sum + each, 0)
    : undefined;
};

/** Whether what the group has committed is where the logs begin or end. */
const isAt = (picture: Picture, side: 'start' | 'end'): Condition => {
  const [committed, place] = [committedOn(picture, group, topic), sumOf(picture, side)];
  return {
    isMet: place !== undefined && committed === place,
    sentence: `${group} has committed ${committedText(picture, group, topic)}; its partitions ${side} at ${place ?? '?'}, both together.`,
  };
};

const start = {
  command: 'consumers.start',
  answers: {group, topics: topic, members: '1', rate: '', commit: 'record'},
} as const;
const stop = {command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}} as const;
const send = (count: number) => ({
  command: 'messages.produce',
  answers: {topic, count: String(count), rate: ''},
});
const row = {view: 'groups', pane: 'groups', row: group};
const consume = (): string => `kafka-lab consume ${topic} --group ${group} --commit record`;

export const reset: Exercise = {
  id: 'reset',
  chapter: 'Consumers',
  title: 'Lag, commit, reset',
  concept:
    'A group remembers one number for each partition: the offset that it has committed, up to which it has read. Lag is the end of the log minus that number. It is a bookmark and nothing more, so it can be moved: back, and records are read again; forward, and some are never read. Nobody may move it while a member reads, for the member would write its own over it.',
  setup: [{topic, partitions: 2, replicas: 2}],
  steps: [
    {
      id: 'read',
      text: `Send ${first} events to ${topic} (P), and start a demo consumer of ${group} on it that commits after each record (: and “demo”).`,
      line: consume,
      proof: evidence => [
        {
          isMet: topicGrown(evidence, topic) >= first,
          sentence: `${topic} has ${topicGrown(evidence, topic)} more records than at the start, of ${first}.`,
        },
        ...groupHas(evidence.picture, group, topic, {members: 1}),
        isAt(evidence.picture, 'end'),
      ],
      solution: [send(first), start],
    },
    {
      id: 'refused',
      text: 'While it reads, try to reset the offsets of the group to earliest (R in view 5), and read why that is refused.',
      line: () => `kafka-lab group reset ${group} --to earliest`,
      proof: evidence => {
        const refusal = happened(
          evidence,
          'action',
          ({subject, to}) => /reset the offsets/i.test(subject) && /member/.test(to ?? ''),
        );
        return [
          {
            isMet: refusal !== undefined,
            sentence:
              refusal?.to ??
              `No reset was refused for its members since the start.${unreadWords(evidence.picture, group)}`,
          },
        ];
      },
      solution: [{command: 'group.reset', on: row, answers: {to: 'earliest'}, refusal: 'has 1 member'}],
    },
    {
      id: 'lag',
      text: `Stop the consumer (: and “stop”), and send ${more} more. Nobody reads them: the lag is end minus commit.`,
      line: () => `kafka-lab produce ${topic} --count ${more}`,
      proof: ({picture}) => [
        ...groupHas(picture, group, topic, {members: 0}),
        lagIs(picture, lag => lag >= more, `${more} or more`),
      ],
      solution: [stop, send(more)],
    },
    {
      id: 'reset',
      text: 'Now reset to earliest. The table says what changes before it is done.',
      line: () => `kafka-lab group reset ${group} --to earliest`,
      proof: ({picture}) => [isAt(picture, 'start'), lagIs(picture, lag => lag > 0, 'all that is kept')],
      solution: [{command: 'group.reset', on: row, answers: {to: 'earliest'}}],
    },
    {
      id: 'again',
      text: 'Start a consumer of the group again: it reads all of it a second time.',
      line: consume,
      proof: ({picture}) => [isAt(picture, 'end'), ...groupHas(picture, group, topic, {members: 1})],
      solution: [start],
    },
    {
      id: 'none',
      text: 'Stop it.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 0}),
      solution: [stop],
    },
  ],
  hints: [
    'View 5 lists the partitions of the selected group: committed, end, lag.',
    'R asks where to: earliest, latest, a time, an offset, or +10 and -10; the topic may be left empty.',
    'The refusal has to come from kafka-lab, here or in another terminal: what other tools are answered it cannot see.',
  ],
};

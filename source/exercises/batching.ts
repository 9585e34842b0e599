import type {Picture} from '../model/picture.ts';
import {isUnknown} from '../model/reading.ts';
import type {Condition, Evidence, Exercise, Step} from './exercise.ts';
import {happened, topicGrown} from './proofs.ts';

const [alone, together, packed] = ['ex-batch-alone', 'ex-batch-together', 'ex-batch-packed'];
const count = 300;
/** What is left of a record's bytes has to be so much, in percent of what it was before. */
const most = 75;

/** Bytes that a record of a topic takes in the log, its share of the batch included; undefined while not known. */
const bytesEach = ({topics}: Picture, topic: string): number | undefined => {
  const found = topics.find(({name}) => name === topic);
  const bytes = found?.bytes;
  const messages = found?.messages;
  if (bytes == null || messages == null || isUnknown(bytes) || isUnknown(messages)) return undefined;
  if (bytes.unknownParts > 0 || messages.unknownParts > 0 || messages.sum === 0) return undefined;
  return Math.round(bytes.sum / messages.sum);
};

const written = (evidence: Evidence, topic: string): Condition => {
  const more = topicGrown(evidence, topic);
  return {
    isMet: more >= count,
    sentence: `${topic} has ${more} more records than at the start, of ${count}.`,
  };
};

const smaller = (picture: Picture, topic: string, than: string): Condition => {
  const [own, other] = [bytesEach(picture, topic), bytesEach(picture, than)];
  if (own === undefined || other === undefined)
    return {isMet: false, sentence: `The sizes of ${topic} and ${than} were not read yet: r reads them now.`};
  return {
    isMet: own * 100 <= other * most,
    sentence: `A record takes ${own} bytes in ${topic}, and ${other} in ${than}.`,
  };
};

const write = (
  id: string,
  topic: string,
  text: string,
  flags: string,
  answers: Readonly<Record<string, string>>,
  than?: string,
): Step => ({
  id,
  text,
  line: () => `kafka-lab produce ${topic} --count ${count}${flags}`,
  proof: evidence => [
    written(evidence, topic),
    ...(than === undefined ? [] : [smaller(evidence.picture, topic, than)]),
  ],
  solution: [
    {command: 'messages.produce', answers: {topic, count: String(count), rate: '', ...answers}},
    // Sizes are read less often than log ends.
    ...(than === undefined ? [] : [{command: 'program.refresh', isRepeated: true} as const]),
  ],
});

const counted = (evidence: Evidence, topic: string): Condition => {
  const event = happened(evidence, 'action', ({subject}) => subject === `count the batches of ${topic}`);
  return {
    isMet: event !== undefined,
    sentence: event
      ? `${topic} holds ${event.to ?? '?'}`
      : `The batches of ${topic} were not counted since the start.`,
  };
};

export const batching: Exercise = {
  id: 'batching',
  chapter: 'Producing',
  title: 'Batches and compression',
  concept:
    'A producer sends records in batches: linger is how long it waits for more, the batch size how many bytes it takes at most. The broker stores a batch as it came. Each has a head of 61 bytes, so records that travel alone cost far more bytes, requests and time; and compression works on a whole batch, so it gains from large ones and hardly from a record that is alone.',
  setup: [alone, together, packed].map(topic => ({topic, partitions: 1, replicas: 1})),
  steps: [
    write(
      'alone',
      alone,
      `Send ${count} events to ${alone}, each in a batch of its own (P: Rate empty, Batch 1).`,
      ' --batch-size 1',
      {batch: '1'},
    ),
    write(
      'together',
      together,
      `Send ${count} to ${together} as fast as they go, with the batches as they are (Rate empty). How much smaller is a record?`,
      '',
      {},
      alone,
    ),
    write(
      'packed',
      packed,
      `And ${count} to ${packed}, with a compression of your choice. What does that save?`,
      ' --compression gzip',
      {compression: 'gzip'},
      together,
    ),
    {
      id: 'count',
      text: `Count the record batches of ${alone} and of ${together} (x on the topic).`,
      line: () => `kafka-lab batches ${alone}`,
      proof: evidence => [counted(evidence, alone), counted(evidence, together)],
      solution: [alone, together].flatMap(topic => [
        {command: 'topic.batches', on: {view: 'topics', pane: 'topics', row: topic}},
      ]),
    },
  ],
  hints: [
    'The last three fields of the form are Linger, Batch and Give up; ^U empties a field.',
    'Sizes are read less often than log ends: r reads them now. In view 4 they are further right (right arrow).',
    'Where other records spoil the figures, delete the topic (x in view 4) and begin the exercise anew.',
  ],
};

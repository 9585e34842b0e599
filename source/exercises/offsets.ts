import type {Condition, Evidence, Exercise} from './exercise.ts';
import {grown, partitionsOf} from './proofs.ts';

const topic = 'ex-offsets';
const first = 10;
const more = 5;

interface Log {
  readonly start: number;
  readonly end: number;
  /** Where it ended when the exercise began. */
  readonly before: number;
}

/** The one partition of the topic, as far as both ends are known. */
const logOf = (evidence: Evidence): Log | undefined => {
  const [partition] = partitionsOf(evidence.picture, topic);
  const rise = grown(evidence, topic, 0);
  if (typeof partition?.start !== 'number' || typeof partition.end !== 'number' || rise === undefined)
    return undefined;
  return {start: partition.start, end: partition.end, before: partition.end - rise};
};

const judged =
  (judge: (log: Log) => readonly Condition[]) =>
  (evidence: Evidence): readonly Condition[] => {
    const log = logOf(evidence);
    return log ? judge(log) : [{isMet: false, sentence: `The log of ${topic} was not read yet.`}];
  };

const write = (count: number) => ({
  command: 'messages.produce',
  answers: {topic, count: String(count), rate: ''},
});

export const offsets: Exercise = {
  id: 'offsets',
  chapter: 'Producing',
  title: 'Offsets count up and are never used again',
  concept:
    'In its partition, each record has a number, its offset: the next record gets the next one. The end of a log is the offset that the next record will have, and its start is that of the oldest record that is still kept. Deleting moves the start up; it renumbers nothing, and no offset is ever given twice. So an offset names a record for good, and a reader needs to remember one number only.',
  setup: [{topic, partitions: 1, replicas: 2}],
  steps: [
    {
      id: 'write',
      text: `Send ${first} events to ${topic} (P), and look at start and end in view 4.`,
      line: () => `kafka-lab produce ${topic} --count ${first}`,
      proof: judged(({start, end, before}) => [
        {
          isMet: end - before >= first,
          sentence: `${topic}-0 starts at ${start} and ends at ${end}: ${end - before} of ${first} records more than at the start.`,
        },
      ]),
      solution: [write(first)],
    },
    {
      id: 'empty',
      text: `Empty the topic (x in view 4): its records go, its offsets stay.`,
      line: () => `kafka-lab topic empty ${topic}`,
      proof: judged(({start, end, before}) => [
        {
          isMet: start >= before + first,
          sentence: `${topic}-0 starts at ${start} and ends at ${end}: the start has to be ${before + first} or more.`,
        },
      ]),
      solution: [
        {
          command: 'topic.empty',
          on: {view: 'topics', pane: 'topics', row: topic},
          answers: {typed: topic},
        },
      ],
    },
    {
      id: 'again',
      text: `Send ${more} more. Which offset has the first of them (view 6)?`,
      line: () => `kafka-lab produce ${topic} --count ${more}`,
      proof: judged(({start, end, before}) => [
        {
          isMet: start >= before + first && end - start >= more,
          sentence: `${topic}-0 starts at ${start} and ends at ${end}: ${end - start} of ${more} new records, the first with offset ${start}.`,
        },
      ]),
      solution: [write(more)],
    },
  ],
  hints: [
    'Select the topic in view 4: start and end of its partition are listed below.',
    'The start is read less often than the end: r reads it now.',
    'Reading from an offset: in view 6, x, “Read topics from …”.',
  ],
};

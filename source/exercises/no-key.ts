import type {Evidence, Exercise} from './exercise.ts';
import {grown, happened, partitionsOf} from './proofs.ts';

const topic = 'ex-no-key';
const atOnce = 60;
const lead = 40;
const oneByOne = 15;
const share = 3;

/** By how much each partition grew since the start; undefined while one is not known. */
const growths = (evidence: Evidence): readonly number[] | undefined => {
  const all = partitionsOf(evidence.picture, topic).map(({id}) => grown(evidence, topic, id));
  const found = all.filter(each => each !== undefined);
  return found.length === all.length && found.length > 0 ? found : undefined;
};

const notRead = [{isMet: false, sentence: `The log ends of ${topic} were not read yet.`}];

export const noKey: Exercise = {
  id: 'no-key',
  chapter: 'Producing',
  title: 'Without a key, the producer chooses',
  concept:
    'A record without a key may go to any partition, and the producer takes the one that costs least: it stays with a partition until the batch for it is sent, and takes another for the next. So what is sent at once lands together, and what is sent one by one is spread. There is no order among records without a key, but within a partition.',
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    {
      id: 'at-once',
      text: `Send ${atOnce} events without a key to ${topic}, as fast as they go (P: Rate empty, Key empty). Which partitions grow?`,
      line: () => `kafka-lab produce ${topic} --count ${atOnce}`,
      proof: evidence => {
        const all = growths(evidence);
        if (!all) return notRead;
        const [first = 0, second = 0] = all.toSorted((one, other) => other - one);
        return [
          {
            isMet: first - second >= lead,
            sentence: `Its partitions got ${all.join(', ')} records since the start: one has to be ${lead} ahead of each other.`,
          },
        ];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: String(atOnce), rate: '', key: ''}}],
    },
    {
      id: 'one-by-one',
      text: `Now ${oneByOne} at 10 a second, again without a key: each travels alone.`,
      line: () => `kafka-lab produce ${topic} --count ${oneByOne} --rate 10`,
      proof: evidence => {
        const all = growths(evidence);
        if (!all) return notRead;
        return [
          {
            isMet: all.every(each => each >= share),
            sentence: `Its partitions got ${all.join(', ')} records since the start: each has to have got ${share} or more.`,
          },
        ];
      },
      solution: [
        {command: 'messages.produce', answers: {topic, count: String(oneByOne), rate: '10', key: ''}},
      ],
    },
    {
      id: 'named',
      text: 'A producer may name the partition itself. Name one that is not there (P: Partition 9), and read the answer.',
      line: () => `kafka-lab produce ${topic} --count 1 --partition 9`,
      proof: evidence => {
        const refusal = happened(evidence, 'action', ({to}) => /has no partition \d+/.test(to ?? ''));
        return [
          {
            isMet: refusal !== undefined,
            sentence: refusal?.to ?? 'No partition was refused since the start.',
          },
        ];
      },
      solution: [
        {command: 'messages.produce', answers: {topic, count: '1', rate: '', key: '', partition: '9'}},
      ],
    },
  ],
  hints: [
    '^U empties a field of the form. Select the topic in view 4: its partitions and their ends are listed below.',
    'Sixty small events fit into one batch, and a batch belongs to one partition.',
    'At 10 a second an event waits for no other: its batch is gone before the next one comes.',
  ],
};

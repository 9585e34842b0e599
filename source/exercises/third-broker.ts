import type {Condition, Exercise} from './exercise.ts';
import {allInSync, partitionsOf, topicGrown} from './proofs.ts';
import {addThird, againstThird, removeThird, third} from './third-broker-steps.ts';

const topic = 'ex-third';
const events = 30;

/** On which brokers the replicas of the topic are, a sentence a partition. */
const placed = (
  picture: Parameters<typeof partitionsOf>[0],
  fits: (replicas: readonly number[]) => boolean,
): readonly Condition[] => {
  const partitions = partitionsOf(picture, topic);
  if (partitions.length === 0) return [{isMet: false, sentence: `${topic} was not read yet.`}];
  return partitions.map(({id, replicas, isr}) => ({
    isMet: fits(replicas),
    sentence: `${topic}-${id} has its replicas on brokers ${replicas.join(' ')}, with ${isr.join(' ') || 'nobody'} in sync.`,
  }));
};

const reassign = (to: string) => ({
  command: 'partition.reassign',
  on: {view: 'topics', pane: 'topics', row: topic},
  answers: {to},
});

export const thirdBroker: Exercise = {
  id: 'third-broker',
  chapter: 'Scaling',
  title: 'A third broker, and the work that it is given',
  concept:
    'A broker that joins is empty: Kafka places replicas when a topic is created, and moves none of its own accord. A reassignment names the new replicas of each partition; they are copied while clients go on, and only when they are in sync do the old ones go. A broker is taken away in the same order: first its replicas, then itself.',
  against: againstThird,
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    addThird,
    {
      id: 'reassign',
      text: `Spread ${topic} over all three (x on the topic, reassign, spread:1,2,3), and watch the grid of view 3.`,
      line: () => `kafka-lab partition reassign ${topic} --to spread:1,2,3`,
      proof: ({picture}) => [
        ...placed(picture, replicas => replicas.length === 2),
        {
          isMet: partitionsOf(picture, topic).filter(({isr}) => isr.includes(third)).length >= 2,
          sentence: `Broker ${third} holds ${partitionsOf(picture, topic).filter(({isr}) => isr.includes(third)).length} of them in sync, of at least 2.`,
        },
      ],
      solution: [reassign('spread:1,2,3')],
    },
    {
      id: 'write',
      text: `Send ${events} events to ${topic} (P): the new broker takes its share.`,
      line: () => `kafka-lab produce ${topic} --count ${events} --key 'key-{i}'`,
      proof: evidence => {
        const more = topicGrown(evidence, topic);
        return [{isMet: more >= events, sentence: `${topic} has ${more} more records, of ${events}.`}];
      },
      solution: [
        {command: 'messages.produce', answers: {topic, count: String(events), rate: '', key: 'key-{i}'}},
      ],
    },
    {
      id: 'back',
      text: `Move everything back to brokers 1 and 2 (spread:1,2), so that broker ${third} can go.`,
      line: () => `kafka-lab partition reassign ${topic} --to spread:1,2`,
      proof: ({picture}) => [
        ...placed(picture, replicas => !replicas.includes(third) && replicas.length === 2),
        allInSync(picture, topic),
      ],
      solution: [reassign('spread:1,2')],
    },
    ...removeThird,
  ],
  hints: [
    'Until the reassignment view 3 shows no replica in the column of broker 3.',
    'While it moves, a partition has more replicas than it had: the old ones and the new ones.',
    'The same on a command line takes a file of JSON: w and the confirmation show it.',
  ],
};

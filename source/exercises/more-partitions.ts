import {deleteTopic} from './delete-topic.ts';
import type {Exercise} from './exercise.ts';
import {hasGrown, hasPartitions, placeOf} from './order-proofs.ts';
import {grown} from './proofs.ts';

const topic = 'ex-partitions';
const key = 'alice';
const events = 10;
const [few, more] = [3, 4];
const [old, later] = [placeOf(key, few), placeOf(key, more)];

const send = {command: 'messages.produce', answers: {topic, count: String(events), rate: '', key}};
const line = (): string => `kafka-lab produce ${topic} --count ${events} --key ${key}`;

export const morePartitions: Exercise = {
  id: 'more-partitions',
  chapter: 'Scaling',
  title: 'One partition more, and a key that moves',
  concept:
    'The partition of a key is its hash modulo the number of partitions. Give the topic another partition and the remainder changes: from then on many keys go to another partition, while their old records stay where they are. A key’s history now lies in two partitions, and only within one of them is there an order.',
  setup: [{topic, partitions: few, replicas: 1}],
  steps: [
    {
      id: 'before',
      text: `Send ${events} events with the key ${key} to ${topic} (P, Key: ${key}). They go to partition ${old}.`,
      line,
      proof: evidence => [hasGrown(evidence, topic, old, events)],
      solution: [send],
    },
    {
      id: 'add',
      text: `Give ${topic} ${more} partitions (x in view 4, add partitions), and read which sample keys will move.`,
      line: () => `kafka-lab topic add-partitions ${topic} --partitions ${more}`,
      proof: evidence => [hasPartitions(evidence, topic, more)],
      solution: [
        {
          command: 'topic.add-partitions',
          on: {view: 'topics', pane: 'topics', row: topic},
          answers: {partitions: String(more)},
        },
      ],
    },
    {
      id: 'after',
      text: `Send ${events} more with the key ${key}. Which partition grows now?`,
      line,
      proof: evidence => [
        hasGrown(evidence, topic, later, events),
        {
          isMet: (grown(evidence, topic, old) ?? 0) >= events,
          sentence: `${topic}-${old} still has the ${grown(evidence, topic, old) ?? '?'} of before.`,
        },
      ],
      solution: [send],
    },
    deleteTopic(topic),
  ],
  hints: [
    `murmur2("${key}") leaves ${old} with ${few} partitions, and ${later} with ${more}.`,
    'The last step makes room: the exercise makes the topic anew when it is begun again.',
  ],
};

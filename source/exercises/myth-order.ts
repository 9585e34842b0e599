import {deleteTopic} from './delete-topic.ts';
import type {Exercise} from './exercise.ts';
import {committedAt, groupHas} from './group-proofs.ts';

import {hasGrown, hasPartitions, placeOf} from './order-proofs.ts';
import {partitionsOf} from './proofs.ts';

const topic = 'ex-myth-order';
const group = 'ex-myth-order-readers';
const key = 'alice';
const [earlier, newer] = [60, 10];
const rate = 5;
/** Of one partition and of two: the key moves from the first to the second. */
const [old, later] = [placeOf(key, 1), placeOf(key, 2)];

const send = (count: number) => ({
  command: 'messages.produce',
  answers: {topic, count: String(count), rate: '', key},
});

export const mythOrder: Exercise = {
  id: 'myth-order',
  chapter: 'Myths',
  title: '“More partitions keep order”',
  concept:
    'Refute it: Kafka keeps the order of a partition, and of nothing larger. When partitions are added a key goes on in another one, and whoever reads that one does not wait for what still lies in the first. So newer records of a key may be read before older ones. Plan for enough partitions at the start, or move to a new topic.',
  setup: [{topic, partitions: 1, replicas: 1}],
  steps: [
    {
      id: 'earlier',
      text: `Send ${earlier} events with the key ${key} to ${topic} (P, Key: ${key}): these are the older ones.`,
      line: () => `kafka-lab produce ${topic} --count ${earlier} --key ${key}`,
      proof: evidence => [hasGrown(evidence, topic, old, earlier)],
      solution: [send(earlier)],
    },
    {
      id: 'add',
      text: `Give ${topic} 2 partitions (x in view 4).`,
      line: () => `kafka-lab topic add-partitions ${topic} --partitions 2`,
      proof: evidence => [hasPartitions(evidence, topic, 2)],
      solution: [
        {
          command: 'topic.add-partitions',
          on: {view: 'topics', pane: 'topics', row: topic},
          answers: {partitions: '2'},
        },
      ],
    },
    {
      id: 'newer',
      text: `Send ${newer} more with the key ${key}: the newer ones. They go to partition ${later}.`,
      line: () => `kafka-lab produce ${topic} --count ${newer} --key ${key}`,
      proof: evidence => [hasGrown(evidence, topic, later, newer)],
      solution: [send(newer)],
    },
    {
      id: 'overtaken',
      text: `Start 2 demo consumers of ${group} on ${topic} that read ${rate} records a second each and commit after each record. Watch in view 5 who is done first.`,
      line: () => `kafka-lab consume ${topic} --group ${group} --members 2 --rate ${rate} --commit record`,
      proof: evidence => {
        const [first, second] = [old, later].map(id => committedAt(evidence.picture, group, topic, id));
        const end = partitionsOf(evidence.picture, topic).find(({id}) => id === old)?.end;
        const known = typeof end === 'number' ? end : undefined;
        const isWaiting = known !== undefined && (first ?? 0) < known;
        const way = isWaiting
          ? 'some have to wait still.'
          : `some would have to wait still. Stop the consumers, reset ${group} to earliest (R in view 5), and start two with a rate of ${rate}.`;
        return [
          {
            isMet: second !== undefined && second >= newer,
            sentence: `${group} has read ${second ?? 0} of the newer events, in ${topic}-${later}.`,
          },
          {
            isMet: isWaiting,
            sentence: `Of the older ones, in ${topic}-${old}, it has read up to ${first ?? 0} of ${known ?? '?'}: ${way}`,
          },
        ];
      },
      solution: [
        {
          command: 'consumers.start',
          answers: {group, topics: topic, members: '2', rate: String(rate), commit: 'record'},
        },
      ],
    },
    {
      id: 'none',
      text: 'Stop both.',
      proof: ({picture}) => groupHas(picture, group, topic, {members: 0}),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
    deleteTopic(topic),
  ],
  hints: [
    'Two members have a partition each: none waits for the other.',
    'Where all had been read before you looked: stop the consumers, reset the group to earliest, and let them read more slowly.',
  ],
};

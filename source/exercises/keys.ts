import {partitionOfKey} from '../clients/kafka/partition-of-key.ts';
import type {Condition, Evidence, Exercise} from './exercise.ts';
import {grown, partitionsOf} from './proofs.ts';

const topic = 'ex-keys';
const each = 10;

/** Whether every record since the start is where the keys say, with so many of each key. */
const keyed = (evidence: Evidence, keys: readonly string[]): readonly Condition[] => {
  const count = partitionsOf(evidence.picture, topic).length;
  if (count === 0) return [{isMet: false, sentence: `${topic} was not read yet.`}];
  return partitionsOf(evidence.picture, topic).map(({id}) => {
    const own = keys.filter(key => partitionOfKey(Buffer.from(key), count) === id);
    const more = grown(evidence, topic, id);
    const isMet = own.length === 0 ? more === 0 : more !== undefined && more >= own.length * each;
    const wanted = own.length === 0 ? 'none' : `${own.length * each} or more, of ${own.join(' and ')}`;
    return {
      isMet,
      sentence: `${topic}-${id} got ${more ?? '?'} records since the start; expected: ${wanted}.`,
    };
  });
};

const send = (key: string) => ({
  command: 'messages.produce',
  answers: {topic, count: String(each), rate: '', key},
});

export const keys: Exercise = {
  id: 'keys',
  chapter: 'Producing',
  title: 'The key chooses the partition',
  concept:
    'A producer hashes the key of a record (murmur2) and takes the remainder by the number of partitions. So all records of a key are in one partition, in the order in which they were sent, and whoever reads that partition sees all that happened to that key. Different keys may share a partition.',
  setup: [{topic, partitions: 3, replicas: 1}],
  steps: [
    {
      id: 'alice',
      text: `Send ${each} events with the key alice to ${topic} (P; Key: alice, after ^U, which empties a field). Which partition grows?`,
      line: () => `kafka-lab produce ${topic} --count ${each} --key alice`,
      proof: evidence => keyed(evidence, ['alice']),
      solution: [send('alice')],
    },
    {
      id: 'dave',
      text: `Now ${each} with the key dave: another partition grows.`,
      line: () => `kafka-lab produce ${topic} --count ${each} --key dave`,
      proof: evidence => keyed(evidence, ['alice', 'dave']),
      solution: [send('dave')],
    },
    {
      id: 'bob',
      text: `And ${each} with the key bob, who shares a partition with one of them.`,
      line: () => `kafka-lab produce ${topic} --count ${each} --key bob`,
      proof: evidence => keyed(evidence, ['alice', 'dave', 'bob']),
      solution: [send('bob')],
    },
  ],
  hints: [
    'Select the topic in view 4: its partitions and their ends are listed below.',
    'murmur2("alice") leaves 0 with three partitions, "dave" leaves 1.',
    'Events with other keys, or without one, in this topic spoil the count: begin the exercise anew.',
  ],
};

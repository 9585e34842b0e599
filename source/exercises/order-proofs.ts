import {partitionOfKey} from '../clients/kafka/partition-of-key.ts';
import type {Condition, Evidence} from './exercise.ts';
import {grown, partitionsOf} from './proofs.ts';

/** Whether a topic has come from its first number of partitions to another. */
export const hasPartitions = ({picture}: Evidence, topic: string, count: number): Condition => {
  const now = partitionsOf(picture, topic).length;
  const way =
    now > count ? ` None can be taken away: delete ${topic} (x in view 4), and begin the exercise anew.` : '';
  return {
    isMet: now === count,
    sentence: `${topic} has ${now || '?'} partitions, and has to have ${count}.${way}`,
  };
};

/** Whether a partition has so many records more than when the exercise began. */
export const hasGrown = (
  evidence: Evidence,
  topic: string,
  partition: number,
  records: number,
): Condition => {
  const more = grown(evidence, topic, partition);
  return {
    isMet: more !== undefined && more >= records,
    sentence: `${topic}-${partition} has ${more ?? '?'} more records than at the start, of ${records}.`,
  };
};

/** Where a key goes while a topic has so many partitions. */
export const placeOf = (key: string, partitions: number): number =>
  partitionOfKey(Buffer.from(key), partitions);

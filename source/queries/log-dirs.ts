import {describeLogDirs} from '../clients/kafka/apis.ts';
import {KafkaError} from '../clients/kafka/kafka-error.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {kafkaFailure} from '../errors.ts';
import type {LogDirs} from '../model/cluster.ts';
import type {Missing} from '../model/reading.ts';

/**
 * Bytes that a broker's own replicas take on its disks, future replicas of a move included in the total only. A log
 * directory that failed is missing; throws a KafkaError where no answer came or the user may not ask.
 */
export const readLogDirs = async (
  link: Link,
  options?: CallOptions,
): Promise<{readonly logDirs: LogDirs; readonly missing: readonly Missing[]}> => {
  const answer = await link.call(describeLogDirs, [null], options);
  // Before version 3 a refused user gets an empty list and no error.
  if (answer.errorCode !== 0) {
    const {why, sentence} = kafkaFailure(answer.errorCode, `The log directories of ${link.name}`);
    throw new KafkaError(why, sentence, null);
  }
  const bytes = new Map<string, Map<number, number>>();
  const missing: Missing[] = [];
  let total = 0;
  for (const {errorCode, logDir, topics} of answer.results) {
    if (errorCode !== 0) missing.push({path: logDir, ...kafkaFailure(errorCode, `${link.name} ${logDir}`)});
    for (const topic of topics) {
      const sizes = bytes.get(topic.name) ?? new Map<number, number>();
      bytes.set(topic.name, sizes);
      for (const {partitionIndex, partitionSize, isFutureKey} of topic.partitions) {
        total += Number(partitionSize);
        if (!isFutureKey) sizes.set(partitionIndex, Number(partitionSize));
      }
    }
  }
  return {logDirs: {bytes, total}, missing};
};

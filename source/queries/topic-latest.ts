import type {KafkaClient} from '../clients/kafka/client.ts';
import type {CallOptions} from '../clients/kafka/link.ts';
import {createFold, type LatestOfPartition} from '../model/latest.ts';
import {eachPartition, type LogPart} from './each-partition.ts';
import {recordsBetween} from './records-between.ts';

const readPart = async (part: LogPart, calls: CallOptions): Promise<LatestOfPartition> => {
  const {link, partition, from, end, isPart} = part;
  const fold = createFold();
  for await (const records of recordsBetween(link, part, calls))
    for (const record of records) fold.add(record);
  const folded = fold.result();
  return {partition, from, end, isPart, gaps: Math.max(0, end - from - folded.records), ...folded};
};

/**
 * Reads a topic whole, or the last offsets of each partition where it is longer, and keeps of each key the last record:
 * what compaction would leave. Throws a UserError where there is no such topic or a partition cannot be read, a
 * KafkaError where no broker answers.
 */
export const readLatest = (
  client: KafkaClient,
  topic: string,
  last: number,
): Promise<readonly LatestOfPartition[]> => eachPartition(client, {topic, last, channel: 'latest'}, readPart);

import type {KafkaClient} from '../clients/kafka/client.ts';
import {type BatchTotals, batchTotals} from '../model/batch.ts';
import {readBatches} from './batches.ts';
import {eachPartition} from './each-partition.ts';

/**
 * What the batches of a topic amount to, partition by partition, over the last offsets of each. Throws a UserError where
 * there is no such topic or a partition cannot be read, a KafkaError where no broker answers.
 */
export const readTopicBatches = (
  client: KafkaClient,
  topic: string,
  last: number,
): Promise<readonly BatchTotals[]> =>
  eachPartition(client, {topic, last, channel: 'batches'}, async ({link, isPart, ...place}, calls) => {
    const batches = await readBatches(link, place, calls);
    return {partition: place.partition, from: place.from, isPart, ...batchTotals(batches)};
  });

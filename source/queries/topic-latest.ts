import type {KafkaClient} from '../clients/kafka/client.ts';
import {fetchFrom} from '../clients/kafka/fetch.ts';
import type {CallOptions} from '../clients/kafka/link.ts';
import {decodeRecords} from '../clients/kafka/record-batch.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import {createFold, type LatestOfPartition} from '../model/latest.ts';
import {eachPartition, type LogPart} from './each-partition.ts';

const bytesAtOnce = 1_048_576;

const readPart = async (part: LogPart, calls: CallOptions): Promise<LatestOfPartition> => {
  const {link, topic, partition, from, end, isPart} = part;
  const fold = createFold();
  for (let offset = from; offset < end; ) {
    const answer = await fetchFrom(
      link,
      [{topic, partition, offset, maxBytes: bytesAtOnce}],
      {maxWait: 0, minBytes: 0, maxBytes: bytesAtOnce, isCommittedOnly: true},
      calls,
    );
    const [fetched] = answer.partitions;
    if (fetched?.errorCode !== 0)
      throw new UserError(
        kafkaFailure(fetched?.errorCode ?? answer.errorCode, `${topic}-${partition}`).sentence,
      );
    const {records, nextOffset, problems} = decodeRecords(fetched.records, {
      topic,
      partition,
      from: offset,
      aborted: fetched.aborted,
    });
    const [problem] = problems;
    if (problem !== undefined) throw new UserError(problem);
    for (const record of records) if (record.offset < end) fold.add(record);
    // An open transaction, or a log that ends earlier than was thought: nothing more comes.
    if (nextOffset === offset) break;
    offset = nextOffset;
  }
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

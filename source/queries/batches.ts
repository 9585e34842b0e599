import {fetchFrom} from '../clients/kafka/fetch.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {batchesIn, compressionOf} from '../clients/kafka/record-batch.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import type {RecordBatch} from '../model/batch.ts';

export interface BatchPlace {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is wanted, and the one after the last. */
  readonly from: number;
  readonly end: number;
}

const bytesAtOnce = 1_048_576;

/**
 * The batches of a partition between two offsets, by their heads alone: nothing is decompressed, and no checksum is
 * taken. The first may begin before `from`. Throws a UserError where the partition is refused, a KafkaError where no
 * answer came.
 */
export const readBatches = async (
  link: Link,
  {topic, partition, from, end}: BatchPlace,
  options: CallOptions,
): Promise<readonly RecordBatch[]> => {
  const batches: RecordBatch[] = [];
  for (let offset = from; offset < end; ) {
    const answer = await fetchFrom(
      link,
      [{topic, partition, offset, maxBytes: bytesAtOnce}],
      {maxWait: 0, minBytes: 0, maxBytes: bytesAtOnce, isCommittedOnly: false},
      options,
    );
    const [fetched] = answer.partitions;
    if (fetched?.errorCode !== 0)
      throw new UserError(
        kafkaFailure(fetched?.errorCode ?? answer.errorCode, `${topic}-${partition}`).sentence,
      );
    const before = offset;
    for (const head of batchesIn(fetched.records)) {
      if (head.isCutOff || head.baseOffset >= end) break;
      offset = head.nextOffset;
      batches.push({
        partition,
        baseOffset: head.baseOffset,
        records: head.count,
        bytes: head.bytes.length,
        compression: compressionOf(head),
      });
    }
    // Where the log ends earlier than was thought, or begins later, there is nothing more to come.
    if (offset === before) break;
  }
  return batches;
};

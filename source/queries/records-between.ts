import {fetchFrom} from '../clients/kafka/fetch.ts';
import type {CallOptions, Link} from '../clients/kafka/link.ts';
import {decodeRecords} from '../clients/kafka/record-batch.ts';
import {kafkaFailure, UserError} from '../errors.ts';
import type {LogRecord} from '../model/record.ts';
import type {BatchPlace} from './batches.ts';

const bytesAtOnce = 1_048_576;

/**
 * The committed records of a partition between two offsets, as they are fetched, so that no more than one answer is held.
 * Throws a UserError where the partition is refused or a batch cannot be read, a KafkaError where no answer came.
 */
export async function* recordsBetween(
  link: Link,
  {topic, partition, from, end}: BatchPlace,
  options: CallOptions,
): AsyncGenerator<readonly LogRecord[]> {
  for (let offset = from; offset < end; ) {
    const answer = await fetchFrom(
      link,
      [{topic, partition, offset, maxBytes: bytesAtOnce}],
      {maxWait: 0, minBytes: 0, maxBytes: bytesAtOnce, isCommittedOnly: true},
      options,
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
    yield records.filter(record => record.offset < end);
    // An open transaction, or a log that ends earlier than was thought: nothing more comes.
    if (nextOffset === offset) return;
    offset = nextOffset;
  }
}

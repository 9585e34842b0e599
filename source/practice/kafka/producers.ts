import type {Batch} from './records.ts';
import type {PartitionState} from './state.ts';

/** What a partition remembers of an idempotent producer. */
export interface Producer {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  /** Of its newest record (ms since the epoch). */
  readonly lastTimestamp: number;
  /** Where its open transaction begins; -1 where none is open. */
  readonly transactionStart: number;
}

const producerOf = (batch: Batch, before: Producer | undefined): Producer => {
  const {isTransactional, isControl} = batch;
  const begun = before?.transactionStart ?? -1;
  return {
    producerId: batch.producerId,
    epoch: batch.producerEpoch,
    lastSequence: isControl
      ? (before?.lastSequence ?? -1)
      : (batch.baseSequence + batch.lastOffset - batch.baseOffset) % 2 ** 31,
    lastTimestamp: batch.maxTimestamp,
    transactionStart: isControl || !isTransactional ? -1 : begun === -1 ? batch.baseOffset : begun,
  };
};

/** The producers of what is in a partition's log. */
export const producersOf = ({log}: PartitionState): readonly Producer[] => {
  const producers = new Map<number, Producer>();
  for (const batch of log.batches)
    if (batch.producerId >= 0)
      producers.set(batch.producerId, producerOf(batch, producers.get(batch.producerId)));
  return [...producers.values()];
};

import {codes} from './codes.ts';
import type {Batch} from './records.ts';

interface Appended {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

interface Entry {
  readonly epoch: number;
  /** The last five batches, oldest first: a repeated one is recognised among them. */
  readonly batches: readonly Appended[];
}

/** What a partition knows of its idempotent producers, by producer id. */
export type Sequences = Map<number, Entry>;

const batchesKept = 5;
const producersKept = 1000;

const lastOf = (batch: Batch): number =>
  // Sequences start again at 0 after 2^31 - 1.
  (batch.baseSequence + batch.lastOffset - batch.baseOffset) % 2 ** 31;

/** Whether an idempotent batch may be appended, was appended before (and where), or is refused with an error code. */
export const judge = (
  sequences: Sequences,
  batch: Batch,
): 'append' | {readonly duplicateAt: number} | {readonly code: number} => {
  if (batch.producerId < 0) return 'append';
  const entry = sequences.get(batch.producerId);
  if (!entry) return 'append';
  if (batch.producerEpoch < entry.epoch) return {code: codes.INVALID_PRODUCER_EPOCH};
  if (batch.producerEpoch > entry.epoch)
    return batch.baseSequence === 0 ? 'append' : {code: codes.OUT_OF_ORDER_SEQUENCE_NUMBER};
  const same = entry.batches.find(({first, last}) => first === batch.baseSequence && last === lastOf(batch));
  if (same) return {duplicateAt: same.offset};
  const last = entry.batches.at(-1)?.last ?? -1;
  return batch.baseSequence === (last + 1) % 2 ** 31 ? 'append' : {code: codes.OUT_OF_ORDER_SEQUENCE_NUMBER};
};

/** Notes a batch as it was stored. */
export const note = (sequences: Sequences, batch: Batch): void => {
  if (batch.producerId < 0 || batch.isControl) return;
  const before = sequences.get(batch.producerId);
  const batches = before?.epoch === batch.producerEpoch ? before.batches : [];
  sequences.delete(batch.producerId);
  sequences.set(batch.producerId, {
    epoch: batch.producerEpoch,
    batches: [
      ...batches.slice(1 - batchesKept),
      {first: batch.baseSequence, last: lastOf(batch), offset: batch.baseOffset},
    ],
  });
  const oldest = sequences.size > producersKept ? sequences.keys().next().value : undefined;
  if (oldest !== undefined) sequences.delete(oldest);
};

/** Forgets what stood at an offset or after it: it is no longer in the log, and its producer may send it again. */
export const forgetFrom = (sequences: Sequences, offset: number): void => {
  for (const [producerId, {epoch, batches}] of sequences) {
    const kept = batches.filter(batch => batch.offset < offset);
    if (kept.length === 0) sequences.delete(producerId);
    else if (kept.length < batches.length) sequences.set(producerId, {epoch, batches: kept});
  }
};

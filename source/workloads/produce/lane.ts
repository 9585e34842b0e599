import type {OutRecord, ProducerIdentity} from '../../clients/kafka/produce.ts';

/** A record that was accepted and is not settled yet. */
export interface PendingRecord extends OutRecord {
  /** The number of the event, from 0. */
  readonly i: number;
  /** When it was accepted (ms since the epoch). */
  readonly since: number;
  readonly bytes: number;
}

/** Records that are sent together, always the same ones under the same sequence number. */
export interface Batch {
  readonly records: readonly PendingRecord[];
  readonly identity: ProducerIdentity | null;
  readonly sequence: number;
  /** How often it was sent. */
  attempts: number;
  /** Whether an attempt went without an answer, so that it may be stored already. */
  isInDoubt: boolean;
}

/** What is on its way to one partition. */
export interface Lane {
  readonly partition: number;
  leader: number | null;
  readonly queue: PendingRecord[];
  queuedBytes: number;
  /** The batch that is under way or to be tried again; the queue waits behind it. */
  batch: Batch | null;
  isBusy: boolean;
  /** Not sent to before this time (ms since the epoch). */
  notBefore: number;
  /** The identity that it writes under; null before its first batch, and when it needs another. */
  identity: ProducerIdentity | null;
  nextSequence: number;
  /** How often in a row its identity had to be replaced. */
  renewals: number;
  /** At most so many records in a batch; smaller after the broker found one too large. */
  batchRecords: number;
  /** Why the partition takes nothing now; null while it does. */
  refusal: {readonly error: string; readonly sentence: string} | null;
}

export const newLane = (partition: number): Lane => ({
  partition,
  leader: null,
  queue: [],
  queuedBytes: 0,
  batch: null,
  isBusy: false,
  notBefore: 0,
  identity: null,
  nextSequence: 0,
  renewals: 0,
  batchRecords: Number.POSITIVE_INFINITY,
  refusal: null,
});

export const enqueue = (lane: Lane, record: PendingRecord): void => {
  lane.queue.push(record);
  lane.queuedBytes += record.bytes;
};

/** Takes the next records out of the queue, as many as fit in a batch; at least one. */
export const takeRecords = (lane: Lane, batchBytes: number): readonly PendingRecord[] => {
  let bytes = 0;
  let count = 0;
  for (const record of lane.queue) {
    if (count > 0 && (bytes + record.bytes > batchBytes || count >= lane.batchRecords)) break;
    bytes += record.bytes;
    count += 1;
  }
  lane.queuedBytes -= bytes;
  return lane.queue.splice(0, count);
};

/** Puts a batch that is not stored back into the queue, where its records may be batched anew. */
export const putBack = (lane: Lane, batch: Batch): void => {
  lane.queue.unshift(...batch.records);
  lane.queuedBytes += batch.records.reduce((sum, {bytes}) => sum + bytes, 0);
  lane.batch = null;
};

/** When the oldest record of the lane was accepted; undefined where it holds none. */
export const oldestIn = (lane: Lane): number | undefined =>
  lane.batch?.records[0]?.since ?? lane.queue[0]?.since;

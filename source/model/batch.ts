import type {LogRecord} from './record.ts';

/** A batch as the log holds it: what one producer wrote to a partition at once. */
export interface RecordBatch {
  readonly partition: number;
  readonly baseOffset: number;
  readonly records: number;
  /** As they lie in the log, compressed where they are, with the head of the batch. */
  readonly bytes: number;
  readonly compression: LogRecord['compression'];
}

/** The batches of a partition together. */
export interface BatchTotals {
  readonly partition: number;
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  /** Every compression that is among them, by name. */
  readonly compressions: readonly LogRecord['compression'][];
  /** The first offset that was looked at. */
  readonly from: number;
  /** Whether older batches are there that were not looked at. */
  readonly isPart: boolean;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** What batches amount to, of one partition or of several. */
export const batchTotals = (
  batches: readonly RecordBatch[],
): Pick<BatchTotals, 'batches' | 'records' | 'bytes' | 'compressions'> => ({
  batches: batches.length,
  records: sum(batches.map(({records}) => records)),
  bytes: sum(batches.map(({bytes}) => bytes)),
  compressions: [...new Set(batches.map(({compression}) => compression))].sort(),
});

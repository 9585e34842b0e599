import type {Clock} from '../../clock.ts';
import type {Catalog} from './catalog.ts';
import type {Control} from './control.ts';
import {followUp} from './leadership.ts';
import type {Budget} from './log.ts';
import {type Batch, type BatchOptions, batchOf, type NewRecord} from './records.ts';
import type {SegmentLimits} from './segments.ts';
import {note} from './sequences.ts';
import type {Settings} from './settings/settings.ts';
import type {PartitionState} from './state.ts';

/** What is stored in the logs, which share one budget of memory. */
export interface Storage {
  /** Stores a batch as the partition's leader does, and returns it as it was stored. */
  store(partition: PartitionState, batch: Batch): Batch;
  /** Appends records to a partition without a client. Returns the offset of the first. */
  append(topic: string, partition: number, records: readonly NewRecord[], options?: BatchOptions): number;
  /** Appends a batch as it is: of a transaction, a marker, or damaged. Returns its offset. */
  appendBatch(topic: string, partition: number, batch: Batch): number;
  /** Moves the log's start, as retention does. */
  deleteRecords(topic: string, partition: number, before: number): void;
}

export interface StorageOptions {
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly live: Control['live'];
  readonly budget: Budget;
  /** All logs together take no more memory than this. */
  readonly maxLogBytes: number;
  readonly clock: Clock;
}

export const createStorage = (options: StorageOptions): Storage => {
  const {catalog, settings, live, budget, maxLogBytes, clock} = options;
  const limitsOf = (name: string): SegmentLimits => {
    const topic = catalog.topics.get(name);
    const limit = (setting: string): number => (topic ? Number(settings.topic(topic.configs, setting)) : 0);
    return {bytes: limit('segment.bytes'), ms: limit('segment.ms')};
  };
  /** Drops the oldest records of the largest logs, a tenth more than is needed now. */
  const makeRoom = (): void => {
    const logs = [...catalog.partitions()].map(({log}) => log).sort((a, b) => b.bytes - a.bytes);
    const enough = maxLogBytes * 0.9;
    for (const log of logs) {
      if (budget.bytes <= enough) return;
      log.deleteOldest(budget.bytes - enough);
    }
  };

  const existing = (topic: string, partition: number): PartitionState => {
    const found = catalog.partition(topic, partition);
    if (!found) throw new Error(`There is no partition ${topic}-${partition}.`);
    return found;
  };
  const store = (partition: PartitionState, batch: Batch): Batch => {
    const stored = partition.log.append(batch, partition.epoch);
    partition.segments.note(stored, limitsOf(partition.topic));
    note(partition.sequences, stored);
    followUp(partition, live);
    if (budget.bytes > maxLogBytes) makeRoom();
    return stored;
  };
  const appendBatch = (topic: string, partition: number, batch: Batch): number =>
    store(existing(topic, partition), batch).baseOffset;

  return {
    store,
    appendBatch,
    append: (topic, partition, records, batchOptions) =>
      appendBatch(topic, partition, batchOf(records, clock.now(), batchOptions)),
    deleteRecords: (topic, partition, before) => existing(topic, partition).log.deleteBefore(before),
  };
};

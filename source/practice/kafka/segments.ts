import type {PartitionLog} from './log.ts';
import type {Batch} from './records.ts';

/** What decides when a new segment begins. */
export interface SegmentLimits {
  readonly bytes: number;
  readonly ms: number;
}

/** A part of a log that is deleted or compacted as one; the last is the one that is written to. */
export interface Segment {
  readonly base: number;
  /** The offset after its last. */
  readonly end: number;
  readonly bytes: number;
  /** Of its newest record (ms since the epoch); null where it has no records. */
  readonly newest: number | null;
  readonly isActive: boolean;
}

interface Begun {
  readonly base: number;
  /** The time of its first record. */
  readonly firstTimestamp: number;
}

/** Where the segments of one partition begin. The log itself holds batches only. */
export class Segments {
  #begun: Begun[] = [];
  /** Of the last one. */
  #bytes = 0;
  #end = 0;

  /** Notes a batch as it was stored, and begins a segment with it where the last one is full or old enough. */
  note(batch: Batch, limits: SegmentLimits): void {
    const {baseOffset, maxTimestamp, bytes} = batch;
    // A log that was cut off goes on before its old end.
    if (baseOffset < this.#end) this.#begun = this.#begun.filter(({base}) => base <= baseOffset);
    const last = this.#begun.at(-1);
    const isFull = this.#bytes + bytes.length > limits.bytes && this.#bytes > 0;
    const isOld = last !== undefined && maxTimestamp - last.firstTimestamp > limits.ms;
    if (!last || isFull || isOld) this.#begin(baseOffset, maxTimestamp);
    this.#bytes += bytes.length;
    this.#end = batch.lastOffset + 1;
  }

  /** All segments that hold something, oldest first. */
  of(log: PartitionLog): readonly Segment[] {
    const found: Segment[] = [];
    let from = 0;
    const begun = this.#begun;
    for (const [index, {base}] of begun.entries()) {
      const end = begun[index + 1]?.base ?? log.end;
      let to = from;
      let bytes = 0;
      let newest: number | null = null;
      for (let batch = log.batches[to]; batch && batch.baseOffset < end; batch = log.batches[to]) {
        bytes += batch.bytes.length;
        newest = Math.max(newest ?? batch.maxTimestamp, batch.maxTimestamp);
        to += 1;
      }
      const isActive = index === begun.length - 1;
      if (end > log.start) found.push({base, end, bytes, newest, isActive});
      from = to;
    }
    this.#forget(log.start);
    return found;
  }

  #begin(base: number, firstTimestamp: number): void {
    this.#begun.push({base, firstTimestamp});
    this.#bytes = 0;
  }

  /** Drops what lies below the start of the log, but never the last. */
  #forget(start: number): void {
    const kept = this.#begun.findIndex((_, index) => (this.#begun[index + 1]?.base ?? start + 1) > start);
    if (kept > 0) this.#begun = this.#begun.slice(kept);
  }
}

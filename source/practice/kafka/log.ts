import {type Batch, isAbort, placed, recordsOf} from './records.ts';

/** A transaction that was aborted: its producer, and where it began and where its marker stands. */
export interface Aborted {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** An offset with the time of the record that is there. */
export interface OffsetOfTime {
  readonly offset: number;
  readonly timestamp: number;
}

/** The memory that all logs take together, in bytes. */
export interface Budget {
  bytes: number;
}

/** What a batch takes beside its bytes: its fields and its buffer (seen: 340). */
const overhead = 340;

/** The log of one partition: batches in offset order, from `start` to `end` (the next offset to be written). */
export class PartitionLog {
  #batches: Batch[] = [];
  #open = new Map<number, number>();
  #aborted: Aborted[] = [];
  #start = 0;
  #end = 0;
  #bytes = 0;
  #highWatermark = 0;
  #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Consumers see what is below it: all in-sync replicas have that. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** What it holds, in the order of offsets. */
  get batches(): readonly Batch[] {
    return this.#batches;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Below it every transaction is decided. */
  get lastStable(): number {
    return Math.min(this.#highWatermark, ...this.#open.values());
  }

  /** Appends a batch at the end and returns it as it was stored. */
  append(batch: Batch, leaderEpoch: number): Batch {
    const stored = placed(batch, this.#end, leaderEpoch);
    this.#batches.push(stored);
    this.#end = stored.lastOffset + 1;
    this.#count(stored.bytes.length, 1);
    this.#noteTransaction(stored);
    return stored;
  }

  /** All in-sync replicas have everything up to the end. */
  advance(): void {
    this.#highWatermark = this.#end;
  }

  /** Batches from the one that holds `offset` up to `limit`: at most `maxBytes`, but the first batch in any case. */
  read(offset: number, limit: number, maxBytes: number, evenOne: boolean): readonly Buffer[] {
    const found: Buffer[] = [];
    let bytes = 0;
    for (let index = this.#indexOf(offset); index < this.#batches.length; index += 1) {
      const batch = this.#batches[index];
      if (!batch || batch.lastOffset >= limit) break;
      if (bytes + batch.bytes.length > maxBytes && !(evenOne && found.length === 0)) break;
      found.push(batch.bytes);
      bytes += batch.bytes.length;
    }
    return found;
  }

  /** The transactions among what lies between two offsets that were aborted. */
  abortedBetween(from: number, to: number): readonly Aborted[] {
    return this.#aborted.filter(({firstOffset, lastOffset}) => lastOffset >= from && firstOffset < to);
  }

  /** The first record of that time or later, below `limit`; undefined where there is none. */
  atTime(timestamp: number, limit: number): OffsetOfTime | undefined {
    for (const batch of this.#batches) {
      if (batch.baseOffset >= limit) return undefined;
      if (batch.maxTimestamp < timestamp) continue;
      const record = recordsOf(batch).find(
        found => found.timestamp >= timestamp && found.offset >= this.#start && found.offset < limit,
      );
      if (record) return {offset: record.offset, timestamp: record.timestamp};
    }
    return undefined;
  }

  /** The record with the largest time; undefined in an empty log. */
  newest(): OffsetOfTime | undefined {
    const times = this.#batches.map(batch => batch.maxTimestamp);
    const newest = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
    return this.atTime(newest, this.#end);
  }

  /** The batch with the given offset and all before it that are not whole any more are dropped; the start moves. */
  deleteBefore(offset: number): void {
    this.#start = Math.max(this.#start, Math.min(offset, this.#highWatermark));
    const keep = this.#batches.findIndex(batch => batch.lastOffset >= this.#start);
    const dropped = this.#batches.splice(0, keep === -1 ? this.#batches.length : keep);
    this.#count(-sizeOf(dropped), -dropped.length);
    this.#aborted = this.#aborted.filter(({lastOffset}) => lastOffset >= this.#start);
  }

  /** Drops the oldest batches until so much memory is free, or none is left that all replicas have. */
  deleteOldest(memory: number): void {
    let [count, freed] = [0, 0];
    let batch = this.#batches[0];
    while (batch && freed < memory && batch.lastOffset < this.#highWatermark) {
      freed += batch.bytes.length + overhead;
      count += 1;
      batch = this.#batches[count];
    }
    const last = this.#batches[count - 1];
    // In one go: each time all that stay are moved.
    if (last) this.deleteBefore(last.lastOffset + 1);
  }

  /** Puts other batches in the place of those that lie wholly below `end`. Offsets stay, with holes between them. */
  replaceBelow(end: number, batches: readonly Batch[]): void {
    const kept = this.#batches.filter(({lastOffset}) => lastOffset >= end);
    this.#count(
      sizeOf(batches) + sizeOf(kept) - this.#bytes,
      batches.length + kept.length - this.#batches.length,
    );
    this.#batches = [...batches, ...kept];
  }

  /** What only a lost leader had is gone: everything from an offset on, the high watermark unless it is given. */
  truncate(to = this.#highWatermark): void {
    const kept = this.#batches.findIndex(batch => batch.lastOffset >= to);
    if (kept === -1) return;
    const cut = this.#batches.splice(kept);
    const [first] = cut;
    this.#count(-sizeOf(cut), -cut.length);
    // A batch is never cut in two.
    this.#end = Math.max(this.#start, Math.min(to, first?.baseOffset ?? to));
    this.#highWatermark = Math.min(this.#highWatermark, this.#end);
    this.#open.clear();
    this.#aborted = [];
    for (const batch of this.#batches) this.#noteTransaction(batch);
  }

  /** The topic is gone. */
  clear(): void {
    this.#count(-this.#bytes, -this.#batches.length);
    this.#batches = [];
  }

  #count(bytes: number, batches: number): void {
    this.#bytes += bytes;
    this.#budget.bytes += bytes + batches * overhead;
  }

  #noteTransaction(batch: Batch): void {
    if (!batch.isTransactional) return;
    const {producerId, baseOffset} = batch;
    const firstOffset = this.#open.get(producerId);
    if (!batch.isControl) {
      if (firstOffset === undefined) this.#open.set(producerId, baseOffset);
      return;
    }
    if (firstOffset === undefined) return;
    this.#open.delete(producerId);
    if (isAbort(batch)) this.#aborted.push({producerId, firstOffset, lastOffset: batch.lastOffset});
  }

  #indexOf(offset: number): number {
    let [low, high] = [0, this.#batches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#batches[middle]?.lastOffset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const sizeOf = (batches: readonly Batch[]): number =>
  batches.reduce((sum, batch) => sum + batch.bytes.length, 0);

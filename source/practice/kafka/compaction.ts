import type {Aborted} from './log.ts';
import {type Batch, recordsOf, withRecords} from './records.ts';
import {type PartitionState, wake} from './state.ts';

/** The settings of a topic that say what compaction may do, in milliseconds. */
export interface CompactionLimits {
  /** The part of the log that must be new. */
  readonly dirtyRatio: number;
  /** How long a record is left alone. */
  readonly minLagMs: number;
  /** After which time it is compacted however little is new. */
  readonly maxLagMs: number;
  /** How long a tombstone stays. */
  readonly tombstoneMs: number;
}

const bytesOf = (batches: readonly Batch[]): number =>
  batches.reduce((sum, batch) => sum + batch.bytes.length, 0);

const keyOf = (key: Buffer | null | undefined): string | null => key?.toString('latin1') ?? null;

const isAborted = (batch: Batch, aborted: readonly Aborted[]): boolean =>
  batch.isTransactional &&
  !batch.isControl &&
  aborted.some(
    ({producerId, firstOffset, lastOffset}) =>
      producerId === batch.producerId && batch.baseOffset >= firstOffset && batch.lastOffset <= lastOffset,
  );

/** The offset below which compaction may work: the segment that is written to, young ones and open transactions stay. */
const limitOf = ({segments, log}: PartitionState, {minLagMs}: CompactionLimits, now: number): number => {
  const first = segments
    .of(log)
    .find(({isActive, newest}) => isActive || (minLagMs > 0 && newest !== null && newest > now - minLagMs));
  return Math.min(first?.base ?? log.end, log.lastStable);
};

const isDue = (
  clean: readonly Batch[],
  dirty: readonly Batch[],
  limits: CompactionLimits,
  now: number,
): boolean => {
  const [first] = dirty;
  if (!first) return false;
  const ratio = bytesOf(dirty) / Math.max(1, bytesOf(clean) + bytesOf(dirty));
  return ratio > limits.dirtyRatio || now - first.maxTimestamp > limits.maxLagMs;
};

/** The last offset of each key among batches. */
const lastOffsets = (batches: readonly Batch[], aborted: readonly Aborted[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const batch of batches) {
    if (batch.isControl || isAborted(batch, aborted)) continue;
    for (const {key, offset} of recordsOf(batch)) {
      const name = keyOf(key);
      if (name !== null) last.set(name, offset);
    }
  }
  return last;
};

/**
 * Keeps of each key the last record, in whole segments that are no longer written to; records keep their offsets.
 * A tombstone hides what came before it at once and goes itself when its time is over. Returns how many records went.
 */
export const compact = (partition: PartitionState, limits: CompactionLimits, now: number): number => {
  const {log, cleaned} = partition;
  // A log that was cut off is new from there on.
  cleaned.end = Math.min(cleaned.end, log.end);
  const limit = limitOf(partition, limits, now);
  const below = log.batches.filter(({lastOffset}) => lastOffset < limit);
  const clean = below.filter(({baseOffset}) => baseOffset < cleaned.end);
  const dirty = below.filter(({baseOffset}) => baseOffset >= cleaned.end);
  const isOver = [...cleaned.tombstones.values()].some(horizon => horizon <= now);
  if (!isDue(clean, dirty, limits, now) && !isOver) return 0;
  const aborted = log.abortedBetween(log.start, limit);
  const last = lastOffsets(dirty, aborted);
  const staying = new Set<number>();
  let gone = 0;

  const isKept = (offset: number, key: string | null, value: Buffer | null): boolean => {
    if (key === null || (last.get(key) ?? -1) > offset) return false;
    if (value !== null) return true;
    const horizon = cleaned.tombstones.get(offset) ?? now + limits.tombstoneMs;
    if (horizon <= now) return false;
    cleaned.tombstones.set(offset, horizon);
    staying.add(offset);
    return true;
  };

  const swept = below.flatMap(batch => {
    if (batch.isControl) return [batch];
    const records = recordsOf(batch);
    const isGone = isAborted(batch, aborted);
    const kept = records.filter(
      ({offset, key, value}) => !isGone && isKept(offset, keyOf(key), value ?? null),
    );
    gone += records.length - kept.length;
    if (kept.length === records.length) return [batch];
    return kept.length === 0 ? [] : [withRecords(batch, kept)];
  });
  for (const offset of [...cleaned.tombstones.keys()])
    if (!staying.has(offset)) cleaned.tombstones.delete(offset);
  cleaned.end = Math.max(cleaned.end, limit);
  if (gone > 0) log.replaceBelow(limit, swept);
  wake(partition);
  return gone;
};

import type {Segment} from './segments.ts';
import {type PartitionState, wake} from './state.ts';

/** How long and how much a topic keeps; -1 for no limit. */
export interface RetentionLimits {
  readonly ms: number;
  readonly bytes: number;
}

/** How many of the oldest segments are expired: all their records are older than the limit. */
const expired = (segments: readonly Segment[], now: number, ms: number): number => {
  if (ms < 0) return 0;
  const kept = segments.findIndex(({newest}) => newest !== null && now - newest <= ms);
  return kept === -1 ? segments.length : kept;
};

/** How many of the oldest segments can go without what is left becoming smaller than the limit. */
const oversized = (segments: readonly Segment[], bytes: number): number => {
  if (bytes < 0) return 0;
  let more = segments.reduce((sum, segment) => sum + segment.bytes, 0) - bytes;
  const kept = segments.findIndex(segment => {
    more -= segment.bytes;
    return more < 0;
  });
  return kept === -1 ? segments.length : kept;
};

/**
 * Drops the oldest segments of a partition that are past a limit: the log's start moves to the first that stays. As
 * with Kafka the segment that is written to stays too, unless everything in it has expired. Nothing goes that is not
 * on all replicas yet. Returns how many bytes went.
 */
export const retain = (partition: PartitionState, limits: RetentionLimits, now: number): number => {
  const {log} = partition;
  const segments = partition.segments.of(log).filter(({bytes}) => bytes > 0);
  const byTime = expired(segments, now, limits.ms);
  const gone = byTime + oversized(segments.slice(byTime), limits.bytes);
  const last = segments[gone - 1];
  if (!last) return 0;
  const before = log.bytes;
  log.deleteBefore(last.end);
  wake(partition);
  return before - log.bytes;
};

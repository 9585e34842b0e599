import type {Missing, Reading} from '../../model/reading.ts';
import {isOld} from '../../model/reading.ts';
import type {Status} from './freshness.ts';

const listed = (missing: readonly Missing[]): string => {
  const [first, ...rest] = missing;
  if (!first) return '';
  return rest.length === 0 ? first.sentence : `${first.sentence} (+${rest.length} more)`;
};

/** The status of a pane that shows one reading. `what` completes "Waiting for …". */
export const statusOf = (reading: Reading<unknown>, what: string, now: number): Status => {
  switch (reading.state) {
    case 'waiting':
      return {kind: 'waiting', sentence: `Waiting for ${what} …`};
    case 'failed':
      return {kind: 'failed', sentence: reading.error.sentence};
    case 'stale':
      return {kind: 'stale', sentence: reading.error.sentence, at: reading.at};
    case 'partial':
      return {kind: 'partial', sentence: listed(reading.missing)};
    case 'ready':
      return isOld(reading, now)
        ? {kind: 'stale', sentence: 'No newer reading has come.', at: reading.at}
        : {kind: 'ready'};
  }
};

/** The status of a pane that joins several readings: whole, partial, or the worst where none has a value. */
export const statusOfAll = (
  readings: readonly Reading<unknown>[],
  missing: readonly Missing[],
  what: string,
  now: number,
): Status => {
  const statuses = readings.map(reading => statusOf(reading, what, now));
  const hasValue = statuses.some(status => status.kind !== 'waiting' && status.kind !== 'failed');
  const failed = statuses.find(status => status.kind === 'failed');
  if (!hasValue) return failed ?? {kind: 'waiting', sentence: `Waiting for ${what} …`};
  const first = missing[0] ?? undefined;
  if (first) return {kind: 'partial', sentence: listed(missing)};
  const stale = statuses.filter(status => status.kind === 'stale');
  const worst = stale[0];
  if (worst && stale.length === statuses.length) return worst;
  if (worst?.kind === 'stale') return {kind: 'partial', sentence: worst.sentence};
  return failed?.kind === 'failed' ? {kind: 'partial', sentence: failed.sentence} : {kind: 'ready'};
};

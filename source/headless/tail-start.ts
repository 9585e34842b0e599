import {momentOf} from '../model/moment.ts';
import type {TailStart} from '../model/record.ts';
import {wrongUsage} from './exit.ts';
import {type FlagValues, numberOf, textOf} from './flag.ts';

/** `newest`, `oldest`, an offset, a time, or how long ago. */
export const tailStart = (flags: FlagValues, now: number): TailStart => {
  const from = textOf(flags, 'from') ?? 'newest';
  const last = numberOf(flags, 'last') ?? 0;
  if (from === 'newest') return {from, last};
  if (numberOf(flags, 'last') !== undefined)
    throw wrongUsage('--last goes with --from newest only.', 'Leave one out.');
  if (from === 'oldest') return {from};
  if (/^\d+$/.test(from)) return {from: 'offset', offset: Number(from)};
  const at = momentOf(from, now);
  if (at === null)
    throw wrongUsage(
      `--from is newest, oldest, an offset, a time or how long ago, not ${from}.`,
      'For example --from oldest, --from 1200, --from 15m or --from 2026-05-01T12:00:00Z.',
    );
  return {from: 'time', at};
};

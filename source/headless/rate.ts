import {wrongUsage} from './exit.ts';
import {type FlagValues, numberOf} from './flag.ts';

/** What `--rate` says, a second; null without it. Throws wrong usage for 0, at which nothing would ever be done. */
export const rateOf = (flags: FlagValues, withoutIt: string): number | null => {
  const rate = numberOf(flags, 'rate') ?? null;
  if (rate === 0) throw wrongUsage('--rate is above 0, not 0.', `Leave it out ${withoutIt}.`);
  return rate;
};

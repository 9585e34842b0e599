import {glyphsFor} from './glyphs.ts';

/** A series as one level sign per value, between 0 and its largest value; all lowest where every value is 0. */
export const sparkline = (values: readonly number[], isAscii: boolean): string => {
  const {levels} = glyphsFor(isAscii);
  const most = Math.max(0, ...values);
  return values
    .map(
      value => levels[most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (levels.length - 1))] ?? '',
    )
    .join('');
};

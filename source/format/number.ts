/**
 * A whole number with commas between thousands: `1,204`. Not by Intl, whose tables take longer to load than all that the
 * first frame needs besides.
 */
export const numberText = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** From here on one decimal would round to `10.0`. */
const almostTen = 9.95;

/** Something per second: one decimal below ten, none above. Never `0` for what is not 0. */
export const rateText = (perSecond: number): string => {
  if (perSecond === 0) return '0';
  if (Math.abs(perSecond) < 0.05) return '<0.1';
  return Math.abs(perSecond) < almostTen ? perSecond.toFixed(1) : numberText(perSecond);
};

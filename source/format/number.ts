const grouped = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});

/** A whole number with commas between thousands: `1,204`. */
export const numberText = (value: number): string => grouped.format(value);

/** Something per second: one decimal below ten, none above. Never `0` for what is not 0. */
export const rateText = (perSecond: number): string => {
  if (perSecond === 0) return '0';
  if (Math.abs(perSecond) < 0.05) return '<0.1';
  return Math.abs(perSecond) < 10 ? perSecond.toFixed(1) : numberText(perSecond);
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something is ago or lasts, in its largest unit: `14 s`, `3 min`, `5 h`, `2 d`. Takes milliseconds. */
export const ageText = (milliseconds: number): string => {
  const age = Math.max(0, milliseconds);
  if (age < minute) return `${Math.floor(age / second)} s`;
  if (age < hour) return `${Math.floor(age / minute)} min`;
  if (age < 2 * day) return `${Math.floor(age / hour)} h`;
  return `${Math.floor(age / day)} d`;
};

/** A duration in seconds, with tenths where it is short: `0.4 s`, `12 s`, `3 min`. */
export const secondsText = (seconds: number): string => {
  if (seconds === 0) return '0 s';
  if (seconds < 0.1) return '<0.1 s';
  // What would round up to `10.0 s` is written as ten seconds are.
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return ageText(Math.max(10, seconds) * second);
};

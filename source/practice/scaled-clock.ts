import {type Clock, sleepWith} from '../clock.ts';

/** A clock whose waits are so many times shorter. What it dates stays true: only the waits are scaled, not `now`. */
export const scaledClock = (clock: Clock, speed: number): Clock => {
  if (speed === 1) return clock;
  const after: Clock['after'] = (ms, run) => clock.after(ms / speed, run);
  return {...clock, after, every: (ms, run) => clock.every(ms / speed, run), sleep: sleepWith(after)};
};

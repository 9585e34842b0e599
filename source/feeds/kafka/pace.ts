/** How much of the time reading may take, learned from the last rounds. */
export interface Pace {
  /** Adds a round: how long (ms) the brokers that answered took. */
  add(busy: number): void;
  /** Milliseconds from the start of one round to the start of the next, at least; `soFar` (ms) is this round's. */
  interval(soFar: number): number;
}

/** Reading takes this share of the time at most. */
const share = 10;
/** Rounds looked at. Fewer say nothing yet, and one slow answer among them says nothing of the cluster. */
const rounds = 3;

/**
 * A cluster that always takes its time is read less often. One answer that was late is not such a cluster: brokers
 * stall where one of them has just gone, and that is no moment to stop looking. So the quickest of the last rounds
 * counts.
 */
export const createPace = (): Pace => {
  const last: number[] = [];
  return {
    add(busy) {
      last.push(busy);
      if (last.length > rounds) last.shift();
    },
    interval: soFar => (last.length < rounds ? soFar : Math.min(...last)) * share,
  };
};

import {type Clock, sleepWith} from '../../source/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Moves time on by `ms`, calling each timer at its own moment and in order. After each it lets promises settle, so
   * that a loop of `await clock.sleep(…)` goes round as often as it would in real time.
   */
  advance(ms: number): Promise<void>;
  /** The same, without letting promises settle. */
  advanceSync(ms: number): void;
  /** How many timers wait: 0 when nothing is left behind. */
  pending(): number;
}

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets everything that is already resolved run on: promise jobs, ticks and immediates, some rounds deep. */
export const settle = async (rounds = 5): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    await new Promise<void>(resolve => setImmediate(resolve));
  }
};

/** `start` is in milliseconds since the epoch. */
export const createFakeClock = (start = Date.UTC(2026, 0, 5, 12)): FakeClock => {
  let now = start;
  let made = 0;
  const waiting = new Set<Waiting>();

  const after: Clock['after'] = (ms, run) => {
    made += 1;
    const timer = {at: now + Math.max(0, ms), order: made, run};
    waiting.add(timer);
    return () => void waiting.delete(timer);
  };

  const nextUntil = (end: number): Waiting | undefined => {
    const due = [...waiting].filter(timer => timer.at <= end);
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
  };

  const fire = (timer: Waiting): void => {
    waiting.delete(timer);
    now = timer.at;
    timer.run();
  };

  return {
    now: () => now,
    after,
    afterArrived: run => after(0, run),
    every(ms, run) {
      let cancel = (): void => {};
      const next = (): void => {
        cancel = after(ms, () => {
          next();
          run();
        });
      };
      next();
      return () => cancel();
    },
    sleep: sleepWith(after),
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let timer = nextUntil(end); timer; timer = nextUntil(end)) {
        fire(timer);
        await settle();
      }
      now = end;
    },
    advanceSync(ms) {
      const end = now + ms;
      for (let timer = nextUntil(end); timer; timer = nextUntil(end)) fire(timer);
      now = end;
    },
    pending: () => waiting.size,
  };
};

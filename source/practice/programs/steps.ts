import type {Clock} from '../../clock.ts';

/** What a program does one after the other while it starts; ended at once when the program ends. */
export interface Steps {
  /** Waits so many ms; false where it was ended meanwhile. */
  wait(ms: number): Promise<boolean>;
  /** Waits until something holds, looking every half second; false where it was ended or the time is over. */
  until(holds: () => boolean, ms: number): Promise<boolean>;
  readonly isEnded: boolean;
  end(): void;
}

const lookEvery = 500;

export const createSteps = (clock: Clock): Steps => {
  const ending = new AbortController();
  const wait = async (ms: number): Promise<boolean> => {
    await clock.sleep(ms, ending.signal).catch(() => {});
    return !ending.signal.aborted;
  };
  return {
    wait,
    async until(holds, ms) {
      // Counted by what is waited, as the clock may make waits shorter than it dates them.
      for (let left = ms; !holds(); left -= lookEvery)
        if (left <= 0 || !(await wait(Math.min(lookEvery, left)))) return false;
      return true;
    },
    get isEnded() {
      return ending.signal.aborted;
    },
    end: () => ending.abort(),
  };
};

import {failureFrom} from '../../clients/kafka/kafka-error.ts';
import type {Clock} from '../../clock.ts';
import type {Notes} from './notes.ts';
import type {TailPlaces} from './places.ts';

export interface TailLookOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly places: TailPlaces;
  readonly notes: Notes;
}

/** Looks at who leads what: when it is asked to, and from time to time for what is new. */
export interface TailLook {
  /** Asks for a look, soon. */
  ask(): void;
  /** Looks on and on until the signal; `onLook` is called after each. */
  run(onLook: () => void): Promise<void>;
}

/** Milliseconds: between looks that were asked for, while a leader is missing, and otherwise. */
const shortPause = 250;
const missingPause = 1000;
const idlePause = 5000;

export const createTailLook = ({clock, signal, places, notes}: TailLookOptions): TailLook => {
  let wake = (): void => {};
  let isAsked = false;

  /** A look that outlasts the tail is let go: a silent cluster must not hold up the end. */
  const once = (): Promise<void> =>
    new Promise(resolve => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, {once: true});
      places
        .refresh()
        .then(
          () => notes.clear('cluster'),
          (error: unknown) => notes.say('cluster', failureFrom(error).sentence),
        )
        .finally(done);
    });

  const untilNext = async (): Promise<void> => {
    await clock.sleep(shortPause, signal).catch(() => {});
    if (isAsked || signal.aborted) return;
    const idle = new AbortController();
    wake = () => idle.abort();
    signal.addEventListener('abort', wake, {once: true});
    const isMissing = places.all().length === 0 || places.all().some(({leader}) => leader === null);
    await clock.sleep(isMissing ? missingPause : idlePause, idle.signal).catch(() => {});
    signal.removeEventListener('abort', wake);
  };

  return {
    ask() {
      isAsked = true;
      wake();
    },
    async run(onLook) {
      while (!signal.aborted) {
        isAsked = false;
        await once();
        onLook();
        await untilNext();
      }
    },
  };
};

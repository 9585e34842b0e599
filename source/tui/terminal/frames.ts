import type {Clock} from '../../clock.ts';

/** Why something is to be drawn: what the user did is drawn at once, new records soon, other data at ease. */
export type Pace = 'input' | 'tail' | 'data';

/** When frames are drawn. */
export interface Frames {
  /** Asks for a frame; many requests make one. */
  request(pace: Pace): void;
  /** Draws one now, whatever else was asked for. */
  flush(): void;
  /** Calls `listener` when it is time for a frame; returns what ends it. */
  onFrame(listener: () => void): () => void;
  stop(): void;
}

/** Least time between two frames, in milliseconds. */
const intervals: Readonly<Record<Pace, number>> = {input: 0, tail: 400, data: 500};
/** Answers of one poll come within a few milliseconds of each other, and make one frame. */
const gathering = 15;

export const createFrames = (clock: Clock): Frames => {
  const listeners = new Set<() => void>();
  let lastAt = Number.NEGATIVE_INFINITY;
  let dueAt = Number.POSITIVE_INFINITY;
  let isQueued = false;
  let isStopped = false;
  let cancel = (): void => {};

  const draw = (): void => {
    cancel();
    dueAt = Number.POSITIVE_INFINITY;
    if (isStopped) return;
    lastAt = clock.now();
    for (const listener of [...listeners]) listener();
  };

  return {
    request(pace) {
      if (isStopped || isQueued) return;
      if (pace === 'input') {
        isQueued = true;
        // All keys of one chunk, and all that they change, make one frame.
        queueMicrotask(() => {
          isQueued = false;
          draw();
        });
        return;
      }
      const now = clock.now();
      const at = Math.max(now + gathering, lastAt + intervals[pace]);
      if (at >= dueAt) return;
      cancel();
      dueAt = at;
      cancel = clock.after(at - now, draw);
    },
    flush: draw,
    onFrame(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
};

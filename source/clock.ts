/** The only maker of timers and of "now": whoever waits or dates something is given one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds; returns what calls it off. */
  after(ms: number, run: () => void): () => void;
  /**
   * Calls `run` once all that has arrived by now was handed out: what waits in the terminal's and the sockets' buffers
   * while the program was busy. Returns what calls it off.
   */
  afterArrived(run: () => void): () => void;
  /** Calls `run` every `ms` milliseconds, first after `ms`; returns what ends it. */
  every(ms: number, run: () => void): () => void;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Builds `sleep` on `after`, the same for every clock. */
export const sleepWith =
  (after: Clock['after']): Clock['sleep'] =>
  (ms, signal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = after(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, {once: true});
    });

const after: Clock['after'] = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after,
  // Node hands out input between a timer and an immediate that it asks for.
  afterArrived(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  sleep: sleepWith(after),
};

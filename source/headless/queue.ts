/** A line of values between who makes them and who takes them, one at a time. */
export interface Queue<T> {
  readonly put: (value: T) => void;
  /** The next value; undefined once the signal is aborted. */
  take(): Promise<T | undefined>;
}

export const createQueue = <T>(signal: AbortSignal): Queue<T> => {
  const values: T[] = [];
  let wake = (): void => {};
  signal.addEventListener('abort', () => wake(), {once: true});
  return {
    put(value) {
      values.push(value);
      wake();
    },
    async take() {
      while (values.length === 0 && !signal.aborted)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      return signal.aborted ? undefined : values.shift();
    },
  };
};

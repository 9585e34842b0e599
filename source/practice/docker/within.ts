import type {Clock} from '../../clock.ts';

/** What a promise resolves to, or undefined where that takes longer than `ms`; endless where `ms` is infinite. */
export const within = async <T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | undefined> => {
  if (ms === Number.POSITIVE_INFINITY) return promise;
  let cancel = (): void => {};
  const late = new Promise<undefined>(resolve => {
    cancel = clock.after(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
};

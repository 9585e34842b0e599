import type {Clock} from '../../clock.ts';
import type {PartitionState} from './state.ts';

/** Waits until `isDone` after a change of one of the partitions, at most `ms`, and no longer than the client is there. */
export const waitUntil = (
  partitions: readonly PartitionState[],
  isDone: () => boolean,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> =>
  new Promise(resolve => {
    if (isDone() || ms <= 0 || signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      for (const partition of partitions) partition.watchers.delete(look);
      resolve();
    };
    const look = (): void => {
      if (isDone()) end();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end, {once: true});
    for (const partition of partitions) partition.watchers.add(look);
  });

/** An answer that somebody else gives later; `gone` where the client has left before. */
export const answerLater = <T>(
  signal: AbortSignal,
  gone: T,
  start: (answer: (value: T) => void) => void,
): Promise<T> =>
  new Promise(resolve => {
    const leave = (): void => resolve(gone);
    signal.addEventListener('abort', leave, {once: true});
    start(value => {
      signal.removeEventListener('abort', leave);
      resolve(value);
    });
  });

/** Waits while nothing can be decided because the quorum is down; the caller then says that time is up. */
export const timeOut = (ms: number, clock: Clock, signal: AbortSignal): Promise<void> =>
  waitUntil([], () => false, ms, clock, signal);

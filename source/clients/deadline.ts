import type {Clock} from '../clock.ts';

/** Thrown by `withDeadline` when the time is over. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** Milliseconds that were waited. */
  readonly waited: number;

  constructor(waited: number) {
    super(`no answer within ${waited} ms`);
    this.waited = waited;
  }
}

/**
 * Runs something that ends when its signal is aborted, and aborts it after `ms` milliseconds or with `outer`. It
 * rejects at the deadline even where `run` does not heed the signal.
 */
export const withDeadline = <T>(
  clock: Clock,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const controller = new AbortController();
    const stop = (reason: unknown): void => {
      finish();
      controller.abort(reason);
      reject(reason);
    };
    const onOuter = (): void => stop(outer?.reason);
    const cancel = clock.after(ms, () => stop(new DeadlineError(ms)));
    const finish = (): void => {
      cancel();
      outer?.removeEventListener('abort', onOuter);
    };
    if (outer?.aborted) {
      stop(outer.reason);
      return;
    }
    outer?.addEventListener('abort', onOuter, {once: true});
    run(controller.signal).then(
      value => {
        finish();
        resolve(value);
      },
      error => {
        finish();
        reject(error);
      },
    );
  });

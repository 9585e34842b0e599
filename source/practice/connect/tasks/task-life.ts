import {traceOf} from '../java-failure.ts';
import {createSwitch, type Switch} from '../switch.ts';
import {failureOf, type TaskOptions, type TaskRun} from './task-run.ts';

/** A task from its start to its end, whatever it does. */
export interface TaskLife {
  /** Aborted when the task is to end. */
  readonly signal: AbortSignal;
  /** Off while the task is paused. */
  readonly running: Switch;
  /** Starts the work; where it throws, the task has failed, and the worker's log says why. */
  run(work: () => Promise<void>): TaskRun;
}

/** `label` is what the task is called in the worker's log. */
export const createTaskLife = ({worker, isPaused, changed}: TaskOptions, label: string): TaskLife => {
  const ending = new AbortController();
  const {signal} = ending;
  const running = createSwitch(!isPaused);
  const end = (): void => ending.abort();
  worker.killed.addEventListener('abort', end, {once: true});
  return {
    signal,
    running,
    run(work) {
      const over = work()
        .catch(error => {
          if (signal.aborted) return;
          const failure = failureOf(error);
          worker.log.error(
            `${label} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted`,
            'runtime.WorkerTask',
            failure,
          );
          changed('FAILED', traceOf(failure.thrown));
        })
        .finally(() => worker.killed.removeEventListener('abort', end));
      return {
        pause: () => running.set(false),
        resume: () => running.set(true),
        async stop() {
          ending.abort();
          await over;
        },
      };
    },
  };
};

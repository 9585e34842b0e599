import {progressFiles} from '../exercises/progress.ts';
import type {Context} from './command.ts';

/**
 * Puts what was done and what was answered into the journal of an exercise that is under way, as the monitor does with
 * what is done in it. Where nothing can be written, the command is none the worse for it.
 */
export const noteAction = ({config, clock}: Context, subject: string, answer: string): void => {
  try {
    progressFiles(config.stateFolder).note({
      at: clock.now(),
      kind: 'action',
      subject,
      from: null,
      to: answer,
    });
  } catch {
    // The exercise then waits for it to be done in the monitor.
  }
};

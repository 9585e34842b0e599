import type {Command} from '../command.ts';
import {jsonFlag, targetFlags} from '../flag.ts';

/** Exercises without the screen. */
export const learnCommand: Command = {
  name: 'learn',
  arguments: 'VERB...',
  summary: 'exercises: list, start ID, check ID, report',
  remarks: [
    'list names the exercises. start ID makes what it needs, begins it, and ticks its steps as they are done, until all are or ^C. check ID judges it now; 1 is the exit code while it is not solved. report is what was proved, to be handed in.',
    'A step that only watching can prove is proved by the monitor or by learn start, while it runs.',
  ],
  words: {list: null, start: 'exercise', check: 'exercise', report: null},
  flags: [jsonFlag, ...targetFlags],
  examples: ['kafka-lab learn start failover-graceful', 'kafka-lab learn report > report.md'],
  needs: 'nothing',
  run: async context => (await import('../commands/learn.ts')).run(context),
};

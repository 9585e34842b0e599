import {jobsInOrder, type Ui, withDialog} from '../store/ui.ts';
import type {Command} from './command.ts';

const running = (ui: Ui): number => ui.jobs.filter(job => job.isRunning).length;

const quit: Command['run'] = ({ui, terminal}) => {
  const jobs = running(ui.get());
  if (jobs === 0) {
    terminal.quit();
    return;
  }
  ui.update(state =>
    withDialog(state, {
      kind: 'confirm',
      title: 'Quit?',
      lines: jobsInOrder(state)
        .filter(job => job.isRunning)
        .map(job => `${job.title} still runs and is stopped.`),
      commandLines: [],
      onYes: terminal.quit,
    }),
  );
};

/** What runs for the user, and how it and the program are ended. */
export const jobCommands = [
  {
    id: 'program.jobs',
    title: 'Jobs',
    help: 'shows the jobs of this program: what runs and what came of it',
    context: 'global',
    unavailable: ({ui}) => (ui.get().jobs.length === 0 ? 'no job was started' : undefined),
    run: ({openText}) => openText('jobs', null),
  },
  {
    id: 'program.cancel-job',
    title: 'Stop the running jobs',
    help: 'cancels every job that runs',
    context: 'global',
    unavailable: ({ui}) => (running(ui.get()) === 0 ? 'no job runs' : undefined),
    run: ({ui}) => {
      for (const job of ui.get().jobs) if (job.isRunning) job.cancel();
    },
  },
  {
    id: 'program.quit',
    title: 'Quit',
    help: 'ends the program; asks while a job runs',
    context: 'global',
    hint: 'quit',
    run: quit,
  },
  {
    id: 'program.interrupt',
    title: 'Cancel, or quit',
    help: 'cancels a running job; where none runs, quits',
    context: 'global',
    run: context => {
      const {ui, terminal, notify} = context;
      if (running(ui.get()) === 0) {
        terminal.quit();
        return;
      }
      for (const job of ui.get().jobs) if (job.isRunning) job.cancel();
      notify('info', 'The running job was cancelled; once more quits.');
    },
  },
  {
    id: 'program.suspend',
    title: 'Suspend',
    help: 'gives the shell back; `fg` returns',
    context: 'global',
    run: ({terminal}) => terminal.suspend(),
  },
] as const satisfies readonly Command[];

import {isAbout} from '../findings/finding.ts';
import {inputOf} from '../store/input.ts';
import {type Choice, type Ui, withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

const timeForms = ['relative', 'clock', 'iso'] as const;

/** Poll intervals that `+` and `-` move through (ms). */
export const intervals = [500, 1000, 2000, 5000, 10_000, 30_000, 60_000] as const;

const changeInterval =
  (step: 1 | -1): Command['run'] =>
  ({ui, setEvery, notify}) => {
    const {every} = ui.get();
    const slower = intervals.filter(value => value > every);
    const faster = intervals.filter(value => value < every);
    const next = (step === 1 ? slower[0] : faster.at(-1)) ?? every;
    setEvery(next);
    notify('info', `Servers are read every ${next / 1000} s.`);
  };

const choice = (context: CommandContext, command: Command): Choice => ({
  id: command.id,
  title: command.title,
  keys: context.keys(command.id),
  reason: reasonAgainst(context, command),
});

/** Why a command cannot be used now: it writes and nothing may be written, or it says so itself. */
export const reasonAgainst = (context: CommandContext, command: Command): string | null =>
  (command.writes ? context.lab.readOnlyReason : null) ?? command.unavailable?.(context) ?? null;

const inPalette = (command: Command): boolean =>
  !['input', 'palette', 'confirm', 'form', 'text'].includes(command.context) &&
  !command.id.startsWith('list.') &&
  command.id !== 'program.palette';

const openPalette: Command['run'] = context =>
  context.ui.update(state =>
    withDialog(state, {
      kind: 'palette',
      title: 'Commands',
      choices: context.commands.filter(inPalette).map(command => choice(context, command)),
      input: inputOf(''),
      selected: 0,
      isFiltered: true,
      onChoose: context.run,
    }),
  );

/** The contexts whose commands `x` offers for a noun. */
const actionContexts: Readonly<Record<string, readonly string[]>> = {
  container: ['containers'],
  broker: ['containers'],
  record: ['messages'],
  topic: ['topics'],
};

const openActions: Command['run'] = context => {
  const contexts = actionContexts[context.pane.noun] ?? [];
  const commands = context.commands.filter(
    command => contexts.includes(command.context) || command.isAction?.includes(context.pane.noun),
  );
  context.ui.update(state =>
    withDialog(state, {
      kind: 'palette',
      title: context.pane.selected === null ? 'Actions of this view' : `Actions: ${context.pane.selected}`,
      choices: [...commands, ...context.commands.filter(command => command.isAction?.includes('any'))].map(
        command => choice(context, command),
      ),
      input: inputOf(''),
      selected: 0,
      isFiltered: false,
      onChoose: context.run,
    }),
  );
};

const openWhy: Command['run'] = context => {
  const {selected} = context.pane;
  const subject = selected === null ? null : context.pane.subject(selected);
  const own = subject && context.findings().some(finding => isAbout(finding, subject));
  context.openText('why', own ? subject : null);
};

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
      lines: state.jobs.filter(job => job.isRunning).map(job => `${job.title} still runs and is stopped.`),
      commandLines: [],
      onYes: terminal.quit,
    }),
  );
};

/** What is not about one thing on the screen. */
export const programCommands = [
  {
    id: 'program.help',
    title: 'Help',
    help: 'every key that works here, and what the marks mean',
    context: 'global',
    hint: 'help',
    isAction: ['any'],
    run: ({openText}) => openText('help', null),
  },
  {
    id: 'program.palette',
    title: 'Commands by name',
    help: 'finds a command by its name',
    context: 'global',
    hint: 'commands',
    run: openPalette,
  },
  {
    id: 'program.actions',
    title: 'Actions of the selected thing',
    help: 'lists what can be done to the selected thing',
    context: 'global',
    hint: 'actions',
    run: openActions,
  },
  {
    id: 'program.why',
    title: 'Why?',
    help: 'explains what is wrong: the rule, its figures, the concept, and the command lines',
    context: 'global',
    hint: 'why',
    isAction: ['any'],
    run: openWhy,
  },
  {
    id: 'program.pause',
    title: 'Pause the view',
    help: 'keeps the screen as it is; readings go on, and messages are kept up to the cap',
    context: 'global',
    run: ({ui, clock, messages}) => {
      const isPaused = ui.get().pausedAt === null;
      messages.setPaused(isPaused);
      ui.update(state => ({...state, pausedAt: isPaused ? clock.now() : null}));
    },
  },
  {
    id: 'program.time',
    title: 'Time form',
    help: 'writes times as age, as clock time, or as ISO 8601',
    context: 'global',
    run: ({ui, notify}) => {
      const next = timeForms[(timeForms.indexOf(ui.get().timeForm) + 1) % timeForms.length] ?? 'relative';
      ui.update(state => ({...state, timeForm: next}));
      notify(
        'info',
        `Times are written as ${{relative: 'age', clock: 'clock time', iso: 'ISO 8601'}[next]}.`,
      );
    },
  },
  {
    id: 'program.copy',
    title: 'Copy',
    help: 'copies the selected row, or the screen where nothing is selected',
    context: 'global',
    run: ({pane, terminal, notify, screen}) =>
      notify('info', terminal.copy(pane.selected === null ? screen() : pane.text(pane.selected))),
  },
  {
    id: 'program.export',
    title: 'Export the screen',
    help: 'writes what is on the screen, with the time, to a text file in the working folder',
    context: 'global',
    run: ({ui, terminal, notify, screen}) => notify('info', terminal.exportText(ui.get().view, screen())),
  },
  {
    id: 'program.refresh',
    title: 'Read now',
    help: 'reads all servers now',
    context: 'global',
    run: ({refresh, notify}) => {
      refresh();
      notify('info', 'Reading now.');
    },
  },
  {
    id: 'program.slower',
    title: 'Read less often',
    help: 'makes the interval between readings longer',
    context: 'global',
    run: changeInterval(1),
  },
  {
    id: 'program.faster',
    title: 'Read more often',
    help: 'makes the interval between readings shorter',
    context: 'global',
    run: changeInterval(-1),
  },
  {
    id: 'program.all',
    title: 'Show or hide internal topics and other containers',
    help: "lists Kafka's own topics and the engine's other containers too, or hides them again",
    context: 'global',
    isAction: ['topic', 'container'],
    run: ({ui}) => ui.update(state => ({...state, isShowingAll: !state.isShowingAll})),
  },
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

import {tailLimits} from '../store/tail-buffer.ts';
import type {Command} from './command.ts';

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

/** How often and in which form the screen shows what it shows, and how it is taken along. */
export const displayCommands = [
  {
    id: 'program.pause',
    title: 'Pause the view',
    help: `keeps the screen as it is; readings go on, and of the messages the newest ${tailLimits.records.toLocaleString('en-US')} are kept`,
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
] as const satisfies readonly Command[];

import {exercises} from '../exercises/index.ts';
import {withDialog, withPane} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

const chosen = ({pane, course}: CommandContext): string | null =>
  pane.noun === 'exercise' && pane.selected !== null ? pane.selected : course.state().current;

/** Why it cannot be gone on with; undefined where it was begun, is not solved, and is not what is being done. */
const notLeft = (context: CommandContext): string | undefined => {
  const id = chosen(context);
  const {current, attempts} = context.course.state();
  if (id === null) return 'no exercise is selected';
  const attempt = attempts.get(id);
  if (!attempt) return 'it was not begun';
  if (attempt.solvedAt !== null) return 'it is solved';
  return id === current ? 'it is what you are doing' : undefined;
};

const notRunning = ({course}: CommandContext): string | undefined =>
  course.state().current === null ? 'no exercise was begun' : undefined;

/** What can be done with exercises. */
export const learnCommands = [
  {
    id: 'learn.start',
    title: 'Begin the exercise',
    help: 'makes what the exercise needs and is not there, and begins it anew',
    context: 'global',
    isAction: ['exercise'],
    // Where nothing may be changed it can be followed all the same, if what it needs is there.
    unavailable: context => (chosen(context) === null ? 'no exercise is selected' : undefined),
    run: context => {
      const id = chosen(context);
      const exercise = exercises.find(each => each.id === id);
      if (!exercise || id === null) return;
      // It stays selected when it is put away.
      context.ui.update(state => withPane(state, 'exercises', {selected: id}));
      const begun = context.course.state().attempts.get(id);
      if (!begun || begun.ticks.length === 0) {
        context.course.start(id);
        return;
      }
      context.ui.update(state =>
        withDialog(state, {
          kind: 'confirm',
          title: `Begin ${exercise.title} anew?`,
          lines: [
            `${begun.ticks.length} of ${exercise.steps.length} steps are done; they are to be done again.`,
            'Topics and records stay as they are.',
          ],
          commandLines: [`kafka-lab learn start ${id}`],
          onYes: () => context.course.start(id),
        }),
      );
    },
  },
  {
    id: 'learn.resume',
    title: 'Go on with the exercise',
    help: 'takes up an exercise that was begun and left, at the step where it was',
    context: 'global',
    isAction: ['exercise'],
    unavailable: notLeft,
    run: context => {
      const id = chosen(context);
      if (id !== null) context.course.resume(id);
    },
  },
  {
    id: 'learn.hint',
    title: 'Show a hint',
    help: 'shows the next hint of the exercise that was begun; the report counts them',
    context: 'global',
    isAction: ['exercise'],
    unavailable: notRunning,
    run: ({course}) => course.hint(),
  },
  {
    id: 'learn.leave',
    title: 'Put the exercise away',
    help: 'takes the exercise from the side of the screen; what was done of it is kept',
    context: 'global',
    isAction: ['exercise'],
    unavailable: notRunning,
    run: ({course}) => course.leave(),
  },
  {
    id: 'learn.report',
    title: 'Write the report',
    help: 'writes what was proved of each exercise, when and with how many hints, to hand in: Markdown and JSON',
    context: 'global',
    isAction: ['exercise'],
    run: ({course, terminal, notify}) => {
      const {markdown, json} = course.report();
      notify('info', terminal.exportText('report', markdown, 'md'));
      notify('info', terminal.exportText('report', json, 'json'));
    },
  },
] as const satisfies readonly Command[];

import {inputOf} from '../store/input.ts';
import {paneState, withDialog} from '../store/ui.ts';
import type {Command, CommandContext, ContainerVerb} from './command.ts';

/** The marked containers (or brokers' containers), else the selected one. */
const chosen = ({ui, pane, picture}: CommandContext): readonly string[] => {
  const marked = [...paneState(ui.get(), pane.id).marked].filter(id => pane.ids.includes(id));
  const ids = marked.length > 0 ? marked : pane.selected === null ? [] : [pane.selected];
  return ids.flatMap(id => {
    const subject = pane.subject(id);
    if (subject?.kind === 'container') return [subject.id];
    if (subject?.kind !== 'broker') return [];
    const broker = picture().brokers.find(other => String(other.id) === subject.id);
    return broker?.container ? [broker.container] : [];
  });
};

const perform = async (
  context: CommandContext,
  verb: ContainerVerb,
  names: readonly string[],
): Promise<void> => {
  for (const name of names) {
    context.notify('info', `${name}: ${verb} …`);
    const outcome = await context.lab.container(verb, name);
    context.notify(outcome.isDone ? 'good' : 'bad', outcome.answer);
  }
  context.refresh();
};

const title = (verb: string): string => verb.charAt(0).toUpperCase() + verb.slice(1);

const act = <Verb extends ContainerVerb>(
  verb: Verb,
  help: string,
  asks: boolean,
  hint?: string,
): Command<`container.${Verb}`> => ({
  id: `container.${verb}`,
  title: `${title(verb)} the container`,
  help,
  context: 'containers',
  ...(hint === undefined ? {} : {hint}),
  writes: true,
  ...(asks ? {danger: true} : {}),
  unavailable: context => (chosen(context).length === 0 ? 'no container is selected' : undefined),
  run: context => {
    const names = chosen(context);
    if (!asks) {
      void perform(context, verb, names);
      return;
    }
    context.ui.update(state =>
      withDialog(state, {
        kind: 'confirm',
        title: `${title(verb)} ${names.join(', ')}?`,
        lines: context.lab.consequences(verb, names),
        commandLines: context.lab.commandLines(verb, names),
        onYes: () => void perform(context, verb, names),
      }),
    );
  },
});

/** What can be done to containers. */
export const containerCommands = [
  act('start', 'starts the selected or marked containers', false, 'start'),
  act('stop', 'stops them gracefully (SIGTERM, then SIGKILL after the grace period)', true, 'stop'),
  act('restart', 'stops them gracefully and starts them again', true),
  act('pause', 'freezes every process in them: connections stay open, nothing answers', true),
  act('unpause', 'lets paused containers go on', false),
  act('kill', 'ends them at once (SIGKILL): Kafka notices only when the session ends', true),
  act('remove', 'removes them, running or not (SIGKILL); what is in named volumes stays', true),
  {
    id: 'container.bring-back',
    title: 'Bring a removed container back',
    help: 'makes a container of the lab again that was removed, and starts it',
    context: 'containers',
    writes: true,
    unavailable: ({lab}) => (lab.missing().length === 0 ? 'no container of the lab is missing' : undefined),
    run: context => {
      const missing = context.lab.missing();
      const [first = ''] = missing;
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Bring a removed container back',
          focus: 0,
          error: null,
          fields: [
            {
              id: 'name',
              label: 'Container',
              help:
                missing.length > 1
                  ? `left and right change it: ${missing.join(', ')}`
                  : 'the one that is missing',
              input: inputOf(first),
              choices: missing,
            },
          ],
          onSubmit: ({name = ''}) => {
            context.notify('info', `${name}: is made again …`);
            void context.lab.bringBack(name).then(({isDone, answer}) => {
              context.notify(isDone ? 'good' : 'bad', answer);
              context.refresh();
            });
            return null;
          },
        }),
      );
    },
  },
  {
    id: 'container.logs',
    title: 'Show the log',
    help: 'follows the log of the selected or marked containers',
    context: 'containers',
    hint: 'logs',
    unavailable: context => (chosen(context).length === 0 ? 'no container is selected' : undefined),
    run: context => context.openLogs(chosen(context)),
  },
] as const satisfies readonly Command[];

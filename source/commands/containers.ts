import {sentenceOf} from '../errors.ts';
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

const nothingChosen = (context: CommandContext): string | undefined =>
  chosen(context).length === 0 ? 'no container is selected' : undefined;

/** What the lab has lost can only be started: that makes it again. */
const nothingThere = (context: CommandContext): string | undefined => {
  const absent = context.picture().absent.map(({name}) => name);
  const isAbsent = chosen(context).every(name => absent.includes(name));
  return nothingChosen(context) ?? (isAbsent ? 'it is not there; start makes it again' : undefined);
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

const isRunning = (context: CommandContext): boolean => {
  const [name] = chosen(context);
  return context.picture().containers.some(each => each.name === name && each.state === 'running');
};

/** Containers of others are shown when asked for, and left alone. */
const othersOwn = (context: CommandContext): string | undefined => {
  const [name] = chosen(context);
  const found = context.picture().containers.find(each => each.name === name);
  return found?.role === 'other'
    ? "it is not one of the lab's containers: kafka-lab leaves it alone"
    : undefined;
};

const openShell = async (context: CommandContext, name: string): Promise<void> => {
  try {
    const {isDone, answer} = await context.terminal.handOver(tty => context.lab.shell(name, tty));
    context.notify(isDone ? 'good' : 'bad', answer);
  } catch (error) {
    context.notify('bad', sentenceOf(error));
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
  unavailable: context => (verb === 'start' ? nothingChosen(context) : nothingThere(context)),
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

interface Making<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly help: string;
  readonly kind: 'removed' | 'extra';
  /** Said where there is none to make. */
  readonly none: string;
}

/** Makes one of the containers that are not there, which the user chooses. */
const make = <Id extends string>({id, title: name, help, kind, none}: Making<Id>): Command<Id> => ({
  id,
  title: name,
  help,
  context: 'containers',
  writes: true,
  unavailable: ({lab}) => (lab.missing(kind).length === 0 ? none : undefined),
  run: context => {
    const missing = context.lab.missing(kind);
    context.ui.update(state =>
      withDialog(state, {
        kind: 'form',
        title: name,
        focus: 0,
        error: null,
        fields: [
          {
            id: 'name',
            label: 'Container',
            help:
              missing.length > 1
                ? `left and right change it: ${missing.join(', ')}`
                : 'the only one there is',
            input: inputOf(missing[0] ?? ''),
            choices: missing,
          },
        ],
        onSubmit: values => {
          const wanted = values.name ?? '';
          context.notify('info', `${wanted}: is made …`);
          void context.lab.bringBack(wanted).then(({isDone, answer}) => {
            context.notify(isDone ? 'good' : 'bad', answer);
            context.refresh();
          });
          return null;
        },
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
    id: 'container.shell',
    title: 'Shell in the container',
    help: 'hands the terminal to a shell in the container, as docker exec -it does; the screen comes back when it ends',
    context: 'containers',
    writes: true,
    unavailable: context =>
      context.lab.whyNoShell ??
      nothingThere(context) ??
      othersOwn(context) ??
      (isRunning(context) ? undefined : 'it does not run'),
    run: context => {
      const [name] = chosen(context);
      if (name !== undefined) void openShell(context, name);
    },
  },
  make({
    id: 'container.bring-back',
    title: 'Bring a removed container back',
    help: 'makes a container of the lab again that was removed, and starts it',
    kind: 'removed',
    none: 'no container of the lab is missing',
  }),
  make({
    id: 'container.add',
    title: 'Add a container to the lab',
    help: 'adds what a lab can have besides, such as a third broker, and starts it',
    kind: 'extra',
    none: 'there is nothing to add',
  }),
  {
    id: 'container.logs',
    title: 'Show the log',
    help: 'follows the log of the selected or marked containers',
    context: 'containers',
    hint: 'logs',
    unavailable: nothingThere,
    run: context => context.openLogs(chosen(context)),
  },
] as const satisfies readonly Command[];

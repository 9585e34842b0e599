import {isAbout, type Subject} from '../findings/finding.ts';
import {inputOf} from '../store/input.ts';
import {type Choice, paneState, withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';

const choice = (context: CommandContext, command: Command): Choice => ({
  id: command.id,
  title: command.title,
  keys: context.keys(command.id),
  reason: reasonAgainst(context, command),
});

/** Why a command cannot be used now, without a full stop: it writes and nothing may be written, or it says so itself. */
export const reasonAgainst = (context: CommandContext, command: Command): string | null => {
  const forbidden = command.writes ? context.lab.readOnlyReason : null;
  return forbidden?.replace(/\.$/, '') ?? command.unavailable?.(context) ?? null;
};

const inPalette = (command: Command): boolean =>
  !['input', 'palette', 'confirm', 'form'].includes(command.context) &&
  !/^(list|text)\./.test(command.id) &&
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
  const {noun, selected} = context.pane;
  const isOwn = (command: Command): boolean => command.isAction?.includes(noun) ?? false;
  const offered = context.commands.filter(
    command =>
      (contexts.includes(command.context) || isOwn(command)) && (command.isOffered?.(context) ?? true),
  );
  // What a broker can do stands above what its container can.
  const commands =
    noun === 'broker' ? [...offered.filter(isOwn), ...offered.filter(command => !isOwn(command))] : offered;
  // A number alone names nothing.
  const name = selected !== null && /^\d+$/.test(selected) ? `${noun} ${selected}` : selected;
  const {marked} = paneState(context.ui.get(), context.pane.id);
  const count = context.pane.ids.filter(id => marked.has(id)).length;
  // Most of them take the marked rows, wherever the selection is.
  const rows = count > 0 ? `${name} (${count} marked)` : name;
  context.ui.update(state =>
    withDialog(state, {
      kind: 'palette',
      title: rows === null ? 'Actions of this view' : `Actions: ${rows}`,
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

const impactSubject = ({pane}: CommandContext): Subject | null => {
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  return subject && ['broker', 'container', 'partition'].includes(subject.kind) ? subject : null;
};

/** What explains the program and finds its commands. */
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
    id: 'program.impact',
    title: 'Impact: what if this stops?',
    help: 'says what can no longer be read or written, what fails over and which groups freeze, if it stops now',
    context: 'global',
    isAction: ['broker', 'container', 'partition'],
    unavailable: context =>
      impactSubject(context) === null ? 'no broker, container or partition is selected' : undefined,
    run: context => context.openText('impact', impactSubject(context)),
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
] as const satisfies readonly Command[];

import {type WriteId, writes} from '../actions/writes/index.ts';
import type {Plan, Values, Write} from '../actions/writes/write.ts';
import {UserError} from '../errors.ts';
import type {Subject} from '../findings/finding.ts';
import {inputOf} from '../store/input.ts';
import {type Dialog, type Field, paneState, withDialog, withPane} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';
import {flagsIn, wordsOfStep} from './running-step.ts';

/** A field of the form that a new thing's name is typed into. */
const nameField = 'name';

/** The thing of a noun that a row is about: a partition's topic is a topic, too. */
const nameOf = (subject: Subject | null, noun: Write['noun']): readonly string[] => {
  if (subject === null) return [];
  if (subject.kind === noun) return [subject.id];
  if (subject.kind === 'partition' && noun === 'topic') return [subject.id.replace(/-\d+$/, '')];
  // A topic stands for all its partitions.
  return subject.kind === 'topic' && noun === 'partition' ? [subject.id] : [];
};

/** What is marked in the focused pane, else what is selected there, as far as the write is for such things. */
const chosen = ({ui, pane}: CommandContext, {noun, on}: Write): readonly string[] => {
  if (on === 'new' || on === 'all') return [];
  const marked = pane.ids.filter(id => paneState(ui.get(), pane.id).marked.has(id));
  const rows = marked.length > 0 ? marked : pane.selected === null ? [] : [pane.selected];
  const names = [...new Set(rows.flatMap(id => nameOf(pane.subject(id), noun)))];
  return on === 'one' ? names.slice(0, 1) : names;
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof UserError) return `${error.message} ${error.next}`.trim();
  return error instanceof Error ? error.message : String(error);
};

/** What the next step of an exercise gives to a write of this thing: long settings are not there to be typed. */
const valuesOfStep = (context: CommandContext, {noun, verb, on}: Write, name: string): Values => {
  const [program, ofNoun, ofVerb, named = '', ...flags] = wordsOfStep(context);
  if (program !== 'kafka-lab' || ofNoun !== noun || ofVerb !== verb) return {};
  // NAME stands for a name of the user's own.
  const isFor = on === 'new' ? !/^[A-Z]+$/.test(named) : named === name;
  return isFor ? {...(on === 'new' ? {[nameField]: named} : {}), ...flagsIn(flags)} : {};
};

const fieldsOf = (
  context: CommandContext,
  write: Write,
  names: readonly string[],
  values: Values,
): readonly Field[] => {
  const name = names[0] ?? '';
  const given: Values = {
    ...write.initial?.(context.picture(), name),
    ...valuesOfStep(context, write, name),
    ...values,
  };
  const own = write.fields.map((field): Field => {
    const text = given[field.id] ?? field.choices?.[0] ?? '';
    return {...field, input: inputOf(text)};
  });
  const ask: Field = {
    id: nameField,
    label: 'Name',
    help: `the name of the new ${write.noun}`,
    input: inputOf(given[nameField] ?? ''),
  };
  return write.on === 'new' ? [ask, ...own] : own;
};

const open = (context: CommandContext, dialog: Dialog): void =>
  context.ui.update(state => withDialog(state, dialog));

/** What was not asked says what follows from it with its answer. */
const withConsequences = (plan: Plan): Plan => ({
  ...plan,
  run: async (signal, onProgress) =>
    (await plan.run(signal, onProgress)).map(outcome =>
      outcome.isDone ? {...outcome, answer: [outcome.answer, ...plan.consequences].join(' ')} : outcome,
    ),
});

/** Asks as the plan wants to be asked: by a yes, or by typing a name. What only adds something was asked by its form. */
const ask = (
  context: CommandContext,
  write: Write,
  names: readonly string[],
  values: Values,
  plan: Plan,
): void => {
  const {typed, question} = plan;
  const about = {
    lines: plan.consequences,
    preview: plan.preview,
    commandLines: [context.lab.ownLine(write, names, values), ...plan.commandLines],
  };
  if (write.on === 'new') {
    const [name] = names;
    // What was made is what the next key is meant for; its row comes with the next reading.
    const select = (): void =>
      context.ui.update(state => withPane(state, 'topics', {selected: name ?? null, filter: ''}));
    context.lab.carryOut(withConsequences(plan), write.noun === 'topic' ? select : undefined);
    return;
  }
  const onYes = (): void => context.lab.carryOut(plan);
  if (typed === null) {
    open(context, {kind: 'confirm', title: question, ...about, onYes});
    return;
  }
  open(context, {
    kind: 'form',
    title: question,
    about,
    focus: 0,
    error: null,
    fields: [{id: 'typed', label: 'Its name', help: `type ${typed} and press Enter`, input: inputOf('')}],
    onSubmit: answers => {
      if (answers.typed !== typed) return `This is not ${typed}. Esc leaves everything as it is.`;
      onYes();
      return null;
    },
  });
};

const consider = async (
  context: CommandContext,
  write: Write,
  names: readonly string[],
  values: Values,
): Promise<void> => {
  try {
    ask(context, write, names, values, await context.lab.plan(write, names, values));
  } catch (error) {
    const sentence = sentenceOf(error);
    if (write.fields.length === 0 && write.on !== 'new') context.notify('bad', sentence);
    else fillIn(context, write, names, values, sentence);
  }
};

/** The form of a write; what is wrong with its values is said in the form, with the values still there. */
const fillIn = (
  context: CommandContext,
  write: Write,
  names: readonly string[],
  before: Values = {},
  error: string | null = null,
): void => {
  const fields = fieldsOf(
    context,
    write,
    names,
    write.on === 'new' && names[0] !== undefined ? {[nameField]: names[0], ...before} : before,
  );
  open(context, {
    kind: 'form',
    title: names.length > 0 && write.on !== 'new' ? `${write.title}: ${names.join(', ')}` : write.title,
    focus: 0,
    // What was refused is to be mended, not typed anew.
    isTouched: error !== null,
    error,
    fields,
    onSubmit: answers => {
      const {[nameField]: typed = '', ...values} = answers;
      void consider(context, write, write.on === 'new' ? [typed] : names, values);
      return null;
    },
  });
};

/** Whose menus offer it: what is done to all partitions is asked for where the brokers are seen. */
const nounsOf = ({noun, on}: Write): readonly string[] => {
  if (noun !== 'partition') return [noun];
  return on === 'all' ? ['broker'] : ['partition', 'topic'];
};

const commandOf = (write: Write<WriteId>): Command<WriteId> => ({
  id: write.id,
  title: write.title,
  help: write.help,
  context: 'global',
  isAction: nounsOf(write),
  writes: true,
  ...(write.on === 'new' ? {} : {danger: true}),
  isOffered: context => chosen(context, write).every(name => write.isFor?.(context.picture(), name) ?? true),
  unavailable: context => {
    if (write.on === 'new' || write.on === 'all') return undefined;
    const names = chosen(context, write);
    if (names.length === 0) return `no ${write.noun} is selected`;
    const picture = context.picture();
    return (
      names.map(name => write.against?.(picture, name) ?? null).find(reason => reason !== null) ?? undefined
    );
  },
  run: context => {
    const names = chosen(context, write);
    if (write.fields.length === 0 && write.on !== 'new') void consider(context, write, names, {});
    else fillIn(context, write, names);
  },
});

/** A command for every write of the cluster: its form, its confirmation, and what came of it. */
export const writeCommands: readonly Command<WriteId>[] = writes.map(commandOf);

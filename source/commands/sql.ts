import {sentenceOf} from '../errors.ts';
import {statement as statementLines} from '../findings/connect/slots.ts';
import {sanitize} from '../format/sanitize.ts';
import {isPostgresSource} from '../model/pipelines-of.ts';
import {inputOf} from '../store/input.ts';
import {withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';
import {field} from './field.ts';

/** Whether the selected thing has to do with PostgreSQL: its container, a connector that reads from it, its slot. */
export const isAboutPostgres = ({pane, picture}: CommandContext): boolean => {
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  if (subject?.kind === 'slot') return true;
  if (subject?.kind === 'connector')
    return picture().connectors.some(each => each.name === subject.id && isPostgresSource(each));
  return (
    subject?.kind === 'container' &&
    picture().containers.some(
      ({name, service}) => name === subject.id && (name === 'postgres' || service === 'postgres'),
    )
  );
};

export const linesOf = ({picture}: CommandContext, sql: string): readonly string[] =>
  statementLines(picture(), sql, '', true).map(({line}) => sanitize(line));

/** Runs a statement that changes something, after it was asked for, and says what came of it. */
export const carryOut = async (
  context: CommandContext,
  sql: string,
  again?: (error: string) => void,
): Promise<void> => {
  context.notify('info', 'PostgreSQL is asked …');
  try {
    const {sentence, count} = await context.sql.write(sql);
    context.notify(count === 0 ? 'warn' : 'good', sentence);
  } catch (error) {
    if (again) again(sentenceOf(error));
    else context.notify('bad', sentenceOf(error));
  }
};

const askToWrite = (context: CommandContext, sql: string): void => {
  const reason = context.lab.readOnlyReason;
  if (reason !== null) {
    context.notify('warn', `The statement changes something: ${reason}.`);
    return;
  }
  context.ui.update(state =>
    withDialog(state, {
      kind: 'confirm',
      title: 'Run a statement that changes something?',
      lines: [sanitize(sql), 'PostgreSQL refuses it in a read-only transaction: it may change data.'],
      commandLines: linesOf(context, sql),
      onYes: () => void carryOut(context, sql),
    }),
  );
};

const runStatement = async (context: CommandContext, sql: string): Promise<void> => {
  context.notify('info', 'PostgreSQL is asked; ^C ends it.');
  try {
    const answer = await context.sql.read(sql);
    if (answer === null) askToWrite(context, sql);
    else context.openAnswer(`SQL: ${answer.sentence}`, Promise.resolve(answer.text));
  } catch (error) {
    openPrompt(context, sql, sentenceOf(error));
  }
};

/** Asks for a statement; one that was refused stands there again, with what is wrong with it. */
const openPrompt = (context: CommandContext, sql: string, error: string | null): void =>
  context.ui.update(state =>
    withDialog(state, {
      kind: 'form',
      title: 'SQL',
      focus: 0,
      error,
      fields: [
        {
          ...field(
            'statement',
            'Statement',
            sql,
            'one statement; what changes something asks before it runs',
          ),
          input: inputOf(sql),
        },
      ],
      onSubmit: ({statement = ''}) => {
        if (statement === '') return 'Write a statement, e.g. SELECT * FROM customers.';
        void runStatement(context, statement);
        return null;
      },
    }),
  );

/** Statements for the target's PostgreSQL. */
export const sqlCommands = [
  {
    id: 'sql.prompt',
    title: 'SQL: run a statement',
    help: 'runs one statement on PostgreSQL and shows its rows; what changes something asks first',
    context: 'global',
    isAction: ['container', 'connector'],
    isOffered: isAboutPostgres,
    unavailable: ({sql}) => sql.unavailable,
    run: context => openPrompt(context, 'SELECT * FROM customers', null),
  },
] as const satisfies readonly Command[];

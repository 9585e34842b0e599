import {type RowValues, type TableName, tableText} from '../actions/table-rows.ts';
import {sentenceOf} from '../errors.ts';
import {isPostgresSource} from '../model/pipelines-of.ts';
import {inputOf} from '../store/input.ts';
import {type Choice, withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';
import {changeRow, deleteRow, type Editing, insertRow, shownText} from './row-form.ts';
import {isAboutPostgres} from './sql.ts';

const choose = (
  context: CommandContext,
  title: string,
  choices: readonly Choice[],
  onChoose: (id: string) => void,
): void =>
  context.ui.update(state =>
    withDialog(state, {
      kind: 'palette',
      title,
      choices,
      input: inputOf(''),
      selected: 0,
      isFiltered: true,
      onChoose,
    }),
  );

/** What is read for a dialog may fail: that is told, and no dialog comes. */
const attempt = (context: CommandContext, run: () => Promise<void>): void =>
  void run().catch(error => context.notify('bad', sentenceOf(error)));

/** The tables that the selected connector captures, in its own words (`public.customers`). */
const captured = ({pane, picture}: CommandContext): readonly string[] => {
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  return picture()
    .connectors.filter(each => isPostgresSource(each))
    .filter(({name}) => subject?.kind !== 'connector' || subject.id === name)
    .flatMap(({config}) => (config['table.include.list'] ?? '').split(','))
    .map(name => name.trim());
};

/** What is captured first, and of that `customers` first; then all others. */
const ordered = (context: CommandContext, tables: readonly TableName[]): readonly TableName[] => {
  const first = captured(context);
  const rank = ({schema, name}: TableName): number =>
    (first.includes(`${schema}.${name}`) ? 0 : 2) + (name === 'customers' ? 0 : 1);
  return tables.toSorted((a, b) => rank(a) - rank(b));
};

/** Chooses a table, where there is a choice, and goes on with its columns. */
const withTable = (context: CommandContext, verb: string, next: (editing: Editing) => void): void =>
  attempt(context, async () => {
    const tables = ordered(context, await context.sql.tables());
    const go = (table: TableName): void =>
      attempt(context, async () => next({context, table, columns: await context.sql.columns(table)}));
    const [only, ...more] = tables;
    if (!only) context.notify('warn', 'The database has no table.');
    else if (more.length === 0) go(only);
    else
      choose(
        context,
        `${verb} a row of which table?`,
        tables.map(table => ({id: tableText(table), title: tableText(table), keys: '', reason: null})),
        id => {
          const table = tables.find(each => tableText(each) === id);
          if (table) go(table);
        },
      );
  });

/** Chooses a row of the table, which can be searched for by what stands in it. */
const withRow = (editing: Editing, verb: string, next: (row: RowValues) => void): void => {
  const {context, table, columns} = editing;
  attempt(context, async () => {
    const {rows, isPart} = await context.sql.rows(table, columns);
    if (rows.length === 0) {
      context.notify('warn', `${tableText(table)} has no row.`);
      return;
    }
    choose(
      context,
      `${verb} which row of ${tableText(table)}?${isPart ? ` The first ${rows.length} are here.` : ''}`,
      rows.map((row, index) => ({
        id: String(index),
        title: columns.map(({name}) => shownText(row[name] ?? '-')).join('  '),
        keys: '',
        reason: null,
      })),
      id => {
        const row = rows[Number(id)];
        if (row) next(row);
      },
    );
  });
};

const command = <Id extends string>(
  id: Id,
  title: string,
  help: string,
  begin: (context: CommandContext) => void,
): Command<Id> => ({
  id,
  title,
  help,
  context: 'global',
  writes: true,
  isAction: ['container', 'connector'],
  isOffered: isAboutPostgres,
  unavailable: ({sql}) => sql.unavailable,
  run: begin,
});

/** A row of a table, added, changed or deleted by a form that is made of the table's columns. */
export const rowCommands = [
  command(
    'row.insert',
    'Insert a row',
    'adds a row to a table of PostgreSQL, by a form of its columns',
    context => withTable(context, 'Insert', insertRow),
  ),
  command('row.change', 'Change a row', 'changes a row of a table of PostgreSQL', context =>
    withTable(context, 'Change', editing => withRow(editing, 'Change', row => changeRow(editing, row))),
  ),
  command('row.delete', 'Delete a row', 'deletes a row of a table of PostgreSQL', context =>
    withTable(context, 'Delete', editing => withRow(editing, 'Delete', row => deleteRow(editing, row))),
  ),
];

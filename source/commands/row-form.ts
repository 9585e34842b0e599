import {
  deleteStatement,
  insertStatement,
  type RowValues,
  type TableColumn,
  type TableName,
  tableText,
  updateStatement,
} from '../actions/table-rows.ts';
import {sanitize} from '../format/sanitize.ts';
import {isPostgresSource} from '../model/pipelines-of.ts';
import {type About, type Dialog, withDialog} from '../store/ui.ts';
import type {CommandContext} from './command.ts';
import {field} from './field.ts';
import {carryOut, linesOf} from './sql.ts';

/** A table whose row is changed. */
export interface Editing {
  readonly context: CommandContext;
  readonly table: TableName;
  readonly columns: readonly TableColumn[];
}

/** A value as it may be drawn, on one line. */
export const shownText = (value: string): string => sanitize(value);

const open = ({ui}: CommandContext, dialog: Dialog): void => ui.update(state => withDialog(state, dialog));

/** What becomes of the change further on, as far as a connector reads the table. */
const follows = ({context, table}: Editing): readonly string[] =>
  context
    .picture()
    .connectors.filter(isPostgresSource)
    .filter(({config}) => (config['table.include.list'] ?? '').includes(`${table.schema}.${table.name}`))
    .map(({name, config}) => {
      const prefix = config['topic.prefix'];
      const where = prefix === undefined ? '' : ` to topic ${prefix}.${table.schema}.${table.name}`;
      return `Connector ${name} captures it and writes a record${where}.`;
    });

interface Asked {
  readonly title: string;
  readonly sql: string;
  readonly preview?: About['preview'];
  /** Where to go back to when the server refuses it: with its reason. */
  readonly again?: (error: string) => void;
}

const confirm = (editing: Editing, {title, sql, preview = [], again}: Asked): void => {
  const {context} = editing;
  open(context, {
    kind: 'confirm',
    title,
    lines: [shownText(sql), ...follows(editing)],
    preview,
    commandLines: linesOf(context, sql),
    onYes: () => void carryOut(context, sql, again),
  });
};

const helpOf = ({type, isNullable, default: fallback, isKey}: TableColumn, isNew: boolean): string =>
  [
    type,
    ...(isKey ? ['primary key'] : []),
    isNew && fallback !== null ? `empty: ${fallback}` : isNullable ? 'empty is NULL' : 'may not be NULL',
  ].join(', ');

/** What a form of a row holds, and what was wrong with it the last time. */
interface Draft {
  readonly values: Readonly<Record<string, string>>;
  readonly error: string | null;
}

interface RowForm {
  readonly title: string;
  readonly isNew: boolean;
  readonly draft: Draft;
  /** What is wrong with the values, or the question that follows from them. */
  readonly onSubmit: (values: Draft['values']) => string | Asked;
}

const form = (editing: Editing, {title, isNew, draft, onSubmit}: RowForm): void => {
  const {context, columns} = editing;
  const given = columns.filter(({isGenerated}) => !isGenerated);
  open(context, {
    kind: 'form',
    title,
    focus: Math.max(
      0,
      given.findIndex(({isKey}) => !isKey),
    ),
    error: draft.error,
    fields: given.map(column =>
      field(column.name, shownText(column.name), draft.values[column.name] ?? '', helpOf(column, isNew)),
    ),
    onSubmit: values => {
      const asked = onSubmit(values);
      if (typeof asked === 'string') return asked;
      const again = (error: string): void => form(editing, {title, isNew, draft: {values, error}, onSubmit});
      // The form goes first, so that the question does not lie over it.
      void Promise.resolve().then(() => confirm(editing, {...asked, again}));
      return null;
    },
  });
};

const missingIn = (columns: readonly TableColumn[], values: Draft['values']): TableColumn | undefined =>
  columns.find(
    ({name, isNullable, isGenerated, default: fallback}) =>
      !values[name] && !isNullable && !isGenerated && fallback === null,
  );

/** Adds a row, by a form of the table's columns. */
export const insertRow = (editing: Editing): void => {
  const {table, columns} = editing;
  const title = `Insert a row into ${tableText(table)}`;
  form(editing, {
    title,
    isNew: true,
    draft: {values: {}, error: null},
    onSubmit: values => {
      const missing = missingIn(columns, values);
      if (missing) return `${shownText(missing.name)} may not be empty.`;
      // What is left empty the server fills: with its default, or with NULL.
      const given = columns.flatMap(({name}) => (values[name] ? [[name, values[name]] as const] : []));
      return {title: `${title}?`, sql: insertStatement(table, Object.fromEntries(given))};
    },
  });
};

const changesOf = (
  columns: readonly TableColumn[],
  row: RowValues,
  values: Readonly<Record<string, string>>,
): RowValues =>
  Object.fromEntries(
    columns
      .filter(({isGenerated}) => !isGenerated)
      .map(
        ({name, isNullable}) =>
          [name, values[name] === '' && isNullable ? null : (values[name] ?? '')] as const,
      )
      // The form takes the blanks at both ends away: that alone is no change.
      .filter(([name, value]) => (value ?? '') !== shownText(row[name] ?? '').trim()),
  );

/** Changes a row, by the same form with what is in it now. */
export const changeRow = (editing: Editing, row: RowValues): void => {
  const {table, columns} = editing;
  const shown = columns.map(({name}) => [name, shownText(row[name] ?? '')] as const);
  form(editing, {
    title: `Change a row of ${tableText(table)}`,
    isNew: false,
    draft: {values: Object.fromEntries(shown), error: null},
    onSubmit: values => {
      const changes = changesOf(columns, row, values);
      if (Object.keys(changes).length === 0) return 'Nothing is changed yet.';
      return {
        title: `Change the row of ${tableText(table)}?`,
        sql: updateStatement(table, columns, row, changes),
        preview: Object.entries(changes).map(([column, after]) => ({
          column: shownText(column),
          before: shownText(row[column] ?? '-'),
          after: after ?? '-',
        })),
      };
    },
  });
};

/** Deletes a row. */
export const deleteRow = (editing: Editing, row: RowValues): void => {
  const {table, columns} = editing;
  confirm(editing, {
    title: `Delete the row of ${tableText(table)}?`,
    sql: deleteStatement(table, columns, row),
    preview: columns.map(({name}) => ({column: shownText(name), value: shownText(row[name] ?? '-')})),
  });
};

import type {Answer} from '../clients/postgres/answer.ts';
import type {PostgresClient} from '../clients/postgres/client.ts';
import {UserError} from '../errors.ts';

/** A table as `information_schema` names it. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface TableColumn {
  readonly name: string;
  /** `integer`, `character varying` …: the server's word. */
  readonly type: string;
  readonly isNullable: boolean;
  /** The expression that fills it where nothing is given. */
  readonly default: string | null;
  /** Whether the server alone fills it. */
  readonly isGenerated: boolean;
  /** Whether it is part of the primary key. */
  readonly isKey: boolean;
}

/** Values by the names of their columns, as the server writes them; null is NULL. */
export type RowValues = Readonly<Record<string, string | null>>;

/** Rows that a list offers at most. */
export const rowsOffered = 200;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (value: string | null): string =>
  value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;

/** The table as a statement names it: without quotes and schema where these say nothing. */
export const tableText = ({schema, name}: TableName): string => {
  const word = (text: string): string => (/^[a-z_][a-z0-9_]*$/.test(text) ? text : identifier(text));
  return schema === 'public' ? word(name) : `${word(schema)}.${word(name)}`;
};

const ask = (client: PostgresClient, statement: string, most = 1000): Promise<Answer> =>
  client.run(statement, {isReadOnly: true, most});

/** The tables of the users' schemas. */
export const readTables = async (client: PostgresClient): Promise<readonly TableName[]> => {
  const {rows} = await ask(
    client,
    `SELECT table_schema, table_name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
     ORDER BY table_schema, table_name`,
  );
  return rows.map(([schema, name]) => ({schema: schema ?? '', name: name ?? ''}));
};

/** The columns of a table, in their order. */
export const readColumns = async (
  client: PostgresClient,
  {schema, name}: TableName,
): Promise<readonly TableColumn[]> => {
  const {rows} = await ask(
    client,
    `SELECT c.column_name, c.data_type, c.is_nullable, c.column_default,
       c.is_generated = 'ALWAYS' OR c.identity_generation IS NOT DISTINCT FROM 'ALWAYS',
       EXISTS (
         SELECT 1 FROM information_schema.table_constraints t
         JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name, table_schema, table_name)
         WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = c.table_schema
           AND t.table_name = c.table_name AND k.column_name = c.column_name)
     FROM information_schema.columns c
     WHERE c.table_schema = ${literal(schema)} AND c.table_name = ${literal(name)}
     ORDER BY c.ordinal_position`,
  );
  return rows.map(([column, type, isNullable, fallback, isGenerated, isKey]) => ({
    name: column ?? '',
    type: type ?? '',
    isNullable: isNullable === 'YES',
    default: fallback ?? null,
    isGenerated: isGenerated === 't',
    isKey: isKey === 't',
  }));
};

const keyOf = (table: TableName, columns: readonly TableColumn[]): readonly TableColumn[] => {
  const key = columns.filter(({isKey}) => isKey);
  if (key.length > 0) return key;
  throw new UserError(
    `Table ${tableText(table)} has no primary key: which row is meant cannot be said.`,
    'Change it by a statement.',
  );
};

/** The first rows of a table by its key, and whether there are more. */
export const readRows = async (
  client: PostgresClient,
  table: TableName,
  columns: readonly TableColumn[],
): Promise<{readonly rows: readonly RowValues[]; readonly isPart: boolean}> => {
  const names = columns.map(({name}) => identifier(name));
  const order = keyOf(table, columns).map(({name}) => identifier(name));
  const {rows} = await ask(
    client,
    `SELECT ${names.join(', ')} FROM ${tableText(table)} ORDER BY ${order.join(', ')} LIMIT ${rowsOffered + 1}`,
  );
  const all = rows.map(
    (row): RowValues => Object.fromEntries(columns.map(({name}, at) => [name, row[at] ?? null])),
  );
  return {rows: all.slice(0, rowsOffered), isPart: all.length > rowsOffered};
};

/** Adds a row; columns that are left out are filled by the server. */
export const insertStatement = (table: TableName, values: RowValues): string => {
  const names = Object.keys(values).map(identifier);
  return names.length === 0
    ? `INSERT INTO ${tableText(table)} DEFAULT VALUES`
    : `INSERT INTO ${tableText(table)} (${names.join(', ')}) VALUES (${Object.values(values).map(literal).join(', ')})`;
};

const where = (table: TableName, columns: readonly TableColumn[], row: RowValues): string =>
  keyOf(table, columns)
    .map(({name}) => `${identifier(name)} = ${literal(row[name] ?? null)}`)
    .join(' AND ');

/** Changes some columns of the row that the key names. */
export const updateStatement = (
  table: TableName,
  columns: readonly TableColumn[],
  row: RowValues,
  changes: RowValues,
): string => {
  const set = Object.entries(changes).map(([name, value]) => `${identifier(name)} = ${literal(value)}`);
  return `UPDATE ${tableText(table)} SET ${set.join(', ')} WHERE ${where(table, columns, row)}`;
};

/** Deletes the row that the key names. */
export const deleteStatement = (table: TableName, columns: readonly TableColumn[], row: RowValues): string =>
  `DELETE FROM ${tableText(table)} WHERE ${where(table, columns, row)}`;

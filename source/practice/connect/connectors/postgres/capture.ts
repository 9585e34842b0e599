import type {Column} from './column-types.ts';
import type {Sql} from './sql.ts';

/**
 * Where changes are noted: PGlite cannot decode its log, so triggers write down what a replication slot would tell. All
 * of it is in a schema of ours, and stays there as a slot does, whether or not somebody reads it:
 *
 *   changes  a row for each that was inserted, updated or deleted, with its values as texts
 *   slots    how far each reader has come: what all have is deleted
 */
const preparation = `
CREATE SCHEMA IF NOT EXISTS kafka_lab;
COMMENT ON SCHEMA kafka_lab IS 'Practice lab: notes changes by triggers, in place of a replication slot';
CREATE TABLE IF NOT EXISTS kafka_lab.changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lsn bigint NOT NULL,
  transaction bigint NOT NULL,
  micros bigint NOT NULL,
  schema_name text NOT NULL,
  table_name text NOT NULL,
  operation text NOT NULL,
  old_row jsonb,
  new_row jsonb
);
CREATE TABLE IF NOT EXISTS kafka_lab.slots (name text PRIMARY KEY, confirmed bigint NOT NULL);
CREATE OR REPLACE FUNCTION kafka_lab.lsn() RETURNS bigint LANGUAGE sql AS
  $$ SELECT (pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn)::bigint $$;
CREATE OR REPLACE FUNCTION kafka_lab.texts(row_of jsonb) RETURNS jsonb LANGUAGE sql AS
  $$ SELECT pg_catalog.jsonb_object_agg(key, value) FROM pg_catalog.jsonb_each_text(row_of) $$;
CREATE OR REPLACE FUNCTION kafka_lab.note() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog SET timezone = 'UTC' AS $$
BEGIN
  INSERT INTO kafka_lab.changes
    (lsn, transaction, micros, schema_name, table_name, operation, old_row, new_row)
  VALUES (
    kafka_lab.lsn(), txid_current(), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP,
    CASE WHEN TG_OP <> 'INSERT' THEN kafka_lab.texts(to_jsonb(OLD)) END,
    CASE WHEN TG_OP <> 'DELETE' THEN kafka_lab.texts(to_jsonb(NEW)) END
  );
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION kafka_lab.watch() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT c.oid::regclass AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'kafka_lab')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'kafka_lab_changes')
  LOOP
    EXECUTE format('CREATE TRIGGER kafka_lab_changes AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION kafka_lab.note()', one.name);
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION kafka_lab.watch_new() RETURNS event_trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM kafka_lab.watch(); END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = 'kafka_lab_new_tables') THEN
    CREATE EVENT TRIGGER kafka_lab_new_tables ON ddl_command_end
      WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') EXECUTE FUNCTION kafka_lab.watch_new();
  END IF;
END $$;
SELECT kafka_lab.watch();
`;

/** A row by its columns, as texts; null is NULL. */
export type Row = Readonly<Record<string, string | null>>;

export interface Change {
  readonly lsn: number;
  readonly transaction: number;
  /** Microseconds since the epoch. */
  readonly micros: string;
  readonly schema: string;
  readonly table: string;
  readonly operation: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Names of the columns of its primary key, in their order. */
  readonly key: readonly string[];
  /** Whether an event has the whole row as it was before (REPLICA IDENTITY FULL). */
  readonly isFull: boolean;
}

/** A moment of the database. */
export interface Moment {
  readonly lsn: number;
  readonly transaction: number;
  readonly micros: string;
}

interface ColumnRow {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly modifier: number;
  readonly kind: string;
  readonly values: readonly string[];
  readonly required: boolean;
  readonly serial: boolean;
  readonly key: number | null;
  readonly identity: string;
}

/** All tables of users, with their columns. */
export const tablesOf = async (sql: Sql): Promise<readonly Table[]> => {
  const rows = await sql.ask<ColumnRow>(`
    SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, t.typname AS type, a.atttypmod AS modifier,
      t.typtype AS kind, a.attnotnull AS required, c.relreplident AS identity,
      ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS values,
      a.attidentity <> '' OR coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS serial,
      pg_catalog.array_position(i.indkey::int2[], a.attnum) AS key
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'kafka_lab')
    ORDER BY n.nspname, c.relname, a.attnum`);
  return [...Map.groupBy(rows, ({schema, table}) => JSON.stringify([schema, table])).values()].flatMap(
    all => {
      const [first] = all;
      if (!first) return [];
      const key = all.filter(one => one.key !== null).sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
      return [
        {
          schema: first.schema,
          name: first.table,
          columns: all.map(({column, type, modifier, kind, values, required, serial}) => ({
            name: column,
            type,
            modifier,
            kind,
            values,
            isRequired: required,
            isSerial: serial,
          })),
          key: key.map(({column}) => column),
          isFull: first.identity === 'f',
        },
      ];
    },
  );
};

/** Makes what notes changes, where it is not there yet, and the slot. */
export const prepare = async (sql: Sql, slot: string): Promise<void> => {
  await sql.ask(preparation);
  await sql.ask(
    'INSERT INTO kafka_lab.slots (name, confirmed) VALUES ($1, kafka_lab.lsn()) ON CONFLICT (name) DO NOTHING',
    [slot],
  );
};

export const now = async (sql: Sql): Promise<Moment> => {
  const [row] = await sql.ask<{lsn: string; transaction: string; micros: string}>(
    'SELECT kafka_lab.lsn()::text AS lsn, txid_current()::text AS transaction, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS micros',
  );
  return {
    lsn: Number(row?.lsn ?? 0),
    transaction: Number(row?.transaction ?? 0),
    micros: row?.micros ?? '0',
  };
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** All rows of a table. */
export const rowsOf = async (sql: Sql, {schema, name, key}: Table): Promise<readonly Row[]> => {
  const order = key.length === 0 ? '' : ` ORDER BY ${key.map(column => `one.${quoted(column)}`).join(', ')}`;
  const rows = await sql.ask<{row: Row}>(
    `SELECT kafka_lab.texts(to_jsonb(one)) AS row FROM ${quoted(schema)}.${quoted(name)} AS one${order}`,
  );
  return rows.map(({row}) => row);
};

interface ChangeRow extends Omit<Change, 'lsn' | 'transaction'> {
  readonly lsn: string;
  readonly transaction: string;
}

/** What was noted after a place in the log, the oldest first. */
export const changesAfter = async (sql: Sql, lsn: number, most: number): Promise<readonly Change[]> => {
  const rows = await sql.ask<ChangeRow>(
    `SELECT lsn, transaction, micros, schema_name AS schema, table_name AS table, operation, old_row AS before, new_row AS after
     FROM kafka_lab.changes WHERE lsn > $1 ORDER BY id LIMIT $2`,
    [lsn, most],
  );
  return rows.map(row => ({...row, lsn: Number(row.lsn), transaction: Number(row.transaction)}));
};

/** The reader of a slot has kept how far it is: what all readers have is not needed any more. */
export const confirm = async (sql: Sql, slot: string, lsn: number): Promise<void> => {
  await sql.ask('UPDATE kafka_lab.slots SET confirmed = greatest(confirmed, $2) WHERE name = $1', [
    slot,
    lsn,
  ]);
  await sql.ask('DELETE FROM kafka_lab.changes WHERE lsn <= (SELECT min(confirmed) FROM kafka_lab.slots)');
};

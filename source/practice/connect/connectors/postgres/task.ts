import {JavaFailure} from '../../java-failure.ts';
import type {SourceClass, SourceRecord, SourceTask, TaskContext} from '../connector-class.ts';
import {changesAfter, confirm, now, prepare, rowsOf, tablesOf} from './capture.ts';
import {changeRecords, type Naming, type Place, type Snapshot, shapeOf, snapshotRecord} from './envelope.ts';
import {noDatabase, slotInUse} from './failures.ts';
import {filterOf} from './filter.ts';
import {openSql, type Sql, sqlThrown} from './sql.ts';
import {stand} from './stand.ts';

const logger = 'postgresql.PostgresConnectorTask';

type OffsetOf = Parameters<SourceClass['open']>[1];

const namingOf = (config: TaskContext['config']): Naming => {
  const decimals = config['decimal.handling.mode'];
  return {
    prefix: config['topic.prefix'] ?? '',
    database: config['database.dbname'] ?? '',
    version: stand.version,
    decimals: decimals === 'double' || decimals === 'string' ? decimals : 'precise',
    hasTombstones: config['tombstones.on.delete'] !== 'false',
  };
};

/** Which of the rows of a snapshot one is: of all, and of its table. */
const placeIn = (at: number, all: number, inTable: number, ofTable: number): Snapshot => {
  if (at === all - 1) return 'last';
  if (at === 0) return 'first';
  if (inTable === 0) return 'first_in_data_collection';
  return inTable === ofTable - 1 ? 'last_in_data_collection' : 'true';
};

/** Reads a database's tables, and then what changes in them. */
export const openTask = async (context: TaskContext, offsetOf: OffsetOf): Promise<SourceTask> => {
  const {config, hosts, slots, signal} = context;
  const {'database.hostname': host = '', 'slot.name': slot = 'debezium'} = config;
  const naming = namingOf(config);
  const isWanted = filterOf(config);
  const partition = {server: naming.prefix};
  const skipped = (config['skipped.operations'] ?? 't').split(',').map(one => one.trim());
  const most = Math.max(1, Number(config['max.batch.size'] ?? 2048));
  const pollInterval = Math.max(1, Number(config['poll.interval.ms'] ?? 500));
  const restartWait = Number(config['retriable.restart.connector.wait.ms'] ?? 10_000);
  const mode = config['snapshot.mode'] ?? 'initial';

  const connected = async (when: 'start' | 'poll'): Promise<Sql> => {
    try {
      return await openSql(config, hosts, signal);
    } catch (error) {
      throw noDatabase(naming.database, sqlThrown(error, host), when);
    }
  };

  const snapshot = async (sql: Sql): Promise<{records: readonly SourceRecord[]; position: number}> => {
    const withRows = mode !== 'no_data' && mode !== 'never';
    await sql.ask('BEGIN ISOLATION LEVEL SERIALIZABLE');
    try {
      await sql.ask("SET LOCAL timezone TO 'UTC'");
      await prepare(sql, slot);
      const moment = await now(sql);
      const wanted = (await tablesOf(sql)).filter(({schema, name}) => withRows && isWanted(schema, name));
      const read = [];
      for (const table of wanted) read.push({shape: shapeOf(table, naming), rows: await rowsOf(sql, table)});
      await sql.ask('COMMIT');
      const all = read.reduce((sum, {rows}) => sum + rows.length, 0);
      let at = 0;
      const records = read.flatMap(({shape, rows}) =>
        rows.map((row, inTable) => {
          const place: Place = {
            ...moment,
            snapshot: placeIn(at, all, inTable, rows.length),
            lastCommit: null,
            at: context.now(),
          };
          at += 1;
          const offset = {
            snapshot: 'INITIAL',
            lsn: moment.lsn,
            txId: moment.transaction,
            ts_usec: Number(moment.micros),
            last_snapshot_record: at === all,
          };
          return snapshotRecord(row, shape, place, naming, {partition, offset});
        }),
      );
      context.info(`Snapshot completed: ${all} rows of ${wanted.length} tables`, logger);
      return {records, position: moment.lsn};
    } catch (error) {
      await sql.ask('ROLLBACK').catch(() => {});
      throw new JavaFailure({
        className: 'io.debezium.DebeziumException',
        message: String(error),
        frames: [],
        cause: sqlThrown(error, host),
      });
    }
  };

  if (slots.has(slot)) throw slotInUse(slot);
  slots.add(slot);
  let sql: Sql;
  let position: number;
  let waiting: readonly SourceRecord[] = [];
  try {
    sql = await connected('start');
    const kept = await offsetOf(partition);
    const isWhole = kept !== null && kept.last_snapshot_record !== false;
    context.info(stand.words, logger);
    if (isWhole && mode !== 'always') {
      await prepare(sql, slot);
      position = Number(kept.lsn);
    } else ({records: waiting, position} = await snapshot(sql));
  } catch (error) {
    slots.delete(slot);
    throw error;
  }
  let [isOver, lastCommit]: [boolean, number | null] = [mode === 'initial_only', null];

  const changes = async (): Promise<readonly SourceRecord[]> => {
    const found = await changesAfter(sql, position, most);
    if (found.length === 0) {
      await context.wait(pollInterval);
      return [];
    }
    const shapes = new Map(
      (await tablesOf(sql)).map(table => [`${table.schema}.${table.name}`, shapeOf(table, naming)]),
    );
    const records = found.flatMap(change => {
      const {lsn, transaction, micros, operation, schema, table} = change;
      const shape = shapes.get(`${schema}.${table}`);
      const place: Place = {lsn, transaction, micros, snapshot: 'false', lastCommit, at: context.now()};
      const offset = {
        lsn_proc: lsn,
        messageType: operation,
        lsn_commit: lastCommit ?? lsn,
        lsn,
        txId: transaction,
        ts_usec: Number(micros),
      };
      lastCommit = lsn;
      const letter = {INSERT: 'c', UPDATE: 'u', DELETE: 'd'}[operation] ?? '';
      return shape && isWanted(schema, table) && !skipped.includes(letter)
        ? changeRecords(change, shape, place, naming, {partition, offset})
        : [];
    });
    position = found.at(-1)?.lsn ?? position;
    return records;
  };

  return {
    async poll() {
      if (waiting.length > 0) {
        const records = waiting;
        waiting = [];
        return records;
      }
      if (isOver) {
        await context.wait(pollInterval);
        return [];
      }
      try {
        if (sql.isOpen) return await changes();
      } catch (error) {
        if (signal.aborted) return [];
        const thrown = sqlThrown(error, host);
        // Not the connection is at fault: it would fail again.
        if (thrown.message?.startsWith('ERROR')) throw new JavaFailure(thrown);
        context.warn(`Retriable exception: ${thrown.message}`, logger);
        await sql.close();
      }
      // The real one waits, tries once, and gives up.
      context.info('Awaiting end of restart backoff period after a retriable error', logger);
      await context.wait(restartWait);
      if (!signal.aborted) sql = await connected('poll');
      return [];
    },
    async committed({lsn}) {
      if (sql.isOpen) await confirm(sql, slot, Number(lsn));
    },
    async close() {
      slots.delete(slot);
      await sql.close();
    },
  };
};

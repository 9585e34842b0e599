import type {PostgresClient} from '../clients/postgres/client.ts';
import type {PostgresReading, ReplicationSlot} from '../model/postgres.ts';

/** A standby writes no log of its own: what it has replayed is where it is. */
const position = 'CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END';

const serverQuery = `SELECT current_setting('server_version'), ${position}, current_setting('wal_level')`;

/** As JSON, a slot has no wal_status where the server is too old for it, and the rest can be read all the same. */
const slotsQuery = `SELECT slot_name, plugin, database, active, restart_lsn, confirmed_flush_lsn,
  pg_wal_lsn_diff(${position}, restart_lsn), pg_wal_lsn_diff(${position}, confirmed_flush_lsn),
  to_jsonb(slot) ->> 'wal_status'
FROM pg_replication_slots AS slot ORDER BY slot_name`;

/** A slot may be ahead of a log end that was taken a moment before. */
const bytesOf = (value: string | null | undefined): number | null =>
  value == null ? null : Math.max(0, Number(value));

const slotOf = (row: readonly (string | null)[]): ReplicationSlot => {
  const [name, plugin, database, active, restart, confirmed, held, lag, status] = row;
  return {
    name: name ?? '',
    plugin: plugin ?? null,
    database: database ?? null,
    isActive: active === 't',
    restartLsn: restart ?? null,
    confirmedLsn: confirmed ?? null,
    heldBytes: bytesOf(held),
    lagBytes: bytesOf(lag),
    walStatus: status ?? null,
  };
};

/** Reads a server's replication slots and where its log ends. Rejects with a `PostgresError`. */
export const readSlots = async (client: PostgresClient): Promise<PostgresReading> => {
  const {rows: servers} = await client.read(serverQuery);
  const {rows} = await client.read(slotsQuery);
  const [version, at, walLevel] = servers[0] ?? [];
  return {version: version ?? '', position: at ?? '', walLevel: walLevel ?? '', slots: rows.map(slotOf)};
};

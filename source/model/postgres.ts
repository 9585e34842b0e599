/** A replication slot of PostgreSQL (`pg_replication_slots`). */
export interface ReplicationSlot {
  readonly name: string;
  /** The output plugin of a logical slot (`pgoutput`, `test_decoding`); null for a physical one. */
  readonly plugin: string | null;
  readonly database: string | null;
  /** Whether somebody reads from it now. */
  readonly isActive: boolean;
  /** The oldest position (LSN) whose write-ahead log is kept for it; null where it keeps none. */
  readonly restartLsn: string | null;
  /** The position that its reader has confirmed. */
  readonly confirmedLsn: string | null;
  /** Bytes of log that are kept for it. */
  readonly heldBytes: number | null;
  /** Bytes of log between what its reader has confirmed and what was written last. */
  readonly lagBytes: number | null;
  /** `reserved`, `extended`, `unreserved` or `lost` (PostgreSQL 13 and later). */
  readonly walStatus: string | null;
}

/** What was read of a PostgreSQL server. */
export interface PostgresReading {
  readonly version: string;
  /** Where the write-ahead log ends now. */
  readonly position: string;
  readonly walLevel: string;
  readonly slots: readonly ReplicationSlot[];
}

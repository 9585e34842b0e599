/** What the program looks at. Chosen once; `why` is the sentence that the first line and `--json` give. */
export interface Target {
  readonly kind: 'lab' | 'practice' | 'cluster';
  readonly name: string;
  readonly why: string;
  /** `host:port` addresses to start from. */
  readonly bootstrap: readonly string[];
  /** The `client.properties` file that the cluster is spoken to with, where there is one. */
  readonly commandConfig?: string;
  /** The engine's address (`unix:///…`, `tcp://…`), or null where no engine is looked at. */
  readonly dockerHost: string | null;
  /** The compose project whose containers are the lab; null for a named cluster. */
  readonly project: string | null;
  /** The lab's variant where its label says it. */
  readonly variant: 'zookeeper' | 'kraft' | null;
  readonly connect: readonly ConnectAddress[];
  /** The database whose changes are captured; absent where none is known. */
  readonly postgres?: PostgresAddress;
  /** Whether writes are refused (`--read-only`, or a named cluster without `--write`). */
  readonly isReadOnly: boolean;
  /** How many times shorter than in a real lab it waits, where it is a practice lab. */
  readonly speed?: number;
}

/** A Connect worker's REST address under the name that the user knows it by. */
export interface ConnectAddress {
  readonly name: string;
  readonly url: string;
}

/** A PostgreSQL server and who asks it. The password goes to the server and into no text that is shown. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** `unverified` is libpq's `sslmode=require`, `verified` its `verify-full`. */
  readonly tls: 'off' | 'unverified' | 'verified';
}

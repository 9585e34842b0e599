import type {Clock} from '../../clock.ts';
import type {PostgresAddress} from '../../model/target.ts';
import {withDeadline} from '../deadline.ts';
import type {Answer} from './answer.ts';
import {PostgresError, placeOf, postgresError} from './failure.ts';
import {openSession, type Session} from './session.ts';

export interface RunOptions {
  /** In a read-only transaction: what would change something is refused (SQLSTATE 25006). */
  readonly isReadOnly: boolean;
  /** Rows that are kept at most. */
  readonly most: number;
  /** Gives up, and asks the server to end the statement. */
  readonly signal?: AbortSignal;
}

/** A PostgreSQL server. Each call rejects with a `PostgresError`. */
export interface PostgresClient {
  /** How it is called in a sentence. */
  readonly where: string;
  /** Reads something of ours, within the deadline, on a connection that is kept for the next time. */
  read(statement: string): Promise<Answer>;
  /** Runs one statement of the user's, for as long as it takes, on a connection of its own. */
  run(statement: string, options: RunOptions): Promise<Answer>;
  close(): void;
}

export interface PostgresClientOptions {
  readonly address: PostgresAddress;
  readonly clock: Clock;
  /** Milliseconds that a read may take, with its connection. */
  readonly deadline?: number;
}

/** Milliseconds that the connection for a statement may take: a practice lab starts its database for it. */
const connectDeadline = 20_000;
/** Rows that a read keeps at most. */
const readMost = 1000;

export const createPostgresClient = ({
  address,
  clock,
  deadline = 2000,
}: PostgresClientOptions): PostgresClient => {
  const where = placeOf(address);
  let kept: Session | undefined;

  const drop = (): void => {
    kept?.close(true);
    kept = undefined;
  };

  const cancel = async (processId: number | undefined): Promise<void> => {
    if (processId === undefined) return;
    const other = await withDeadline(clock, deadline, signal => openSession(address, signal));
    await withDeadline(clock, deadline, () =>
      other.query(`SELECT pg_cancel_backend(${processId})`, 1),
    ).finally(() => other.close());
  };

  /** Waits for a statement, or until the user gives up on it. */
  const wait = (session: Session, running: Promise<Answer>, signal: AbortSignal | undefined) =>
    new Promise<Answer>((resolve, reject) => {
      const giveUp = (): void => {
        // Where even that cannot be asked, the server ends it when it finds the connection closed.
        cancel(session.processId)
          .catch(() => {})
          .finally(() => {
            session.close(true);
            reject(new PostgresError('not-read', `${where}: the statement was given up.`));
          });
      };
      signal?.addEventListener('abort', giveUp, {once: true});
      running
        .then(resolve, error => (signal?.aborted ? undefined : reject(error)))
        .finally(() => signal?.removeEventListener('abort', giveUp));
    });

  return {
    where,
    async read(statement) {
      try {
        return await withDeadline(clock, deadline, async signal => {
          kept ??= await openSession(address, signal);
          return kept.query(statement, readMost);
        });
      } catch (error) {
        drop();
        throw postgresError(error, where);
      }
    },
    async run(statement, {isReadOnly, most, signal}) {
      let session: Session | undefined;
      try {
        session = await withDeadline(clock, connectDeadline, inner => openSession(address, inner), signal);
        if (isReadOnly) await session.query('BEGIN READ ONLY', 0);
        const answer = await wait(session, session.query(statement, most), signal);
        if (isReadOnly) await session.query('ROLLBACK', 0);
        session.close();
        return answer;
      } catch (error) {
        if (!signal?.aborted) session?.close(true);
        const failure = postgresError(error, where);
        if (isReadOnly || session === undefined || failure.code !== null || signal?.aborted) throw failure;
        throw new PostgresError(
          failure.why,
          `${failure.sentence} Whether the statement was done is not known.`,
        );
      }
    },
    close: drop,
  };
};

import type {Answer} from '../clients/postgres/answer.ts';
import type {PostgresClient, RunOptions} from '../clients/postgres/client.ts';
import {PostgresError} from '../clients/postgres/failure.ts';

/** Refused in a read-only transaction, and refused in any: both want to change something. */
const wantsToWrite = ['25006', '25001'];

/** What a statement came to that was only let read. */
export type Tried = {readonly answer: Answer} | {readonly writes: true};

/**
 * Runs a statement that may only read. Whether it would change something is the server's judgement, not that of a
 * parser of ours: a function that is called in a SELECT may write, too.
 */
export const tryReading = async (
  client: PostgresClient,
  statement: string,
  options: Omit<RunOptions, 'isReadOnly'>,
): Promise<Tried> => {
  try {
    return {answer: await client.run(statement, {...options, isReadOnly: true})};
  } catch (error) {
    if (error instanceof PostgresError && wantsToWrite.includes(error.code ?? '')) return {writes: true};
    throw error;
  }
};

/** Runs a statement that may change what it likes. */
export const runWriting = (
  client: PostgresClient,
  statement: string,
  options: Omit<RunOptions, 'isReadOnly'>,
): Promise<Answer> => client.run(statement, {...options, isReadOnly: false});

/** What a statement without rows came to, e.g. `INSERT: 1 row.` */
export const tagOf = ({command, count}: Answer): string => {
  const rows = count === null ? '' : `: ${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`;
  return `${command || 'Nothing to do'}${rows}.`;
};

/** Said where not all rows are there. */
export const cutSentence = ({rows, count}: Answer): string =>
  `Showing ${rows.length.toLocaleString('en-US')} of ${count?.toLocaleString('en-US') ?? 'more'} rows.`;

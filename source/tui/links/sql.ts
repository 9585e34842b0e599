import {runWriting, tagOf, tryReading} from '../../actions/sql.ts';
import {readColumns, readRows, readTables} from '../../actions/table-rows.ts';
import type {Answer} from '../../clients/postgres/answer.ts';
import {createPostgresClient, type PostgresClient} from '../../clients/postgres/client.ts';
import type {Clock} from '../../clock.ts';
import type {SqlAnswer, SqlControl} from '../../commands/command.ts';
import {sentenceOf, UserError} from '../../errors.ts';
import type {Watch} from '../../feeds/watch.ts';
import type {Store} from '../../store/store.ts';
import {type Ui, withJob} from '../../store/ui.ts';
import {answerLines} from '../details/answer.ts';
import type {TellAction} from './tell-action.ts';

interface SqlLinkOptions {
  readonly watching: () => Watch | null;
  readonly ui: Store<Ui>;
  readonly tell: TellAction;
  readonly nextJob: () => number;
  readonly clock: Clock;
  /** Reads the servers, so that what was done is soon on screen. */
  readonly refresh: () => void;
}

/** Rows of an answer that are kept for reading. */
const most = 1000;

const shorten = (statement: string): string =>
  statement.length > 60 ? `${statement.slice(0, 59).trimEnd()}…` : statement;

/** Runs statements on the target's PostgreSQL as jobs that ^C ends, each on a connection of its own. */
export const createSqlLink = (options: SqlLinkOptions): SqlControl => {
  const {watching, ui, tell, nextJob, clock, refresh} = options;

  const client = (): PostgresClient => {
    const address = watching()?.target.postgres;
    if (!address) throw new UserError('No PostgreSQL server is known.', 'Name it with --postgres.');
    return createPostgresClient({address, clock});
  };

  const asJob = async <T>(
    statement: string,
    run: (signal: AbortSignal) => Promise<T>,
    told: (value: T) => string,
  ): Promise<T> => {
    const id = nextJob();
    const title = `SQL: ${shorten(statement)}`;
    const cancelling = new AbortController();
    const show = (sentence: string, isRunning: boolean): void =>
      ui.update(state => withJob(state, {id, title, sentence, isRunning, cancel: () => cancelling.abort()}));
    show('runs', true);
    try {
      const value = await run(cancelling.signal);
      show(told(value), false);
      return value;
    } catch (error) {
      show(sentenceOf(error), false);
      throw error;
    }
  };

  const answered = (statement: string, answer: Answer): SqlAnswer => ({
    sentence: tagOf(answer),
    count: answer.count,
    text: answerLines(statement, answer),
  });

  return {
    get unavailable() {
      return watching()?.target.postgres === undefined
        ? 'no PostgreSQL server is known; --postgres names one'
        : undefined;
    },
    async read(statement) {
      const tried = await asJob(
        statement,
        signal => tryReading(client(), statement, {most, signal}),
        each => ('answer' in each ? tagOf(each.answer) : 'wants to change something'),
      );
      return 'answer' in tried ? answered(statement, tried.answer) : null;
    },
    async write(statement) {
      try {
        const answer = await asJob(
          statement,
          signal => runWriting(client(), statement, {most, signal}),
          tagOf,
        );
        tell(shorten(statement), tagOf(answer));
        return answered(statement, answer);
      } catch (error) {
        tell(shorten(statement), sentenceOf(error));
        throw error;
      } finally {
        refresh();
      }
    },
    tables: async () => readTables(client()),
    columns: async table => readColumns(client(), table),
    rows: async (table, columns) => readRows(client(), table, columns),
  };
};

import {readOnlyReason} from '../../actions/action.ts';
import {cutSentence, runWriting, tagOf, tryReading} from '../../actions/sql.ts';
import {type Answer, isNumeric} from '../../clients/postgres/answer.ts';
import {createPostgresClient, type PostgresClient} from '../../clients/postgres/client.ts';
import {PostgresError} from '../../clients/postgres/failure.ts';
import type {Target} from '../../model/target.ts';
import {renderRows} from '../../tables/render.ts';
import {resultRows, resultTable} from '../../tables/rows.ts';
import type {TargetContext} from '../command.ts';
import {confirm} from '../confirm.ts';
import {type ExitCode, ExitError, exitCodes, unmet, unreachable, wrongUsage} from '../exit.ts';
import {isSet, numberOf} from '../flag.ts';
import {cellContext, jsonObject, printJson, printLines, writeLine} from '../print.ts';
import {answerShape} from '../shapes/answer.ts';

const defaultLimit = 10_000;

const statementOf = async ({names, io}: TargetContext): Promise<string> => {
  const [written] = names;
  if (written !== undefined) return written;
  if (io.input.isTerminal)
    throw wrongUsage('sql needs a statement.', "For example: kafka-lab sql 'SELECT * FROM customers'.");
  const lines: string[] = [];
  for await (const line of io.input.lines()) lines.push(line);
  return lines.join('\n');
};

/** Cells of the widest line: a result is printed whole, however wide the terminal is. */
const widthOf = (answer: Answer): number =>
  answer.columns.reduce(
    (sum, {name}, at) =>
      sum + 2 + 2 * answer.rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 1), name.length),
    0,
  );

const printAnswer = async (context: TargetContext, answer: Answer): Promise<ExitCode> => {
  const {io, flags, clock, target} = context;
  const cut = answer.isCut ? cutSentence(answer) : null;
  if (isSet(flags, 'json')) {
    const missing = cut === null ? [] : [{path: '/rows', why: 'not-read' as const, sentence: cut}];
    await printJson(io.out, jsonObject({at: clock.now(), target, fields: answerShape(answer), missing}).json);
  } else if (answer.columns.length === 0) {
    await writeLine(io.out, tagOf(answer));
  } else {
    const table = resultTable(answer.columns.map(column => ({...column, isNumeric: isNumeric(column)})));
    const width = widthOf(answer);
    await printLines(
      context,
      renderRows(table, resultRows(answer.rows), {width, context: cellContext(context), isNatural: true}),
    );
    if (cut !== null) await writeLine(io.err, `${cut} --limit says how many.`);
  }
  return cut === null ? exitCodes.fine : exitCodes.partly;
};

const perform = async (context: TargetContext, client: PostgresClient): Promise<ExitCode> => {
  const {io, flags, target} = context;
  const statement = await statementOf(context);
  const options = {most: numberOf(flags, 'limit') ?? defaultLimit, signal: io.signal};
  const tried = await tryReading(client, statement, options);
  if ('answer' in tried) return printAnswer(context, tried.answer);
  const reason = readOnlyReason(target);
  if (reason !== null) throw unmet(`The statement changes something. ${reason}`);
  const follows = [`${client.where} does not take it for one that only reads: it may change data.`];
  if (await confirm(context, follows, 'Run it?'))
    return printAnswer(context, await runWriting(client, statement, options));
  await writeLine(io.err, 'Nothing was done. --yes runs it without asking.');
  return exitCodes.unmet;
};

const nextStep = ({kind}: Target): string =>
  kind === 'cluster'
    ? 'Check that --postgres names it rightly, and that it can be reached from here.'
    : 'kafka-lab start postgres starts it; kafka-lab logs postgres shows what it said.';

/** Runs one statement on the target's PostgreSQL and prints what it answers. */
export const run = async (context: TargetContext): Promise<number> => {
  const {target, clock, io} = context;
  if (target.postgres === undefined)
    throw new ExitError(
      exitCodes.unreachable,
      `No PostgreSQL server of ${target.name} is known.`,
      'Name it with --postgres postgresql://user@host:port/database.',
    );
  const client = createPostgresClient({address: target.postgres, clock});
  try {
    return await perform(context, client);
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    if (io.signal.aborted) return exitCodes.interrupted;
    throw error.isAnswer ? unmet(error.sentence) : unreachable(error.sentence, nextStep(target));
  } finally {
    client.close();
  }
};

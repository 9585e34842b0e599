import {readOnlyReason} from '../../actions/action.ts';
import {type NamedOutcome, ownLine, type Plan, type Values, type Write} from '../../actions/writes/write.ts';
import {sentenceOf, UserError, ValueError} from '../../errors.ts';
import {writeContextOf} from '../../feeds/write-context.ts';
import {fit} from '../../format/cells.ts';
import type {TargetContext} from '../command.ts';
import {canAsk, confirm} from '../confirm.ts';
import {ExitError, exitCodes, unmet, wrongUsage} from '../exit.ts';
import {isSet, textOf} from '../flag.ts';
import {nearest} from '../nearest.ts';
import {noteAction} from '../note-action.ts';
import {printOutcomes} from '../outcomes.ts';
import {writeLine} from '../print.ts';
import {intervalOf, openWatch} from '../reading.ts';

const meantBy = (own: readonly Write[], verb: string): Write => {
  const found = own.find(write => write.verb === verb);
  if (found) return found;
  const verbs = own.map(write => write.verb);
  const near = nearest(verb, verbs);
  const noun = own[0]?.noun ?? '';
  throw wrongUsage(
    `${noun} has no verb ${verb}.`,
    near ? `Did you mean ${near}?` : `It has ${verbs.join(', ')}.`,
  );
};

const more = ({noun}: Write): string => `kafka-lab ${noun} --help says more.`;

/** The values of the flags that were given; a flag of another verb is wrong, and so is one that is missing. */
const valuesOf = (own: readonly Write[], write: Write, {flags}: TargetContext): Values => {
  const mine = new Set(write.fields.map(({id}) => id));
  const given = own.flatMap(({fields}) => fields).filter(({id}) => textOf(flags, id) !== undefined);
  const strange = given.find(({id}) => !mine.has(id));
  if (strange) throw wrongUsage(`${write.noun} ${write.verb} has no flag --${strange.id}.`, 'Leave it out.');
  const needed = write.fields.find(({id, isNeeded}) => isNeeded && !textOf(flags, id));
  if (needed)
    throw wrongUsage(`${write.noun} ${write.verb} needs --${needed.id}: ${needed.help}.`, more(write));
  return Object.fromEntries(given.map(({id}) => [id, textOf(flags, id) ?? '']));
};

const previewLines = (rows: Plan['preview']): readonly string[] => {
  const titles = Object.keys(rows[0] ?? {});
  const widths = titles.map(title => Math.max(title.length, ...rows.map(row => (row[title] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => fit(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.length === 0
    ? []
    : [line(titles), ...rows.map(row => line(titles.map(title => row[title] ?? '')))];
};

/** What follows from it, and what stands for it. */
const followsOf = (plan: Plan): readonly string[] => [
  ...previewLines(plan.preview),
  ...plan.consequences,
  ...plan.commandLines.map(line => `The same by hand: ${line}`),
];

const isAgreed = async (context: TargetContext, plan: Plan): Promise<boolean> => {
  const {io, flags} = context;
  const follows = followsOf(plan);
  if (plan.typed === null || isSet(flags, 'yes') || !canAsk(context))
    return confirm(context, follows, plan.question);
  for (const sentence of follows) await writeLine(io.err, `  ${sentence}`);
  return (await io.ask(`${plan.question} Type ${plan.typed} to do it: `))?.trim() === plan.typed;
};

const planned = async (
  context: TargetContext,
  write: Write,
  names: readonly string[],
  values: Values,
): Promise<readonly NamedOutcome[] | null> => {
  const opened = openWatch(context, intervalOf(context));
  try {
    await opened.poll();
    const picture = opened.picture();
    const reason = names.map(name => write.against?.(picture, name) ?? null).find(each => each !== null);
    if (reason != null) throw unmet(`${names.join(', ')}: ${reason}.`);
    const {clock, io} = context;
    const defaults = (write.on === 'new' ? write.initial?.(picture, names[0] ?? '') : null) ?? {};
    const all = {...defaults, ...values};
    const plan = await write.plan(writeContextOf(opened.watch, picture, clock), names, all);
    if (write.on !== 'new' && !(await isAgreed(context, plan))) return null;
    if (write.on === 'new' && io.err.isTerminal)
      for (const sentence of followsOf(plan)) await writeLine(io.err, `  ${sentence}`);
    return await plan.run(io.signal, sentence => {
      if (io.err.isTerminal) void writeLine(io.err, sentence);
    });
  } finally {
    await opened.close();
  }
};

/** Does one write: `NOUN VERB NAME...`. Asks on a terminal, where the write is not one that only adds. */
export const runWrite = async (own: readonly Write[], context: TargetContext): Promise<number> => {
  const {io, target, names} = context;
  const [verb = '', ...things] = names;
  const write = meantBy(own, verb);
  const values = valuesOf(own, write, context);
  if (write.on === 'all' && things.length > 0)
    throw wrongUsage(`${write.noun} ${verb} takes no name: it is for all of them.`, more(write));
  if (write.on !== 'all' && things.length === 0)
    throw wrongUsage(`${write.noun} ${verb} needs the name of a ${write.noun}.`, more(write));
  if (things.length > 1 && write.on !== 'several')
    throw wrongUsage(`${write.noun} ${verb} takes one name.`, more(write));
  const reason = readOnlyReason(target);
  if (reason !== null) throw unmet(reason);
  try {
    const outcomes = await planned(context, write, things, values);
    for (const {answer} of outcomes ?? []) noteAction(context, write.title, answer);
    if (outcomes !== null) return await printOutcomes(context, target, outcomes);
  } catch (error) {
    noteAction(context, write.title, sentenceOf(error));
    const isOwn = error instanceof ExitError || error instanceof ValueError;
    if (error instanceof UserError && !isOwn) throw unmet(error.message, error.next);
    throw error;
  }
  if (io.signal.aborted) return exitCodes.interrupted;
  await writeLine(io.err, `Nothing was done. ${ownLine(write, target, things, values)} does it.`);
  return exitCodes.unmet;
};

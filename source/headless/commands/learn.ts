import {UserError} from '../../errors.ts';
import {conditionsOf} from '../../exercises/advance.ts';
import {commandLineOf} from '../../exercises/command-line.ts';
import {type Course, createCourse} from '../../exercises/course.ts';
import type {Condition, Exercise} from '../../exercises/exercise.ts';
import {exerciseNamed, exercises, topicsRead} from '../../exercises/index.ts';
import {progressFiles} from '../../exercises/progress.ts';
import {reportFields, reportOf, reportText} from '../../exercises/report.ts';
import {writeContextOf} from '../../feeds/write-context.ts';
import type {Picture} from '../../model/picture.ts';
import {exerciseTable} from '../../tables/exercises.ts';
import type {Context, TargetContext} from '../command.ts';
import {exitCodes, unmet, wrongUsage} from '../exit.ts';
import {isSet} from '../flag.ts';
import {iso} from '../json.ts';
import {nearest} from '../nearest.ts';
import {jsonObject, printJson, printTable, writeLine} from '../print.ts';
import {intervalOf, type Opened, openWatch} from '../reading.ts';

const courseOf = ({config, clock}: Context): Course =>
  createCourse({files: progressFiles(config.stateFolder), clock});

const needExercise = (id: string | undefined): Exercise => {
  if (id === undefined)
    throw wrongUsage('learn needs the id of an exercise here.', 'kafka-lab learn list names them.');
  const found = exerciseNamed(id);
  if (found) return found;
  const near = nearest(
    id,
    exercises.map(each => each.id),
  );
  throw wrongUsage(
    `There is no exercise ${id}.`,
    near ? `Did you mean ${near}?` : 'kafka-lab learn list names them.',
  );
};

const list = async (context: Context, course: Course): Promise<number> => {
  const {attempts} = course.state.get();
  if (isSet(context.flags, 'json')) {
    const listed = exercises.map(({id, chapter, title}) => ({
      id,
      chapter,
      title,
      isSolved: attempts.get(id)?.solvedAt != null,
    }));
    await printJson(
      context.io.out,
      jsonObject({at: context.clock.now(), target: null, fields: {exercises: listed}}).json,
    );
    return exitCodes.fine;
  }
  const rows = exercises.map(({id, chapter, title, steps}, index) => {
    const attempt = attempts.get(id);
    const state =
      attempt?.solvedAt != null ? ('solved' as const) : attempt ? ('begun' as const) : ('new' as const);
    return {
      id,
      chapter,
      title: `${id}: ${title}`,
      number: index + 1,
      steps: steps.length,
      stepsDone: Math.min(steps.length, attempt?.ticks.length ?? 0),
      state,
    };
  });
  await printTable(context, exerciseTable, rows);
  return exitCodes.fine;
};

const report = async (context: Context, course: Course): Promise<number> => {
  const entries = reportOf(exercises, course.state.get().attempts);
  const at = context.clock.now();
  if (isSet(context.flags, 'json')) {
    await printJson(context.io.out, jsonObject({at, target: null, fields: reportFields(entries)}).json);
  } else await context.io.out.write(reportText(entries, 'this lab', at));
  return exitCodes.fine;
};

/** The steps that are done, what the next one waits for, and what stands for it on a command line, as lines. */
const linesOf = (
  exercise: Exercise,
  course: Course,
  conditions: readonly Condition[],
  picture: Picture,
): readonly string[] => {
  const done = course.state.get().attempts.get(exercise.id)?.ticks.length ?? 0;
  return exercise.steps.flatMap((step, index): readonly string[] => {
    if (index < done) return [`[x] ${step.text}`];
    if (index > done) return [`[ ] ${step.text}`];
    const command = commandLineOf(step, picture);
    return [
      `[ ] ${step.text}`,
      ...conditions.map(({sentence, isMet}) => `    ${isMet ? 'x' : '-'} ${sentence}`),
      ...(command === null ? [] : [`    $ ${command}`]),
    ];
  });
};

const isSolved = (course: Course, id: string): boolean =>
  course.state.get().attempts.get(id)?.solvedAt != null;

/** Has what is in the topics that the exercise is judged by read, too: the lab as it was just read says which ones. */
const readTopics = async ({id}: Exercise, {poll, picture, watch}: Opened): Promise<void> => {
  const topics = topicsRead(id, picture());
  watch.kafkaFeed.wantRecords(topics);
  if (topics.some(topic => !picture().world.records.has(topic))) await poll();
};

const tick = async (
  context: TargetContext,
  course: Course,
  exercise: Exercise,
  opened: Opened,
): Promise<void> => {
  const {io, clock} = context;
  let said = '';
  while (!io.signal.aborted) {
    await opened.poll();
    await readTopics(exercise, opened);
    course.look();
    course.judge(opened.picture());
    const text = linesOf(exercise, course, course.state.get().conditions, opened.picture()).join('\n');
    if (text !== said) await io.out.write(`${said === '' ? '' : '\n'}${text}\n`);
    said = text;
    if (isSolved(course, exercise.id)) return;
    await clock.sleep(intervalOf(context), io.signal).catch(() => {});
  }
};

const withLab = async <T>(
  context: Context,
  run: (target: TargetContext, opened: Opened) => Promise<T>,
): Promise<T> => {
  const target = await context.openTarget();
  const opened = openWatch(target, intervalOf(target));
  try {
    await opened.poll();
    return await run(target, opened);
  } finally {
    await opened.close();
  }
};

const start = (context: Context, course: Course, exercise: Exercise): Promise<number> =>
  withLab(context, async (target, opened) => {
    const {io, clock} = context;
    try {
      const made = await course.start(
        exercise.id,
        writeContextOf(opened.watch, opened.picture(), clock),
        io.signal,
        opened.poll,
      );
      for (const sentence of made) await writeLine(io.out, sentence);
    } catch (error) {
      if (error instanceof UserError) throw unmet(error.message, error.next);
      throw error;
    }
    for (const line of [exercise.title, '', exercise.concept, '']) await writeLine(io.out, line);
    await tick(target, course, exercise, opened);
    if (!isSolved(course, exercise.id)) return exitCodes.unmet;
    for (const line of ['', 'Solved.']) await writeLine(io.out, line);
    return exitCodes.fine;
  });

const check = (context: Context, course: Course, exercise: Exercise): Promise<number> =>
  withLab(context, async (target, opened) => {
    const {io, flags, clock} = context;
    const attempt = course.state.get().attempts.get(exercise.id);
    if (!attempt)
      throw unmet(`${exercise.id} was not begun.`, `kafka-lab learn start ${exercise.id} begins it.`);
    course.turnTo(exercise.id);
    await readTopics(exercise, opened);
    course.judge(opened.picture());
    const now = course.state.get().attempts.get(exercise.id) ?? attempt;
    const waiting = conditionsOf(exercise, now, opened.picture(), course.state.get().journal);
    const solved = isSolved(course, exercise.id);
    if (isSet(flags, 'json')) {
      const [entry] = reportOf([exercise], course.state.get().attempts);
      const fields = {
        id: exercise.id,
        isSolved: solved,
        conditions: [...(entry?.conditions.filter(({isMet}) => isMet) ?? []), ...waiting].map(
          ({sentence, isMet}) => ({sentence, isMet}),
        ),
        startedAt: iso(now.startedAt),
        solvedAt: now.solvedAt === null ? null : iso(now.solvedAt),
        hints: now.hints,
      };
      await printJson(io.out, jsonObject({at: clock.now(), target: target.target, fields}).json);
    } else {
      for (const line of linesOf(exercise, course, waiting, opened.picture())) await writeLine(io.out, line);
    }
    return solved ? exitCodes.fine : exitCodes.unmet;
  });

/** `list`, `start ID`, `check ID` or `report`. */
export const run = async (context: Context): Promise<number> => {
  const [verb = '', id, ...more] = context.names;
  const course = courseOf(context);
  const {trouble} = course.state.get();
  if (trouble !== null) await writeLine(context.io.err, trouble);
  const takesId = verb === 'start' || verb === 'check';
  if (more.length > 0 || (!takesId && id !== undefined))
    throw wrongUsage('learn takes one exercise at a time.', 'kafka-lab learn --help says more.');
  switch (verb) {
    case 'list':
      return list(context, course);
    case 'report':
      return report(context, course);
    case 'start':
      return start(context, course, needExercise(id));
    case 'check':
      return check(context, course, needExercise(id));
    default: {
      const near = nearest(verb, ['list', 'start', 'check', 'report']);
      throw wrongUsage(
        `learn has no verb ${verb}.`,
        near ? `Did you mean ${near}?` : 'It has list, start, check and report.',
      );
    }
  }
};

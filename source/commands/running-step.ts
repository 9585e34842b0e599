import type {Exercise, Step} from '../exercises/exercise.ts';
import {exerciseNamed} from '../exercises/index.ts';
import type {CommandContext} from './command.ts';

/** The exercise that is being done, and its step that is to be done now; null where none is. */
export const runningStep = ({
  course,
}: Pick<CommandContext, 'course'>): {readonly exercise: Exercise; readonly step: Step} | null => {
  const {current, attempts} = course.state();
  const attempt = current === null ? undefined : attempts.get(current);
  const exercise = attempt && attempt.solvedAt === null ? exerciseNamed(attempt.id) : undefined;
  const step = exercise?.steps[attempt?.ticks.length ?? 0];
  return exercise && step ? {exercise, step} : null;
};

/** The words of a command line of the exercises, without their quotes. */
export const wordsIn = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );

/** What that step can be done with on a command line, in words; none where it has no such line. */
export const wordsOfStep = (context: Pick<CommandContext, 'course' | 'picture'>): readonly string[] =>
  wordsIn(runningStep(context)?.step.line?.(context.picture()) ?? '');

/** The values of the flags among words, by their names. */
export const flagsIn = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    words.flatMap((word, index) => {
      const value = words[index + 1];
      return word.startsWith('--') && value !== undefined && !value.startsWith('--')
        ? [[word.slice(2), value] as const]
        : [];
    }),
  );

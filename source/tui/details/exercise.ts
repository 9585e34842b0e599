import type {CommandId} from '../../commands/index.ts';
import {conditionsOf} from '../../exercises/advance.ts';
import {commandLineOf} from '../../exercises/command-line.ts';
import type {CourseState} from '../../exercises/course.ts';
import type {Exercise, Step} from '../../exercises/exercise.ts';
import {exercises} from '../../exercises/index.ts';
import type {Glyphs} from '../../format/glyphs.ts';
import type {Line} from '../../format/line.ts';
import {chordName, chordsOf} from '../../keys/resolve.ts';
import type {Picture} from '../../model/picture.ts';
import {blank, heading, joined, paragraph} from './section.ts';

/** A sentence behind a mark, in as many lines as it takes, indented below itself. */
const marked = (
  mark: string,
  text: string,
  width: number,
  style: Omit<Line[number], 'text'>,
): readonly Line[] =>
  paragraph(text, width - 2, style).map((line, index) => [
    {text: index === 0 ? ` ${mark}` : '  ', ...style},
    ...line,
  ]);

const durationOf = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};

/** An exercise as lines, and which of them are about the step that is to be done now; null where there is none. */
export interface ExerciseText {
  readonly lines: readonly Line[];
  readonly running: {readonly from: number; readonly to: number} | null;
}

/** The exercise after this one in the course that is not solved yet. */
const nextAfter = (id: string, {attempts}: CourseState): Exercise | undefined => {
  const place = exercises.findIndex(each => each.id === id);
  return [...exercises.slice(place + 1), ...exercises.slice(0, place)].find(
    each => attempts.get(each.id)?.solvedAt == null,
  );
};

/** An exercise to be read and done: what it teaches, its steps with their ticks, and what the next one waits for. */
export const exerciseText = (
  exercise: Exercise,
  course: CourseState,
  picture: Picture,
  width: number,
  glyphs: Glyphs,
): ExerciseText => {
  const attempt = course.attempts.get(exercise.id);
  const ticks = attempt?.ticks ?? [];
  const isCurrent = course.current === exercise.id;
  const conditions =
    attempt && isCurrent
      ? course.conditions.length > 0
        ? course.conditions
        : conditionsOf(exercise, attempt, picture, course.journal)
      : [];
  const taken = isCurrent ? exercise.hints.slice(0, attempt?.hints ?? 0) : [];
  // Below the step that they help with: at the end of the pane, a small terminal would not show them.
  const hintLines = taken.flatMap((hint, index) =>
    marked('  ', `Hint ${index + 1} of ${exercise.hints.length}: ${hint}`, width - 1, {tone: 'info'}),
  );
  const key = (id: CommandId): string => chordsOf(id, ['global']).slice(0, 1).map(chordName).join('');
  const invitation = isCurrent
    ? []
    : paragraph(
        attempt && attempt.solvedAt === null
          ? `${key('program.actions')} goes on with it, or begins it anew.`
          : `${key('program.actions')} begins it${attempt ? ' anew' : ''}.`,
        width,
        {tone: 'accent'},
      );
  const stepLines = (step: Step, index: number): readonly Line[] => {
    const tick = ticks[index];
    if (tick) {
      // What was seen of the last one stands above the next step; of all, once there is none to leave room for.
      const seen = attempt?.solvedAt != null || index === ticks.length - 1 ? tick.seen : [];
      return [
        ...marked(glyphs.yes, step.text, width, {tone: 'good'}),
        ...seen.flatMap(sentence => marked('  ', sentence, width - 1, {tone: 'muted'})),
      ];
    }
    const isNext = isCurrent && index === ticks.length;
    const text = marked(isNext ? glyphs.right : ' ', step.text, width, isNext ? {bold: true} : {});
    if (!isNext) return text;
    const command = commandLineOf(step, picture);
    return [
      ...text,
      ...conditions.flatMap(({sentence, isMet}) =>
        marked(isMet ? ` ${glyphs.yes}` : ' -', sentence, width - 2, {tone: isMet ? 'good' : 'warn'}),
      ),
      ...(command === null ? [] : marked('  ', command, width - 1, {tone: 'accent'})),
      ...hintLines,
    ];
  };
  const next = nextAfter(exercise.id, course);
  const end =
    attempt?.solvedAt != null
      ? [
          ...paragraph(`Solved in ${durationOf(attempt.solvedAt - attempt.startedAt)}.`, width, {
            tone: 'good',
            bold: true,
          }),
          ...paragraph(
            next
              ? `Next: ${exercises.indexOf(next) + 1} ${next.title}.`
              : `That was the last one: ${key('program.actions')} writes the report.`,
            width,
          ),
        ]
      : [];
  const head = joined(
    course.trouble === null ? [] : paragraph(course.trouble, width, {tone: 'bad'}),
    end,
    invitation,
    isCurrent ? [] : paragraph(exercise.concept, width),
  );
  const steps = exercise.steps.map(stepLines);
  const titled = [...(head.length === 0 ? [] : [...head, blank]), ...(isCurrent ? [] : [heading('Steps')])];
  const from = titled.length + steps.slice(0, ticks.length).flat().length;
  const block = steps[ticks.length];
  return {
    lines: joined(
      [...titled, ...steps.flat()],
      isCurrent ? paragraph(exercise.concept, width, {tone: 'muted'}) : [],
    ),
    running: isCurrent && block ? {from, to: from + block.length} : null,
  };
};

import type {CommandId} from '../../commands/index.ts';
import {conditionsOf} from '../../exercises/advance.ts';
import type {CourseState} from '../../exercises/course.ts';
import type {Exercise, Step} from '../../exercises/exercise.ts';
import type {Glyphs} from '../../format/glyphs.ts';
import type {Line} from '../../format/line.ts';
import {chordName, chordsOf} from '../../keys/resolve.ts';
import type {Picture} from '../../model/picture.ts';
import {heading, joined, paragraph} from './section.ts';

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

/** An exercise to be read and done: what it teaches, its steps with their ticks, and what the next one waits for. */
export const exerciseLines = (
  exercise: Exercise,
  course: CourseState,
  picture: Picture,
  width: number,
  glyphs: Glyphs,
): readonly Line[] => {
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
    : paragraph(`${key('program.actions')} begins it${attempt ? ' anew' : ''}.`, width, {tone: 'accent'});
  const stepLines = (step: Step, index: number): readonly Line[] => {
    const tick = ticks[index];
    if (tick) {
      // What was seen is told once there is no next step to leave room for: it may have passed unread in a notice.
      const seen = attempt?.solvedAt == null ? [] : tick.seen;
      return [
        ...marked(glyphs.yes, step.text, width, {tone: 'good'}),
        ...seen.flatMap(sentence => marked('  ', sentence, width - 1, {tone: 'muted'})),
      ];
    }
    const isNext = isCurrent && index === ticks.length;
    const text = marked(isNext ? glyphs.right : ' ', step.text, width, isNext ? {bold: true} : {});
    if (!isNext) return text;
    return [
      ...text,
      ...conditions.flatMap(({sentence, isMet}) =>
        marked(isMet ? ` ${glyphs.yes}` : ' -', sentence, width - 2, {tone: isMet ? 'good' : 'warn'}),
      ),
      ...(step.line ? [[{text: `    ${step.line(picture)}`, tone: 'accent' as const}]] : []),
      ...hintLines,
    ];
  };
  const end =
    attempt?.solvedAt != null
      ? paragraph(`Solved in ${durationOf(attempt.solvedAt - attempt.startedAt)}.`, width, {
          tone: 'good',
          bold: true,
        })
      : [];
  return joined(
    course.trouble === null ? [] : paragraph(course.trouble, width, {tone: 'bad'}),
    end,
    invitation,
    isCurrent ? [] : paragraph(exercise.concept, width),
    [heading(isCurrent ? exercise.title : 'Steps'), ...exercise.steps.flatMap(stepLines)],
    isCurrent ? paragraph(exercise.concept, width, {tone: 'muted'}) : [],
  );
};

import type {Exercise} from '../../exercises/exercise.ts';
import {exerciseNamed, exercises} from '../../exercises/index.ts';
import {type ExerciseRow, exerciseTable} from '../../tables/exercises.ts';
import {type ExerciseText, exerciseText} from '../details/exercise.ts';
import type {Scene} from '../scene.ts';
import {frameOf} from './border.ts';
import {definePane, type Look, type Pane} from './pane.ts';

const rowOf = ({course}: Scene, {id, title, chapter, steps}: Exercise, index: number): ExerciseRow => {
  const attempt = course.attempts.get(id);
  const state = attempt?.solvedAt != null ? 'solved' : attempt ? 'begun' : 'new';
  return {
    id,
    title,
    chapter,
    number: index + 1,
    steps: steps.length,
    stepsDone: Math.min(steps.length, attempt?.ticks.length ?? 0),
    state,
  };
};

const textOf = (scene: Scene, id: string | null, width: number): ExerciseText => {
  const exercise = id === null ? undefined : exerciseNamed(id);
  return exercise
    ? exerciseText(exercise, scene.course, scene.picture, width, scene.glyphs)
    : {lines: [], running: null};
};

/** The first line shown in so many rows: the step that is to be done is in sight, with as much before it as fits. */
const topOf = ({running}: ExerciseText, rows: number): number =>
  running ? Math.min(running.from, Math.max(0, running.to - rows)) : 0;

export const exercisesPane = definePane<ExerciseRow>({
  id: 'exercises',
  name: 'Exercises',
  noun: 'exercise',
  contexts: [],
  title: (_scene, shown) =>
    `Exercises ${shown.filter(({state}) => state === 'solved').length}/${shown.length} solved`,
  table: () => exerciseTable,
  rows: scene => exercises.map((exercise, index) => rowOf(scene, exercise, index)),
  status: () => ({kind: 'ready'}),
  empty: 'There is no exercise.',
  subject: () => null,
  first: ({course}) => course.current,
  detail: ({id}, scene, width) => textOf(scene, id, width).lines,
});

/** The exercise that is selected in the list, or the one that is being done. */
export const exercisePane: Pane = {
  id: 'exercise',
  noun: 'exercise',
  contexts: [],
  look: scene => {
    const id = exercisesPane.look(scene).selected ?? scene.course.current;
    return exerciseLook(scene, id);
  },
};

/** An exercise in a frame of its own: the view's lower pane, and the narrow one beside the live panes. */
export const exerciseLook = (scene: Scene, id: string | null): Look => {
  const caption = (id === null ? undefined : exerciseNamed(id)?.title) ?? 'Exercise';
  const steps = (id === null ? undefined : exerciseNamed(id)?.steps.length) ?? 0;
  const ticks = (id === null ? undefined : scene.course.attempts.get(id)?.ticks.length) ?? 0;
  const done = Math.min(steps, ticks);
  const lines = (width: number) => textOf(scene, id, width).lines;
  return {
    count: id === null ? 0 : 1,
    ids: () => (id === null ? [] : [id]),
    selected: id,
    columns: [],
    mostSkipped: () => 0,
    sort: {column: '', isDown: false},
    subject: () => null,
    text: () =>
      lines(80)
        .map(line => line.map(({text}) => text).join(''))
        .join('\n'),
    caption: () => caption,
    detail: (_id, width) => lines(width),
    lines: (width, height, isFocused) => {
      const all = textOf(scene, id, width - 2);
      const top = topOf(all, height - 2);
      return frameOf({
        // How far it is comes first: a narrow border cuts the title.
        title: steps === 0 ? caption : `${done}/${steps} ${caption}`,
        filter: '',
        status: {kind: 'ready'},
        content: all.lines.slice(top, top + height - 2),
        note: all.lines.length > height - 2 ? 'Enter shows it whole' : null,
        width,
        height,
        isFocused,
        glyphs: scene.glyphs,
        cells: scene.cells,
      });
    },
  };
};

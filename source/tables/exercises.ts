import type {Tone} from '../format/line.ts';
import {cell} from './cell.ts';
import type {Table} from './column.ts';

/** An exercise as a list shows it. */
export interface ExerciseRow {
  readonly id: string;
  /** Its place in the course, from 1 on. */
  readonly number: number;
  readonly chapter: string;
  readonly title: string;
  readonly state: 'solved' | 'begun' | 'new';
  readonly stepsDone: number;
  readonly steps: number;
}

const tones: Readonly<Record<ExerciseRow['state'], Tone>> = {solved: 'good', begun: 'accent', new: 'none'};

export const exerciseTable: Table<ExerciseRow> = {
  noun: 'exercise',
  id: ({id}) => id,
  sort: 'number',
  columns: [
    {
      id: 'number',
      title: '#',
      width: {min: 2, max: 2},
      align: 'right',
      priority: 0,
      value: ({number}) => number,
      cell: ({number}) => cell(String(number)),
    },
    {
      id: 'title',
      title: 'exercise',
      width: {min: 20, max: 60},
      align: 'left',
      priority: 0,
      value: ({title}) => title,
      cell: ({title}) => cell(title),
    },
    {
      id: 'state',
      title: 'state',
      width: {min: 6, max: 6},
      align: 'left',
      priority: 0,
      value: ({state}) => state,
      cell: ({state}) => cell(state, tones[state]),
    },
    {
      id: 'steps',
      title: 'steps',
      width: {min: 5, max: 5},
      align: 'right',
      priority: 1,
      value: ({stepsDone}) => stepsDone,
      cell: ({stepsDone, steps}) => cell(`${stepsDone}/${steps}`),
    },
    {
      id: 'chapter',
      title: 'chapter',
      width: {min: 10, max: 20},
      align: 'left',
      priority: 2,
      value: ({chapter}) => chapter,
      cell: ({chapter}) => cell(chapter, 'muted'),
    },
  ],
};

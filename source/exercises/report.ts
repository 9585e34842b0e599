import type {Attempt} from './advance.ts';
import type {Condition, Exercise, Step} from './exercise.ts';

/** An exercise in a report: what was proved, and how. Times are ms since the epoch. */
export interface ReportEntry {
  readonly id: string;
  readonly title: string;
  readonly isSolved: boolean;
  readonly conditions: readonly Condition[];
  readonly startedAt: number | null;
  readonly solvedAt: number | null;
  readonly hints: number;
}

/** What was done of all exercises, in the order of the course. */
export const reportOf = (
  exercises: readonly Exercise[],
  attempts: ReadonlyMap<string, Attempt>,
): readonly ReportEntry[] =>
  exercises.map(({id, title, steps}) => {
    const attempt = attempts.get(id);
    const conditionsOfStep = (step: Step, index: number): readonly Condition[] => {
      const tick = attempt?.ticks[index];
      return tick
        ? tick.seen.map(sentence => ({sentence, isMet: true}))
        : [{sentence: step.text, isMet: false}];
    };
    return {
      id,
      title,
      isSolved: attempt?.solvedAt != null,
      conditions: steps.flatMap(conditionsOfStep),
      startedAt: attempt?.startedAt ?? null,
      solvedAt: attempt?.solvedAt ?? null,
      hints: attempt?.hints ?? 0,
    };
  });

const minutes = ({startedAt, solvedAt}: ReportEntry): string => {
  if (startedAt === null || solvedAt === null) return '';
  const seconds = Math.round((solvedAt - startedAt) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The report as fields of a JSON object, for who reads many of them. */
export const reportFields = (entries: readonly ReportEntry[]) => ({
  exercises: entries.map(({id, title, isSolved, conditions, startedAt, solvedAt, hints}) => ({
    id,
    title,
    isSolved,
    conditions: conditions.map(({sentence, isMet}) => ({sentence, isMet})),
    startedAt: isoOrNull(startedAt),
    solvedAt: isoOrNull(solvedAt),
    hints,
  })),
});

/** The report as Markdown, to be handed in. */
export const reportText = (entries: readonly ReportEntry[], lab: string, at: number): string =>
  [
    '# Exercises',
    '',
    `${entries.filter(({isSolved}) => isSolved).length} of ${entries.length} solved on ${lab}; written ${new Date(at).toISOString()}.`,
    ...entries
      .filter(({startedAt}) => startedAt !== null)
      .flatMap(entry => [
        '',
        `## ${entry.title}`,
        '',
        entry.isSolved
          ? `Solved ${new Date(entry.solvedAt ?? 0).toISOString()} in ${minutes(entry)}, with ${entry.hints} ${entry.hints === 1 ? 'hint' : 'hints'}.`
          : 'Not solved.',
        '',
        ...entry.conditions.map(({sentence, isMet}) => `- [${isMet ? 'x' : ' '}] ${sentence}`),
      ]),
    '',
  ].join('\n');

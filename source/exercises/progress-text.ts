import type {EventKind, LabEvent} from '../model/event.ts';
import type {Attempt} from './advance.ts';

// What is in the files of the progress, which a user or a crash may have damaged.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const readAttempt = (value: unknown): readonly Attempt[] => {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.startedAt !== 'number') return [];
  const ticks = Array.isArray(value.ticks) ? value.ticks : [];
  const before = isObject(value.before) ? value.before : {};
  return [
    {
      id: value.id,
      startedAt: value.startedAt,
      ...(typeof value.resumedAt === 'number' ? {resumedAt: value.resumedAt} : {}),
      solvedAt: numberOrNull(value.solvedAt),
      hints: numberOrNull(value.hints) ?? 0,
      ticks: ticks.flatMap(tick =>
        isObject(tick) && typeof tick.at === 'number' && Array.isArray(tick.seen)
          ? [{at: tick.at, seen: tick.seen.map(String), events: numberOrNull(tick.events) ?? 0}]
          : [],
      ),
      before: Object.fromEntries(
        Object.entries(before).flatMap(([key, end]) =>
          typeof end === 'number' ? [[key, end] as const] : [],
        ),
      ),
    },
  ];
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const isKind = (value: unknown): value is EventKind => typeof value === 'string';

const readEvent = (line: string): readonly LabEvent[] => {
  try {
    const value: unknown = JSON.parse(line);
    if (
      !isObject(value) ||
      typeof value.at !== 'number' ||
      typeof value.subject !== 'string' ||
      !isKind(value.kind)
    )
      return [];
    const {at, kind, subject} = value;
    return [{at, kind, subject, from: textOrNull(value.from), to: textOrNull(value.to)}];
  } catch {
    // The last line of a program that was killed.
    return [];
  }
};

/** The events of a journal; a line that is none is passed over. */
export const eventsIn = (text: string): readonly LabEvent[] =>
  text.split('\n').flatMap(line => (line === '' ? [] : readEvent(line)));

/** The attempts of a file; undefined where it is damaged. `isWhole` where each of its entries is one. */
export const contentOf = (
  text: string,
): {readonly attempts: readonly Attempt[]; readonly isWhole: boolean} | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    const attempts = value.flatMap(readAttempt);
    return {attempts, isWhole: attempts.length === value.length};
  } catch {
    return undefined;
  }
};

export const attemptsIn = (text: string): readonly Attempt[] | undefined => contentOf(text)?.attempts;

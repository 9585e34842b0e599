import {appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {EventKind, LabEvent} from '../model/event.ts';
import type {Attempt} from './advance.ts';

/** What a user has done so far, in files of their own; a damaged one is put aside and said, never thrown away. */
export interface ProgressFiles {
  /** The last attempt at each exercise, and what was wrong with the file. */
  read(): {readonly attempts: readonly Attempt[]; readonly trouble: string | null};
  /**
   * Puts one attempt to the others in the file, which another program of the user's may have written meanwhile. Returns
   * all of them as they are then.
   */
  keep(attempt: Attempt): readonly Attempt[];
  /** The events since the running exercise began. */
  readJournal(): readonly LabEvent[];
  append(events: readonly LabEvent[]): void;
  clearJournal(): void;
}

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

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** The attempts of a file; undefined where it is damaged. */
const attemptsIn = (text: string): readonly Attempt[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(readAttempt) : undefined;
  } catch {
    return undefined;
  }
};

/** Of two attempts at one exercise the one that was begun last; of one that two programs follow, what is further. */
const further = (one: Attempt, other: Attempt): Attempt => {
  if (one.startedAt !== other.startedAt) return one.startedAt > other.startedAt ? one : other;
  return other.ticks.length > one.ticks.length ? other : one;
};

/** The files in a folder, which is made when something is written; whoever cannot write goes on without them. */
export const progressFiles = (folder: string): ProgressFiles => {
  const progress = path.join(folder, 'progress.json');
  const journal = path.join(folder, 'journal.jsonl');
  const make = (): void => void mkdirSync(folder, {recursive: true, mode: 0o700});
  return {
    read() {
      const text = textOf(progress);
      if (text === null) return {attempts: [], trouble: null};
      const attempts = attemptsIn(text);
      if (attempts) return {attempts, trouble: null};
      const aside = `${progress}.damaged`;
      renameSync(progress, aside);
      return {attempts: [], trouble: `The file of your progress was damaged, and is kept as ${aside}.`};
    },
    keep(attempt) {
      make();
      const others = attemptsIn(textOf(progress) ?? '') ?? [];
      const same = others.find(({id}) => id === attempt.id);
      const kept = same ? further(attempt, same) : attempt;
      const attempts = [...others.filter(each => each !== same), kept];
      // Whole or not at all: a crash in the middle leaves the file of before.
      writeFileSync(`${progress}.new`, `${JSON.stringify(attempts, null, 2)}\n`, {mode: 0o600});
      renameSync(`${progress}.new`, progress);
      return attempts;
    },
    readJournal: () =>
      (textOf(journal) ?? '').split('\n').flatMap(line => (line === '' ? [] : readEvent(line))),
    append(events) {
      if (events.length === 0) return;
      make();
      appendFileSync(journal, events.map(event => `${JSON.stringify(event)}\n`).join(''), {mode: 0o600});
    },
    clearJournal() {
      make();
      writeFileSync(journal, '', {mode: 0o600});
    },
  };
};

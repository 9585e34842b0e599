import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../config/make-folder.ts';
import type {LabEvent} from '../model/event.ts';
import type {Attempt} from './advance.ts';
import {attemptsIn, contentOf, eventsIn} from './progress-text.ts';

/** What a user has done so far, in files of their own; a damaged one is put aside and said, never thrown away. */
export interface ProgressFiles {
  /** The last attempt at each exercise, and what was wrong with the file. */
  read(): {readonly attempts: readonly Attempt[]; readonly trouble: string | null};
  /**
   * Puts one attempt to the others in the file, which another program of the user's may have written meanwhile. Returns
   * all of them as they are then. `known` are those of before: they stand for a file that was damaged or deleted since.
   */
  keep(attempt: Attempt, known?: readonly Attempt[]): readonly Attempt[];
  /** The attempts as another program of the user's has written them since this one last read or wrote; null without. */
  keptByOthers(): readonly Attempt[] | null;
  /** The events since the running exercise began. */
  readJournal(): readonly LabEvent[];
  append(events: readonly LabEvent[]): void;
  /** What other programs have added since this one last read the journal, added to it or asked. */
  fromOthers(): readonly LabEvent[];
  /** Adds what was done without the screen, where an exercise is under way: whoever judges it finds it there. */
  note(event: LabEvent): void;
  clearJournal(): void;
}

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** The whole lines of a file from a place on, in bytes; a line that is still being written is left for later. */
const linesFrom = (file: string, from: number): {readonly text: string; readonly end: number} => {
  try {
    const {size} = statSync(file);
    // Another program has begun another exercise: what it has put down since is new as a whole.
    const start = size < from ? 0 : from;
    if (size === start) return {text: '', end: start};
    const bytes = Buffer.alloc(size - start);
    const handle = openSync(file, 'r');
    try {
      readSync(handle, bytes, 0, bytes.length, start);
    } finally {
      closeSync(handle);
    }
    const length = bytes.lastIndexOf('\n') + 1;
    return {text: bytes.subarray(0, length).toString(), end: start + length};
  } catch {
    return {text: '', end: from};
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
  /** Bytes of the journal that this program knows. */
  let known = 0;
  let others: readonly LabEvent[] = [];
  const lookForOthers = (): void => {
    const {text, end} = linesFrom(journal, known);
    known = end;
    others = [...others, ...eventsIn(text)];
  };
  const write = (events: readonly LabEvent[]): number => {
    const text = events.map(event => `${JSON.stringify(event)}\n`).join('');
    appendFileSync(journal, text, {mode: 0o600});
    return Buffer.byteLength(text);
  };
  /** Which file it was that this program last read or wrote: each writing makes a new one. */
  let version = '';
  const versionNow = (): string => {
    try {
      // Asked at every reading, and for most users there is none: an error would be made each time.
      const found = statSync(progress, {throwIfNoEntry: false});
      return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
    } catch {
      return '';
    }
  };
  /** Keeps a copy of a file that could not be read whole; says where, or that it could not. */
  const putAside = (): string => {
    const aside = `${progress}.damaged`;
    try {
      copyFileSync(progress, aside);
      return `is kept as ${aside}`;
    } catch {
      return `cannot be copied to ${aside}: copy it before you go on`;
    }
  };
  const make = (): void => makeFolder(folder, 0o700);
  return {
    read() {
      version = versionNow();
      const text = textOf(progress);
      if (text === null) return {attempts: [], trouble: null};
      const content = contentOf(text);
      if (content?.isWhole) return {attempts: content.attempts, trouble: null};
      return {
        attempts: content?.attempts ?? [],
        trouble: `The file of your progress was damaged, and ${putAside()}.`,
      };
    },
    keep(attempt, before = []) {
      make();
      const text = textOf(progress);
      const content = text === null ? undefined : contentOf(text);
      // What another program has written is never lost, however it reads.
      if (text !== null && !content?.isWhole) putAside();
      const others = content?.attempts ?? before;
      const same = others.find(({id}) => id === attempt.id);
      const kept = same ? further(attempt, same) : attempt;
      const attempts = [...others.filter(each => each !== same), kept];
      // Whole or not at all: a crash in the middle leaves the file of before.
      writeFileSync(`${progress}.new`, `${JSON.stringify(attempts, null, 2)}\n`, {mode: 0o600});
      renameSync(`${progress}.new`, progress);
      version = versionNow();
      return attempts;
    },
    keptByOthers() {
      const now = versionNow();
      if (now === version) return null;
      version = now;
      return attemptsIn(textOf(progress) ?? '') ?? null;
    },
    readJournal() {
      const {text, end} = linesFrom(journal, 0);
      known = end;
      others = [];
      return eventsIn(text);
    },
    append(events) {
      if (events.length === 0) return;
      make();
      lookForOthers();
      known += write(events);
    },
    fromOthers() {
      lookForOthers();
      const found = others;
      others = [];
      return found;
    },
    note(event) {
      const attempts = attemptsIn(textOf(progress) ?? '') ?? [];
      if (!attempts.some(({solvedAt}) => solvedAt === null)) return;
      try {
        write([event]);
      } catch {
        // What was done is done, whether the exercise hears of it or not.
      }
    },
    clearJournal() {
      make();
      writeFileSync(journal, '', {mode: 0o600});
      known = 0;
      others = [];
    },
  };
};

import type {WriteContext} from '../actions/writes/write.ts';
import type {Clock} from '../clock.ts';
import {UserError} from '../errors.ts';
import type {LabEvent} from '../model/event.ts';
import {partitionKey} from '../model/history.ts';
import type {Picture} from '../model/picture.ts';
import {createStore, type Store} from '../store/store.ts';
import {type Attempt, advanceAttempt, conditionsOf, endsOf} from './advance.ts';
import type {Condition, Exercise} from './exercise.ts';
import {exerciseNamed} from './index.ts';
import type {ProgressFiles} from './progress.ts';
import {setUp} from './setup.ts';

/** What the user has done, and does. */
export interface CourseState {
  /** The last attempt at each exercise, by id. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** The exercise that is being done, or was solved and is still looked at. */
  readonly current: string | null;
  /** Of its next step, as they are judged now. */
  readonly conditions: readonly Condition[];
  readonly journal: readonly LabEvent[];
  /** What is wrong with the files; null where nothing is. */
  readonly trouble: string | null;
}

/** Resolves when a reading shows these topics, or when none did for a while: nobody can work on what is not seen yet. */
export type Seen = (topics: readonly string[]) => Promise<void>;

export interface Course {
  readonly state: Store<CourseState>;
  /**
   * Sets an exercise up and begins it anew, once what was made for it is seen. Says what was made; throws a UserError
   * where the lab cannot serve.
   */
  start(id: string, context: WriteContext, signal: AbortSignal, seen?: Seen): Promise<readonly string[]>;
  /** Turns to an exercise that was begun; what of it only watching proves is lost where another was begun since. */
  turnTo(id: string): void;
  /** Goes on with it, also after the program has ended. */
  resume(id: string): void;
  /** Takes in what another program of the user's has kept: who begins an exercise anew there does so here. */
  look(): void;
  /** Judges the running exercise by what is known now. Returns the steps that this met. */
  judge(picture: Picture): number;
  /** Shows the next hint. */
  hint(): void;
  /** Puts the running exercise away; what was met of it is kept. */
  leave(): void;
}

export interface CourseOptions {
  readonly files: ProgressFiles;
  readonly clock: Clock;
}

/**
 * The log ends at the start, with those that came to be known since: an end that could not be read at the start is its
 * own beginning, and a topic that was made since began with nothing.
 */
const withLateEnds = (attempt: Attempt, picture: Picture, journal: readonly LabEvent[]): Attempt => {
  const made = new Set(journal.flatMap(({kind, subject}) => (kind === 'topic-created' ? [subject] : [])));
  const late = Object.entries(endsOf(picture)).filter(([key]) => !Object.hasOwn(attempt.before, key));
  if (late.length === 0) return attempt;
  const ends = late.map(
    ([key, end]) => [key, made.has(key.slice(0, key.lastIndexOf('/'))) ? 0 : end] as const,
  );
  return {...attempt, before: {...attempt.before, ...Object.fromEntries(ends)}};
};

/** The topics of a setup that were made for it, which began with nothing. */
const emptyEnds = (exercise: Exercise, picture: Picture): Readonly<Record<string, number>> =>
  Object.fromEntries(
    exercise.setup
      .filter(({topic}) => !picture.topics.some(({name}) => name === topic))
      .flatMap(({topic, partitions}) =>
        Array.from({length: partitions}, (_, partition) => [partitionKey(topic, partition), 0] as const),
      ),
  );

/** Keeps what was done in the files, and goes on with what was begun when the program ended. */
export const createCourse = ({files, clock}: CourseOptions): Course => {
  const {attempts, trouble} = files.read();
  const byId = new Map(attempts.map(attempt => [attempt.id, attempt]));
  const running = attempts
    .filter(({solvedAt, id}) => solvedAt === null && exerciseNamed(id))
    .sort((a, b) => (a.resumedAt ?? a.startedAt) - (b.resumedAt ?? b.startedAt))
    .at(-1);
  const state = createStore<CourseState>({
    attempts: byId,
    current: running?.id ?? null,
    conditions: [],
    journal: running ? files.readJournal().filter(({at}) => at >= running.startedAt) : [],
    trouble,
  });
  let lastSeen: LabEvent | undefined;

  /** Writes, where that can be; where not, says so and goes on with what is in memory. */
  const written = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      state.update(before => ({...before, trouble: `Your progress cannot be written: ${why}.`}));
    }
  };

  const keep = (attempt: Attempt): void => {
    const before = [...state.get().attempts.values()];
    state.update(now => ({...now, attempts: new Map(now.attempts).set(attempt.id, attempt)}));
    written(() => {
      const all = files.keep(attempt, before).map(each => [each.id, each] as const);
      // What another program of the user's has done meanwhile; what could not be written before is kept.
      state.update(now => ({...now, attempts: new Map([...now.attempts, ...all])}));
    });
  };

  const currentOne = (): {readonly exercise: Exercise; readonly attempt: Attempt} | undefined => {
    const {current, attempts: all} = state.get();
    const attempt = current === null ? undefined : all.get(current);
    const exercise = current === null ? undefined : exerciseNamed(current);
    return attempt && exercise ? {attempt, exercise} : undefined;
  };

  /** Events of the log that are newer than those seen, by identity: several may have the same time, and clocks jump. */
  const newEvents = (events: readonly LabEvent[]): readonly LabEvent[] => {
    const before = lastSeen;
    lastSeen = events.at(-1) ?? lastSeen;
    if (!before) return events;
    const place = events.lastIndexOf(before);
    // So much happened that the last one is no longer in the log.
    return place < 0 ? events.filter(({at}) => at >= before.at) : events.slice(place + 1);
  };

  /** The journal is that of the exercise that was begun last: steps that another one met before have no place in it. */
  const inJournal = (attempt: Attempt): Attempt => {
    const began = Math.max(...[...state.get().attempts.values()].map(({startedAt}) => startedAt));
    return {...attempt, ticks: attempt.ticks.map(tick => (tick.at < began ? {...tick, events: 0} : tick))};
  };

  const turnTo = (id: string): Attempt | undefined => {
    const found = state.get().attempts.get(id);
    const attempt = found && inJournal(found);
    if (attempt)
      state.update(({attempts: all, ...before}) => ({
        ...before,
        attempts: new Map(all).set(id, attempt),
        current: id,
        conditions: [],
      }));
    return attempt;
  };

  return {
    state,
    async start(id, context, signal, seen) {
      const exercise = exerciseNamed(id);
      if (!exercise) throw new UserError(`There is no exercise ${id}.`, 'kafka-lab learn list names them.');
      const made = await setUp(exercise, context, signal);
      if (made.length > 0) await seen?.(exercise.setup.map(({topic}) => topic));
      lastSeen = context.picture.world.events.at(-1);
      written(files.clearJournal);
      state.update(before => ({...before, current: id, journal: [], conditions: []}));
      keep({
        id,
        // After a clock that was put back, too, what was begun last is later than the attempt before.
        startedAt: Math.max(clock.now(), (state.get().attempts.get(id)?.startedAt ?? 0) + 1),
        solvedAt: null,
        ticks: [],
        hints: 0,
        before: {...endsOf(context.picture), ...emptyEnds(exercise, context.picture)},
      });
      return made;
    },
    turnTo,
    resume(id) {
      const attempt = turnTo(id);
      if (attempt) keep({...attempt, resumedAt: clock.now()});
    },
    look() {
      const kept = files.keptByOthers();
      if (!kept) return;
      const {current, attempts: before} = state.get();
      const all = new Map([...before, ...kept.map(each => [each.id, each] as const)]);
      const [was, is] = [before.get(current ?? ''), all.get(current ?? '')];
      state.update(now => ({...now, attempts: all}));
      if (!is || is.startedAt === was?.startedAt) return;
      const journal = files.readJournal().filter(({at}) => at >= is.startedAt);
      state.update(now => ({...now, journal, conditions: []}));
    },
    judge(picture) {
      const now = currentOne();
      if (!now || now.attempt.solvedAt !== null) return 0;
      const fresh = newEvents(picture.world.events);
      written(() => files.append(fresh));
      // What was done in another terminal counts, too.
      const others = files.fromOthers();
      if (fresh.length + others.length > 0)
        state.update(before => ({...before, journal: [...before.journal, ...others, ...fresh]}));
      const {journal} = state.get();
      const attempt = withLateEnds(now.attempt, picture, journal);
      const after = advanceAttempt(now.exercise, attempt, picture, journal);
      if (after !== now.attempt) keep(after);
      const conditions = conditionsOf(now.exercise, after, picture, journal);
      state.update(before => ({...before, conditions}));
      return after.ticks.length - now.attempt.ticks.length;
    },
    hint() {
      const now = currentOne();
      if (!now) return;
      keep({...now.attempt, hints: Math.min(now.exercise.hints.length, now.attempt.hints + 1)});
    },
    leave() {
      state.update(before => ({...before, current: null, conditions: []}));
    },
  };
};

import type {Clock} from '../../clock.ts';
import type {CourseControl} from '../../commands/command.ts';
import {sentenceOf} from '../../errors.ts';
import {type Course, createCourse} from '../../exercises/course.ts';
import {exerciseNamed, exercises, topicsRead} from '../../exercises/index.ts';
import {progressFiles} from '../../exercises/progress.ts';
import {reportFields, reportOf, reportText} from '../../exercises/report.ts';
import type {Watch} from '../../feeds/watch.ts';
import {writeContextOf} from '../../feeds/write-context.ts';
import {pictureOf} from '../../model/picture.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import type {Session} from '../session.ts';

export interface CourseLink {
  readonly control: CourseControl;
  readonly course: Course;
}

interface CourseLinkOptions {
  readonly watching: () => Watch | null;
  readonly world: Store<World>;
  readonly notify: Session['notify'];
  readonly clock: Clock;
  readonly stateFolder: string;
  readonly refresh: () => void;
  /** Whether the exercise is on screen: what is to be done next need not be said then. */
  readonly isInSight: () => boolean;
}

/** Milliseconds that a topic may take until it is read. */
const patience = 5000;

/** The exercises, judged at every reading by what is on screen. */
export const createCourseLink = (options: CourseLinkOptions): CourseLink => {
  const {watching, world, notify, clock, refresh, isInSight} = options;
  const course = createCourse({files: progressFiles(options.stateFolder), clock});
  const state = () => course.state.get();

  const judge = (): void => {
    course.look();
    const {current, attempts} = state();
    const attempt = current === null ? undefined : attempts.get(current);
    // Working out the picture of a large cluster takes its time: only while there is something to judge.
    if (!attempt || attempt.solvedAt !== null) {
      watching()?.kafkaFeed.wantRecords([]);
      return;
    }
    const picture = pictureOf(world.get(), clock.now());
    watching()?.kafkaFeed.wantRecords(topicsRead(attempt.id, picture));
    const met = course.judge(picture);
    const after = state().attempts.get(attempt.id);
    if (after?.solvedAt != null)
      notify(
        'good',
        `Solved: ${exerciseNamed(attempt.id)?.title}. What proved it, and the next one, are in 9.`,
      );
    else if (met > 0) {
      const steps = exerciseNamed(attempt.id)?.steps ?? [];
      const done = after?.ticks.length ?? 0;
      const next = isInSight() ? '' : ` Next: ${steps[done]?.text ?? ''}`;
      notify('good', `Step ${done} of ${steps.length} is done.${next}`);
    }
  };
  world.subscribe(judge);

  const isSeen = (topics: readonly string[]): boolean => {
    const there = pictureOf(world.get(), clock.now()).topics;
    return topics.every(name => there.some(topic => topic.name === name));
  };

  /** Waits for the reading that has the topics, and not for ever: servers may fail, and the exercise says what it sees. */
  const seen = async (topics: readonly string[]): Promise<void> => {
    refresh();
    const waiting = new AbortController();
    const stop = world.subscribe(() => {
      if (isSeen(topics)) waiting.abort();
    });
    if (!isSeen(topics)) await clock.sleep(patience, waiting.signal).catch(() => {});
    stop();
  };

  return {
    course,
    control: {
      state,
      start(id) {
        const watch = watching();
        if (!watch) {
          notify('warn', 'There is no lab yet to do it on.');
          return;
        }
        const context = writeContextOf(watch, pictureOf(world.get(), clock.now()), clock);
        course.start(id, context, new AbortController().signal, seen).then(
          made => {
            notify('good', [...made, 'The exercise has begun.'].join(' '));
            refresh();
          },
          error => notify('bad', sentenceOf(error)),
        );
      },
      resume(id) {
        course.resume(id);
        notify('good', `The exercise goes on: ${exerciseNamed(id)?.title}.`);
        judge();
      },
      hint: course.hint,
      leave: course.leave,
      report: () => {
        const entries = reportOf(exercises, state().attempts);
        const at = clock.now();
        const whole = {at: new Date(at).toISOString(), target: null, ...reportFields(entries), missing: []};
        return {
          markdown: reportText(entries, world.get().target?.name ?? 'no lab', at),
          json: `${JSON.stringify(whole, null, 2)}\n`,
        };
      },
    },
  };
};

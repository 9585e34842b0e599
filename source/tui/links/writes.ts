import {ownLine, type Plan} from '../../actions/writes/write.ts';
import type {Clock} from '../../clock.ts';
import type {LabActions} from '../../commands/command.ts';
import {sentenceOf, UserError} from '../../errors.ts';
import type {Watch} from '../../feeds/watch.ts';
import {writeContextOf} from '../../feeds/write-context.ts';
import {pictureOf} from '../../model/picture.ts';
import type {World} from '../../model/world.ts';
import type {Store} from '../../store/store.ts';
import {type Ui, withJob} from '../../store/ui.ts';
import type {Session} from '../session.ts';
import type {TellAction} from './tell-action.ts';

export type WriteLink = Pick<LabActions, 'plan' | 'ownLine' | 'carryOut'>;

interface WriteLinkOptions {
  readonly watching: () => Watch | null;
  readonly world: Store<World>;
  readonly ui: Store<Ui>;
  readonly notify: Session['notify'];
  readonly tell: TellAction;
  readonly nextJob: () => number;
  readonly clock: Clock;
  /** Reads the servers, so that what was done is soon on screen. */
  readonly refresh: () => void;
}

/** Plans writes from what is on screen, and does them as jobs of the monitor. */
export const createWriteLink = (options: WriteLinkOptions): WriteLink => {
  const {watching, world, ui, notify, tell, nextJob, clock, refresh} = options;
  const carryOut = (plan: Plan, onDone?: () => void): void => {
    const id = nextJob();
    const title = plan.question.replace(/\?$/, '');
    const cancelling = new AbortController();
    let last = '';
    const show = (sentence: string, isRunning: boolean): void => {
      last = sentence;
      ui.update(state => withJob(state, {id, title, sentence, isRunning, cancel: () => cancelling.abort()}));
    };
    show('begins', true);
    plan
      .run(cancelling.signal, sentence => show(sentence, true))
      .then(
        outcomes => {
          const isDone = outcomes.every(outcome => outcome.isDone);
          const answers = outcomes.map(({answer}) => answer).join(' ') || last;
          show([answers, ...plan.commandLines.map(line => `By hand: ${line}`)].join(' '), false);
          const told = outcomes.find(outcome => !outcome.isDone) ?? outcomes[0];
          if (told) notify(isDone ? 'good' : 'bad', told.answer);
          for (const {answer} of outcomes) tell(title, answer);
          if (isDone) onDone?.();
          refresh();
        },
        error => {
          const sentence = cancelling.signal.aborted ? `Cancelled after: ${last}.` : sentenceOf(error);
          show(sentence, false);
          notify('bad', `${title}: ${sentence}`);
          refresh();
        },
      );
  };
  return {
    async plan(write, names, values) {
      const watch = watching();
      if (!watch) throw new UserError('There is no target yet.');
      const context = writeContextOf(watch, pictureOf(world.get(), clock.now()), clock);
      try {
        return await write.plan(context, names, values);
      } catch (error) {
        // What was tried and refused has happened, too: the events tell it when the form is long closed.
        tell(write.title, sentenceOf(error));
        throw error;
      }
    },
    ownLine(write, names, values) {
      const watch = watching();
      return watch ? ownLine(write, watch.target, names, values) : '';
    },
    carryOut,
  };
};

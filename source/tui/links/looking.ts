import {createComposeClient} from '../../clients/compose/client.ts';
import {labFiles} from '../../clients/compose/files.ts';
import type {EngineChoice} from '../../clients/docker/hosts.ts';
import type {Clock} from '../../clock.ts';
import type {LabActions} from '../../commands/command.ts';
import type {Config} from '../../config.ts';
import {UserError} from '../../errors.ts';
import type {Line} from '../../format/line.ts';
import type {Machine} from '../../model/machine.ts';
import type {Target} from '../../model/target.ts';
import {readMachine} from '../../queries/machine.ts';
import type {Store} from '../../store/store.ts';
import {type Dialog, topDialog, type Ui, withDialog, withoutTopDialog} from '../../store/ui.ts';
import {choose, type NoTarget, type TargetClients} from '../../target.ts';
import type {Session} from '../session.ts';
import {cardLines, endedLines, withoutPractice} from './card.ts';
import {createPracticeLink} from './practice.ts';

/** The search for a target, with the card that is shown while there is none. */
export interface Looking {
  /** Looks until there is a target, and begins with it; what was chosen is kept for good. */
  run(): Promise<void>;
  /** The card again, with a new look at the machine: it may have been closed to read what is under it. */
  again(): void;
  readonly practice: Pick<LabActions, 'practice' | 'whyNoPractice'>;
  /** Leaves the practice lab, where one is used. */
  leave(): void;
}

interface LookingOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly engines: TargetClients;
  /** The engine that is meant, where there is one. */
  readonly engine: EngineChoice | undefined;
  readonly ui: Store<Ui>;
  readonly notify: Session['notify'];
  readonly requestFrame: () => void;
  readonly signal: AbortSignal;
  readonly hasTarget: () => boolean;
  readonly begin: (target: Target) => void;
  /** Ends what was begun, so that something else can begin. */
  readonly end: () => Promise<void>;
}

/** How long (ms) until a target is looked for again, while there is none. */
const lookEvery = 2000;
const cardTitle = 'No lab yet';
const endedTitle = 'The practice lab has ended';

const textDialog = (
  title: string,
  lines: (width: number) => readonly Line[],
  copies: string | null = null,
): Dialog => ({kind: 'text', title, lines, top: 0, search: '', isFollowing: false, copies});

export const createLooking = (options: LookingOptions): Looking => {
  const {config, clock, engines, engine, ui, notify, requestFrame, signal, hasTarget, begin, end} = options;
  let none: NoTarget | null = null;
  let machine: Machine | null = null;
  /** Whether the user asked for a practice lab where none was to be started. */
  let wantsPractice = config.lab === 'practice';
  let hasEnded = false;
  let wake = (): void => {};

  const show = (dialog: Dialog): void => ui.update(state => withDialog(state, dialog));
  /** What was said of the search, which nobody waits for any more once there is a target. */
  const steps = new Set<string>();
  const forgetSteps = (): void =>
    ui.update(state => ({...state, notices: state.notices.filter(({text}) => !steps.has(text))}));
  const practice = createPracticeLink({
    config,
    onStep(sentence) {
      steps.add(sentence);
      notify('info', sentence);
    },
    onEnd: pid => {
      hasEnded = true;
      show(textDialog(endedTitle, width => endedLines(pid, width)));
    },
  });

  const lookAtMachine = async (): Promise<void> => {
    if (!engine) return;
    machine = await readMachine({
      engine,
      docker: engines.docker(engine),
      compose: createComposeClient({clock, dockerHost: engine.host}),
      files: labFiles('zookeeper', false),
      clock,
    });
    requestFrame();
  };

  const showCard = (): void =>
    show(textDialog(cardTitle, width => (none ? cardLines(none, machine, width) : []), 'kafka-lab up'));
  const closeCard = (): void => {
    const dialog = topDialog(ui.get());
    if (dialog?.kind === 'text' && [cardTitle, endedTitle].includes(dialog.title))
      ui.update(withoutTopDialog);
  };

  /** Opens a practice lab; where that fails, says why on the card and returns null. */
  const openPractice = async (instead: NoTarget): Promise<Target | null> => {
    wantsPractice = false;
    try {
      const target = await practice.open(instead, signal);
      hasEnded = false;
      return target;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      none = withoutPractice(instead, `${error.message} ${error.next}`);
      return null;
    }
  };

  const run = async (): Promise<void> => {
    let hasFailed = false;
    while (!signal.aborted) {
      const chosen = await choose(config, engines);
      if (signal.aborted) return;
      const isWaited = none !== null;
      let target = 'target' in chosen ? chosen.target : null;
      if (!('target' in chosen)) {
        const isAsked = wantsPractice;
        if (isAsked || (chosen.isForPractice && !hasFailed)) target = await openPractice(chosen);
        else if (!hasFailed) none = chosen;
        hasFailed ||= target === null && (isAsked || chosen.isForPractice);
      }
      if (signal.aborted) return;
      if (target) {
        closeCard();
        forgetSteps();
        if (isWaited) notify('good', `Connected: ${target.why}.`);
        none = null;
        begin(target);
        return;
      }
      if (!isWaited) showCard();
      await lookAtMachine();
      const waking = new AbortController();
      wake = () => waking.abort();
      await clock.sleep(lookEvery, AbortSignal.any([signal, waking.signal])).catch(() => {});
    }
  };

  return {
    run,
    again() {
      if (none !== null && !topDialog(ui.get())) showCard();
      void lookAtMachine().catch(() => {});
    },
    practice: {
      get whyNoPractice() {
        return hasTarget() && !hasEnded
          ? 'a target is chosen once: quit, then type kafka-lab --lab practice'
          : undefined;
      },
      practice() {
        wantsPractice = true;
        // Another one in the place of one that has ended.
        if (hasEnded) void end().then(run);
        wake();
      },
    },
    leave: practice.leave,
  };
};

import type {LabContext, LabProgress} from '../../actions/lab/context.ts';
import {down, planDown} from '../../actions/lab/down.ts';
import type {Gate} from '../../actions/lab/gates.ts';
import {up} from '../../actions/lab/up.ts';
import {labFiles} from '../../clients/compose/files.ts';
import {sentenceOf} from '../../errors.ts';
import type {Line} from '../../format/line.ts';
import {emptyRing, pushed, type Ring} from '../../store/ring.ts';
import type {Store} from '../../store/store.ts';
import {type Ui, withDialog, withJob} from '../../store/ui.ts';
import {joined, paragraph} from '../details/section.ts';
import type {Session} from '../session.ts';

/** The lab as a whole, brought up and taken down from the monitor. */
export interface BringUp {
  up(isOffline: boolean): void;
  down(): void;
}

interface BringUpOptions {
  readonly ui: Store<Ui>;
  readonly notify: Session['notify'];
  readonly nextJob: () => number;
  /** What the lab's actions work with, for the engine that is meant now. */
  readonly context: (signal: AbortSignal, onProgress: (progress: LabProgress) => void) => LabContext;
  readonly variant: () => 'zookeeper' | 'kraft';
}

const linesKept = 500;

const gateLine = (gate: Gate): Line => [
  {text: `  ${gate.service.padEnd(20)} `},
  {text: gate.gate.padEnd(12), tone: gate.isMet ? 'good' : gate.isHopeless ? 'bad' : 'warn'},
  {text: gate.sentence},
];

/** Runs `up` and `down` as jobs, each with a text that shows what it waits for while it lasts. */
export const createBringUp = ({ui, notify, nextJob, context, variant}: BringUpOptions): BringUp => {
  const run = (title: string, work: (context: LabContext) => Promise<string>): void => {
    const id = nextJob();
    const cancelling = new AbortController();
    let steps: Ring<string> = emptyRing;
    let gates: readonly Gate[] = [];
    let sentence = 'begins';
    const show = (isRunning: boolean): void =>
      ui.update(state => withJob(state, {id, title, sentence, isRunning, cancel: () => cancelling.abort()}));
    const onProgress = (progress: LabProgress): void => {
      if (progress.kind === 'gates') gates = progress.gates;
      else if (progress.kind === 'step') sentence = progress.sentence;
      else if (progress.kind === 'pull')
        sentence = `${progress.progress.image}: ${progress.progress.layersDone} of ${progress.progress.layers.size} layers`;
      else steps = pushed(steps, [progress.line], linesKept);
      const open = gates.find(gate => !gate.isMet);
      if (progress.kind === 'gates' && open) sentence = `${open.service} ${open.sentence}`;
      show(true);
    };
    const lines = (width: number): readonly Line[] =>
      joined(
        paragraph(sentence, width, {bold: true}),
        gates.map(gateLine),
        steps.items.map((text): Line => [{text: `  ${text}`, tone: 'muted'}]),
      );
    show(true);
    ui.update(state =>
      withDialog(state, {kind: 'text', title, lines, top: 0, search: '', isFollowing: false, copies: null}),
    );
    void work(context(cancelling.signal, onProgress))
      .then(
        answer => {
          sentence = answer;
        },
        error => {
          sentence = cancelling.signal.aborted ? 'Cancelled.' : sentenceOf(error);
        },
      )
      .finally(() => {
        show(false);
        notify('info', `${title}: ${sentence}`);
      });
  };
  return {
    up: isOffline =>
      run('kafka-lab up', async lab => {
        const result = await up(lab, {files: labFiles(variant(), isOffline), names: 'refuse'});
        return result.sentence;
      }),
    down: () =>
      run('kafka-lab down', async lab => {
        const plan = await planDown(lab, false);
        return plan ? (await down(lab, plan, false)).answer : 'There is no lab to take down.';
      }),
  };
};

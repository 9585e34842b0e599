import type {CommandContext, ContextId} from '../commands/command.ts';
import {type Finding, isAbout, type Subject} from '../findings/finding.ts';
import {healthSentence} from '../findings/index.ts';
import type {Glyphs} from '../format/glyphs.ts';
import {type Line, plain} from '../format/line.ts';
import type {Picture} from '../model/picture.ts';
import type {Store} from '../store/store.ts';
import {
  type Dialog,
  jobsInOrder,
  type LogView,
  topDialog,
  type Ui,
  withDialog,
  withTopDialog,
} from '../store/ui.ts';
import {impactLines} from './details/impact.ts';
import {paragraph} from './details/section.ts';
import {helpLines} from './dialogs/help.ts';
import {matches, textHeight, textLines, textTop} from './dialogs/text-box.ts';
import {commandText, whyLines} from './dialogs/why.ts';
import type {Size} from './screen.ts';

type TextDialog = Extract<Dialog, {kind: 'text'}>;

interface TextsOptions {
  readonly ui: Store<Ui>;
  readonly size: () => Size;
  readonly glyphs: Glyphs;
  readonly glance: () => {readonly picture: Picture; readonly findings: readonly Finding[]};
  /** The contexts that are active now, the most particular first. */
  readonly contexts: () => readonly ContextId[];
  readonly followLogs: (containers: readonly string[], since: number | null) => FollowedLog;
}

/** What a log shows while it is followed. */
export interface FollowedLog {
  readonly lines: (view: LogView) => readonly Line[];
  readonly stop: () => void;
}

/** The texts that lie over the panes: details, cards, help, logs. */
export interface Texts {
  /** Opens a text; `lines` is asked again at each frame. */
  open(title: string, lines: (width: number) => readonly Line[], extra?: Partial<TextDialog>): void;
  /** Follows the logs of containers; those that a text over the panes shows already give way. */
  openLogs(containers: readonly string[], since: number | null): void;
  readonly openText: CommandContext['openText'];
  readonly find: CommandContext['findInText'];
  readonly place: CommandContext['textPlace'];
  readonly whole: CommandContext['wholeText'];
}

export const createTexts = ({ui, size, glyphs, glance, contexts, followLogs}: TextsOptions): Texts => {
  const open: Texts['open'] = (title, lines, extra = {}) =>
    ui.update(state =>
      withDialog(state, {
        kind: 'text',
        title,
        lines,
        top: 0,
        search: '',
        isFollowing: false,
        copies: null,
        ...extra,
      }),
    );

  const openLogs: Texts['openLogs'] = (containers, since) => {
    const view: LogView = {containers, level: 'all', isFolded: true};
    const log = followLogs(containers, since);
    const logs = (): readonly TextDialog[] =>
      ui.get().dialogs.filter((dialog): dialog is TextDialog => dialog.kind === 'text' && !!dialog.log);
    for (const before of logs()) {
      ui.update(state => ({...state, dialogs: state.dialogs.filter(dialog => dialog !== before)}));
      before.onClose?.();
    }
    const own = (): LogView => logs().find(({onClose}) => onClose === log.stop)?.log ?? view;
    const from = since === null ? '' : ` since ${new Date(since).toISOString()}`;
    open(`log ${containers.join(', ')}${from}`, () => log.lines(own()), {
      isFollowing: true,
      log: view,
      onClose: log.stop,
    });
  };

  const openWhy = (subject: Subject | null): void => {
    const {picture, findings} = glance();
    const shown = subject ? findings.filter(finding => isAbout(finding, subject)) : findings;
    const title = subject
      ? `Why: ${subject.kind} ${subject.id}`
      : 'Why: everything that is wrong, worst first';
    open(title, width => whyLines(shown, healthSentence(picture, findings), width), {
      copies: commandText(shown) || null,
    });
  };

  const openText: CommandContext['openText'] = (kind, subject) => {
    switch (kind) {
      case 'why':
        openWhy(subject);
        return;
      case 'impact':
        if (subject)
          open(`Impact: ${subject.kind} ${subject.id}`, width =>
            impactLines(glance().picture, subject, width),
          );
        return;
      case 'help': {
        const active = contexts().filter(id => id !== 'text');
        open('Help', width => helpLines(active, glyphs, width));
        return;
      }
      case 'jobs':
        open('Jobs', width =>
          jobsInOrder(ui.get()).flatMap(job => [
            [{text: `  ${job.title}${job.isRunning ? ' (running)' : ''}`, bold: true}],
            ...paragraph(job.sentence, width),
          ]),
        );
    }
  };

  const find: Texts['find'] = step =>
    ui.update(state =>
      withTopDialog(state, dialog => {
        if (dialog.kind !== 'text') return dialog;
        const now = size();
        const lines = textLines(dialog, now);
        const found = matches(lines, dialog.search);
        // The last page shows more than one place: where the text cannot go on, the search does.
        const top = dialog.isFollowing ? textTop(dialog, lines.length, textHeight(now)) : dialog.top;
        const next = step === 1 ? found.find(line => line > top) : found.findLast(line => line < top);
        const wrapped = next ?? (step === 1 ? found[0] : found.at(-1));
        return wrapped === undefined ? dialog : {...dialog, top: wrapped, isFollowing: false};
      }),
    );

  const place: Texts['place'] = () => {
    const dialog = topDialog(ui.get());
    if (dialog?.kind !== 'text') return {top: 0, last: 0};
    const now = size();
    const {length} = textLines(dialog, now);
    return {
      top: textTop(dialog, length, textHeight(now)),
      last: Math.max(0, length - textHeight(now)),
    };
  };

  const whole: Texts['whole'] = () => {
    const dialog = topDialog(ui.get());
    const lines = dialog?.kind === 'text' ? dialog.lines(size().columns - 2) : [];
    return lines.map(line => plain(line).trimEnd()).join('\n');
  };

  return {open, openLogs, openText, find, place, whole};
};

import type {Clock} from '../clock.ts';
import type {
  Command,
  CommandContext,
  ConsumersControl,
  CourseControl,
  FocusedPane,
  LabActions,
  MessagesControl,
  QuestionsControl,
  SqlControl,
  Terminal,
} from '../commands/command.ts';
import {commands} from '../commands/index.ts';
import {chooseByKey} from '../commands/palette.ts';
import {reasonAgainst} from '../commands/program.ts';
import {withTyped} from '../commands/typing.ts';
import {sentenceOf} from '../errors.ts';
import {glyphsFor} from '../format/glyphs.ts';
import {chordName, chordsOf, contextIds, resolve} from '../keys/resolve.ts';
import type {World} from '../model/world.ts';
import type {Store} from '../store/store.ts';
import {type Dialog, type Notice, topDialog, type Ui, withTopDialog} from '../store/ui.ts';
import {paragraph} from './details/section.ts';
import {textHeight} from './dialogs/text-box.ts';
import {panesOf} from './layout.ts';
import {rowsIn} from './panes/content.ts';
import {type Screen, type Size, screenText} from './screen.ts';
import {contextOf, createSeeing, type Seen} from './seeing.ts';
import {createTexts, type FollowedLog} from './texts.ts';

/** How long a notice stays (ms). */
const noticeTime = 6000;

/** Everything outside the session that commands reach: the target's clients, bound. */
export interface Links {
  readonly lab: LabActions;
  readonly messages: MessagesControl;
  readonly course: CourseControl;
  readonly consumers: ConsumersControl;
  readonly questions: QuestionsControl;
  readonly sql: SqlControl;
  readonly refresh: () => void;
  readonly setEvery: (milliseconds: number) => void;
  readonly followLogs: (
    containers: readonly string[],
    since: number | null,
    onChange: () => void,
  ) => FollowedLog;
}

export interface SessionOptions {
  readonly world: Store<World>;
  readonly ui: Store<Ui>;
  readonly clock: Clock;
  readonly links: Links;
  readonly terminal: Terminal;
  readonly size: () => Size;
  readonly isAscii: boolean;
  /** Asks for a frame; input is drawn at once, data at the pace of frames. */
  readonly requestFrame: (cause: 'input' | 'data') => void;
}

/** The monitor without its terminal: keys go in, frames come out. */
export interface Session {
  press(chord: string, text: string | undefined): void;
  paste(text: string): void;
  run(command: string): void;
  notify: CommandContext['notify'];
  screen(): Screen;
}

const takesText = (dialog: Dialog | undefined): boolean =>
  dialog?.kind === 'input' || dialog?.kind === 'form' || (dialog?.kind === 'palette' && dialog.isFiltered);

const byId: ReadonlyMap<string, Command> = new Map(commands.map(command => [command.id, command]));

export const createSession = (options: SessionOptions): Session => {
  const {world, ui, clock, links, terminal} = options;
  const {glance, see, contextsOf, draw} = createSeeing(options);
  let notices = 0;

  const notify: CommandContext['notify'] = (tone, text) => {
    const notice: Notice = {id: ++notices, tone, text};
    ui.update(state => ({...state, notices: [...state.notices.slice(-4), notice]}));
    clock.after(noticeTime, () =>
      ui.update(state => ({...state, notices: state.notices.filter(other => other.id !== notice.id)})),
    );
  };

  const texts = createTexts({
    ui,
    size: options.size,
    glyphs: glyphsFor(options.isAscii),
    glance,
    contexts: () => contextsOf(see()),
    followLogs: (containers, since) =>
      links.followLogs(containers, since, () => options.requestFrame('data')),
  });

  const openAnswer: CommandContext['openAnswer'] = (title, answer) => {
    let lines: Awaited<typeof answer> = width => paragraph('Asking …', width, {tone: 'muted'});
    const show = (come: typeof lines): void => {
      lines = come;
      options.requestFrame('input');
    };
    texts.open(title, width => lines(width, see().scene.cells));
    answer.then(show, error => show(width => paragraph(sentenceOf(error), width, {tone: 'bad'})));
  };

  const focusedPane = (seen: Seen): FocusedPane => {
    const look = seen.looks.get(seen.focused.id);
    const size = options.size();
    const box = draw(seen).blocks.find(block => block.key === `pane-${seen.focused.id}`)?.box;
    return {
      id: seen.focused.id,
      noun: seen.focused.noun,
      ids: look?.ids() ?? [],
      selected: look?.selected ?? null,
      pageSize: topDialog(ui.get())?.kind === 'text' ? textHeight(size) : rowsIn(box?.height ?? size.rows),
      columns: look?.columns ?? [],
      mostSkipped: box && look ? look.mostSkipped(box.width, box.height) : 0,
      sort: look?.sort ?? {column: '', isDown: false},
      subject: id => look?.subject(id) ?? null,
      text: id => look?.text(id) ?? '',
      open: id => {
        const pane = seen.focused;
        texts.open(`${pane.noun} ${look?.caption(id) ?? id}`, width => {
          const lines = pane.look(see().scene).detail(id, width);
          return lines ?? paragraph(`${pane.noun} ${id} is not there any more.`, width, {tone: 'warn'});
        });
      },
    };
  };

  const context = (seen: Seen): CommandContext => ({
    ui,
    world,
    clock,
    picture: () => glance().picture,
    findings: () => glance().findings,
    pane: focusedPane(seen),
    lab: links.lab,
    messages: links.messages,
    course: links.course,
    consumers: links.consumers,
    questions: links.questions,
    sql: links.sql,
    terminal,
    panes: panesOf(ui.get().view),
    screen: () => screenText(draw(see())),
    refresh: links.refresh,
    setEvery: milliseconds => {
      ui.update(state => ({...state, every: milliseconds}));
      links.setEvery(milliseconds);
    },
    openLogs: (containers, since) => texts.openLogs(containers, since ?? null),
    openText: texts.openText,
    openAnswer,
    findInText: texts.find,
    textPlace: texts.place,
    wholeText: texts.whole,
    keys: id => chordsOf(id, contextIds).slice(0, 1).map(chordName).join(''),
    notify,
    commands,
    run,
  });

  const run = (id: string): void => {
    const command = byId.get(id);
    if (!command) return;
    const here = context(see());
    const reason = reasonAgainst(here, command);
    if (reason === null) command.run(here);
    else notify('warn', `${command.title}: ${reason}.`);
    options.requestFrame('input');
  };

  const type = (text: string): void => {
    ui.update(state => withTopDialog(state, dialog => withTyped(dialog, text)));
    options.requestFrame('input');
  };

  return {
    press(chord, text) {
      const dialog = topDialog(ui.get());
      const command = resolve(chord, contextsOf(see()));
      if (command !== undefined && !(takesText(dialog) && text !== undefined && chord !== 'enter'))
        run(command);
      else if (takesText(dialog) && text !== undefined) type(text);
      else if (dialog && contextOf(dialog) === 'menu') {
        chooseByKey({ui, notify}, chordName(chord));
        options.requestFrame('input');
      }
    },
    paste(text) {
      // A paste outside a text field is never read as keys.
      if (takesText(topDialog(ui.get()))) type(text);
      else notify('info', 'A paste does nothing here: open a text field first.');
    },
    run,
    notify,
    screen: () => draw(see()),
  };
};

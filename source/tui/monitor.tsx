import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Clock} from '../clock.ts';
import type {Terminal as CommandTerminal} from '../commands/command.ts';
import type {World} from '../model/world.ts';
import {createStore, type Store} from '../store/store.ts';
import {initialUi, type Ui} from '../store/ui.ts';
import type {TimeForm} from '../tables/column.ts';
import {App} from './app.tsx';
import {openTerminal, type Terminal} from './ink.ts';
import {keeping, type Screen} from './screen.ts';
import {createSession, type Links, type Session} from './session.ts';
import type {Host} from './terminal/host.ts';
import {createTheme, type ThemeOptions} from './theme.ts';

export interface MonitorOptions {
  readonly world: Store<World>;
  readonly clock: Clock;
  readonly theme: ThemeOptions;
  /** Milliseconds between polls. */
  readonly every: number;
  /** Binds the target's clients; it is given the screen's state and the way to say something. */
  readonly link: (ui: Store<Ui>, notify: Session['notify']) => Links;
  readonly timeForm?: TimeForm;
  /** The folder that `e` writes into. */
  readonly exportFolder: string;
  readonly host?: Host;
  readonly beforeExit?: () => Promise<void>;
}

/** The monitor on its terminal, from the first frame to the end. */
export interface Monitor {
  readonly session: Session;
  readonly terminal: Terminal;
  readonly ui: Store<Ui>;
  /** Resolves when the user has quit, and the terminal is as it was. */
  readonly ended: Promise<void>;
}

/** A time as it may stand in a file name. */
const fileTime = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, '-');

const commandTerminal = (terminal: Terminal, clock: Clock, folder: string): CommandTerminal => ({
  quit: terminal.close,
  suspend: terminal.suspend,
  handOver: terminal.handOver,
  copy: text =>
    terminal.copy(text)
      ? `Copied ${text.length} characters (by OSC 52; where your terminal refuses that, e exports).`
      : 'That is too long for the clipboard: e exports it to a file.',
  exportText(name, text, ending = 'txt') {
    const file = join(folder, `kafka-lab-${name}-${fileTime(clock.now())}.${ending}`);
    const head = ending === 'txt' ? `${new Date(clock.now()).toISOString()}\n` : '';
    try {
      mkdirSync(folder, {recursive: true});
      writeFileSync(file, `${head}${text.replace(/\n$/, '')}\n`, {flag: 'wx'});
      return `Written to ${file}.`;
    } catch {
      return `${file} cannot be written: go to a folder that you may write to, and try again.`;
    }
  },
});

/** Takes the terminal over and draws the world, until the user quits. */
export const openMonitor = (options: MonitorOptions): Monitor => {
  const {world, clock} = options;
  const ui = createStore<Ui>(initialUi(options.every, options.timeForm));
  const theme = createTheme(options.theme);
  const terminal = openTerminal({
    clock,
    theme,
    ...(options.host ? {host: options.host} : {}),
    ...(options.beforeExit ? {beforeExit: options.beforeExit} : {}),
  });
  const size = () => ({columns: terminal.size.columns, rows: terminal.size.rows});
  let notify: Session['notify'] = () => {};
  const links = options.link(ui, (tone, text) => notify(tone, text));
  const session = createSession({
    world,
    ui,
    clock,
    links,
    terminal: commandTerminal(terminal, clock, options.exportFolder),
    size,
    isAscii: theme.isAscii,
    requestFrame: terminal.requestFrame,
  });
  notify = session.notify;

  const frames = createStore<Screen>(session.screen());
  terminal.onFrame(() => {
    const screen = keeping(frames.get(), session.screen());
    frames.update(() => screen);
    terminal.placeCursor(screen.cursor);
  });
  const stops = [
    terminal.onKey(key => session.press(key.chord, key.text)),
    terminal.onPaste(session.paste),
    terminal.onResize(() => terminal.requestFrame('input')),
    world.subscribe(() => terminal.requestFrame('data')),
    ui.subscribe(() => terminal.requestFrame('input')),
  ];
  terminal.mount(<App frames={frames} theme={theme} />);
  terminal.requestFrame('input');
  return {
    session,
    terminal,
    ui,
    ended: terminal.waitUntilExit().finally(() => {
      for (const stop of stops) stop();
    }),
  };
};

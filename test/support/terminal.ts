import {EventEmitter} from 'node:events';
import type {Host} from '../../source/tui/terminal/host.ts';
import {bytesOf} from './chords.ts';
import {type FakeClock, settle} from './clock.ts';
import {createEmulator, type Emulator, type EmulatorOptions} from './emulator.ts';

export interface FakeTerminalOptions extends Partial<EmulatorOptions> {
  /** When it is a fake one, `type('escape')` moves it on by the time that Esc takes to be sure. */
  readonly clock?: FakeClock;
}

/** What is waited for: a text that is on screen, a pattern that one of its rows matches, or any condition. */
export type Condition = string | RegExp | ((screen: readonly string[]) => boolean);

/** A terminal with a user in front of it, in this process. Hand `host` to `openTerminal`. */
export interface FakeTerminal {
  readonly host: Host;
  readonly emulator: Emulator;
  readonly isRaw: boolean;
  /** Exit codes that the program asked for; a real one would be gone after the first. */
  readonly exits: readonly number[];
  /** How often the process group was stopped. */
  readonly stops: number;
  screen(): string[];
  /** All bytes since the last call. */
  takeWritten(): string;
  /** Presses keys, by chord (`ctrl+d`, `up`, `q`). */
  type(...chords: readonly string[]): Promise<void>;
  send(bytes: string | Uint8Array): void;
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** As if this signal, an uncaught error (`crash`) or the end of the process (`exit`) had come. */
  raise(event: string): void;
  /** As if a shell had taken the terminal: its own mode, and its prompt on the screen. */
  takeByShell(): Promise<void>;
  /** The other side of the connection is gone. */
  hangUp(): void;
  /** Resolves when all that was written is on screen and nothing more comes by itself. */
  idle(): Promise<void>;
  /** Waits until it is so, looking after each write; fails with what it waited for and the screen. */
  waitFor(condition: Condition, options?: {readonly deadline?: number}): Promise<void>;
  dispose(): void;
}

const isMet = (condition: Condition, screen: readonly string[]): boolean => {
  if (typeof condition === 'string') return screen.some(row => row.includes(condition));
  return condition instanceof RegExp ? screen.some(row => condition.test(row)) : condition(screen);
};

/** Waits for a condition on an emulator's screen; `onWritten` tells of each write that was taken in. */
export const waitForScreen = (
  emulator: Emulator,
  onWritten: (listener: () => void) => () => void,
  condition: Condition,
  deadline = 60_000,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      if (!isMet(condition, emulator.screen())) return;
      clearTimeout(timer);
      off();
      resolve();
    };
    const off = onWritten(look);
    const timer = setTimeout(() => {
      off();
      const screen = emulator.screen().map(row => `  | ${row}`);
      reject(new Error(`Waited ${deadline} ms for ${String(condition)}; on screen is\n${screen.join('\n')}`));
    }, deadline);
    look();
  });

export const createFakeTerminal = (options: FakeTerminalOptions = {}): FakeTerminal => {
  const {columns = 80, rows = 24, clock} = options;
  const emulator = createEmulator({...options, columns, rows});
  const events = new EventEmitter().setMaxListeners(0);
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode(raw: boolean) {
      // As Node does: it remembers what it set last, and does nothing when asked for the same.
      if (raw !== rawAsSet) isRaw = raw;
      rawAsSet = raw;
    },
    resume: () => {},
    pause: () => {},
  });
  let isRaw = false;
  let rawAsSet = false;
  let written = '';
  let unparsed = 0;
  let stops = 0;
  const exits: number[] = [];
  const output = Object.assign(new EventEmitter().setMaxListeners(0), {
    isTTY: true,
    columns,
    rows,
    write(bytes: string): boolean {
      written += bytes;
      unparsed += 1;
      void emulator.write(bytes).then(() => {
        unparsed -= 1;
        events.emit('parsed');
      });
      return true;
    },
  });
  const on = (event: string, listener: () => void): (() => void) => {
    events.on(event, listener);
    return () => void events.off(event, listener);
  };
  const idle = async (): Promise<void> => {
    await settle();
    while (unparsed > 0) {
      await new Promise<void>(resolve => events.once('parsed', resolve));
      await settle();
    }
  };
  const send = (bytes: string | Uint8Array): void => void input.emit('data', Buffer.from(bytes));

  return {
    host: {
      input,
      output,
      onSignal: on,
      onCrash: listener => on('crash', listener),
      onExit: listener => on('exit', listener),
      stopGroup: () => {
        // A process that listens to the signal is not stopped by it.
        if (!events.emit('SIGTSTP')) stops += 1;
      },
      refreshSize: () => {},
      guardMessages: () => () => {},
      exit: code => void exits.push(code),
    },
    emulator,
    get isRaw() {
      return isRaw;
    },
    exits,
    get stops() {
      return stops;
    },
    screen: emulator.screen,
    takeWritten() {
      const taken = written;
      written = '';
      return taken;
    },
    async type(...chords) {
      for (const chord of chords) {
        send(bytesOf(chord));
        if (chord === 'escape') await clock?.advance(100);
        await idle();
      }
    },
    send,
    async paste(text) {
      send(`\u001b[200~${text}\u001b[201~`);
      await idle();
    },
    async resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      Object.assign(output, {columns: newColumns, rows: newRows});
      output.emit('resize');
      await idle();
    },
    raise: event => void events.emit(event),
    async takeByShell() {
      isRaw = false;
      await emulator.write('\u001b[2J\u001b[Hshell$ ');
    },
    hangUp: () => void input.emit('end'),
    idle,
    waitFor: (condition, {deadline} = {}) =>
      waitForScreen(emulator, listener => on('parsed', listener), condition, deadline),
    dispose: () => emulator.dispose(),
  };
};

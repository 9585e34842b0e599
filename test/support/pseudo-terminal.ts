import {EventEmitter} from 'node:events';
import {spawn} from '@lydell/node-pty';
import {createEmulator, type Emulator, type EmulatorOptions} from './emulator.ts';
import {type Condition, waitForScreen} from './terminal.ts';

export interface PseudoTerminalOptions extends Partial<EmulatorOptions> {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Ended {
  readonly code: number;
  readonly signal: number;
}

/** A program in a real pseudo-terminal, and an emulator that shows what it draws. */
export interface PseudoTerminal {
  readonly emulator: Emulator;
  readonly pid: number;
  screen(): string[];
  /** Bytes that came since the last call. */
  takeRead(): string;
  send(bytes: string): void;
  resize(columns: number, rows: number): void;
  waitFor(condition: Condition, options?: {readonly deadline?: number}): Promise<void>;
  /** Resolves when the program has ended and all that it wrote is on screen. */
  ended: Promise<Ended>;
  /** The same, but fails with what is on screen where it has not ended in time. */
  waitForEnd(options?: {readonly deadline?: number}): Promise<Ended>;
  /** Closes the terminal's other side, as a connection that drops. */
  hangUp(): void;
  /** Ends the program, if it still runs, and waits for its end. */
  close(): Promise<void>;
}

export const openPseudoTerminal = (
  program: string,
  parameters: readonly string[],
  options: PseudoTerminalOptions = {},
): PseudoTerminal => {
  const {columns = 80, rows = 24} = options;
  const emulator = createEmulator({...options, columns, rows});
  const events = new EventEmitter().setMaxListeners(0);
  const {CI, NO_COLOR, FORCE_COLOR, NODE_TEST_CONTEXT, ...inherited} = process.env;
  const child = spawn(program, [...parameters], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? process.cwd(),
    env: {...inherited, LC_ALL: 'C.UTF-8', ...options.env},
  });
  let read = '';
  let taken = Promise.resolve();
  child.onData(bytes => {
    read += bytes;
    taken = emulator.write(bytes);
    void taken.then(() => events.emit('written'));
  });
  let hasEnded = false;
  const ended = new Promise<Ended>(resolve => {
    child.onExit(({exitCode, signal}) => {
      hasEnded = true;
      void taken.then(() => resolve({code: exitCode, signal: signal ?? 0}));
    });
  });
  return {
    emulator,
    pid: child.pid,
    screen: emulator.screen,
    takeRead() {
      const bytes = read;
      read = '';
      return bytes;
    },
    send: bytes => child.write(bytes),
    resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    waitFor: (condition, {deadline} = {}) =>
      waitForScreen(
        emulator,
        listener => {
          events.on('written', listener);
          return () => void events.off('written', listener);
        },
        condition,
        deadline,
      ),
    ended,
    async waitForEnd({deadline = 60_000} = {}) {
      const {promise: late, reject} = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        const screen = emulator.screen().map(row => `  | ${row}`);
        reject(
          new Error(`The program has not ended after ${deadline} ms; on screen is\n${screen.join('\n')}`),
        );
      }, deadline);
      return Promise.race([ended, late]).finally(() => clearTimeout(timer));
    },
    hangUp() {
      if ('destroy' in child && typeof child.destroy === 'function') child.destroy();
    },
    async close() {
      if (!hasEnded) child.kill('SIGKILL');
      await ended;
      emulator.dispose();
    },
  };
};

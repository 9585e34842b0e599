import {type Instance, render} from 'ink';
import {createElement, type ReactNode} from 'react';
import type {Tty} from '../actions/shell.ts';
import type {Clock} from '../clock.ts';
import {type Key, keyOf} from '../keys/chord.ts';
import {CanvasContext} from './terminal/canvas.ts';
import {clipboardSequence} from './terminal/clipboard.ts';
import {createDrawing} from './terminal/drawing.ts';
import {createFrames, type Pace} from './terminal/frames.ts';
import type {Host} from './terminal/host.ts';
import {createInputAssembler} from './terminal/input.ts';
import {createMessages} from './terminal/messages.ts';
import type {CursorPlace} from './terminal/screen.ts';
import {openSession} from './terminal/session.ts';
import {type Size, sizeOf} from './terminal/size.ts';
import {
  createErrorOutput,
  createSilentInput,
  FrameOutput,
  isInkInput,
  isInkOutput,
} from './terminal/stand-ins.ts';
import type {ThemeOptions} from './theme.ts';

export type {CursorPlace, Key, Pace, Size};

export interface TerminalOptions {
  readonly clock: Clock;
  readonly theme: ThemeOptions;
  /** The process and its streams; a test brings its own. */
  readonly host?: Host;
  /** What is to be done before a signal or a hang-up ends the program; it has a second. */
  readonly beforeExit?: () => Promise<void>;
}

/** The terminal, taken over. Listeners return what takes them away again. */
export interface Terminal {
  readonly size: Size;
  /** Draws a tree of Ink's boxes and texts, from now on and whenever it changes. */
  mount(node: ReactNode): void;
  onKey(listener: (key: Key) => void): () => void;
  /** A paste comes as one text, with `\n` between lines; it fires no key. */
  onPaste(listener: (text: string) => void): () => void;
  onResize(listener: (size: Size) => void): () => void;
  /** Asks for a frame: `input` at once, `tail` at most ten a second, `data` at most two. Keys ask by themselves. */
  requestFrame(pace: Pace): void;
  /** Calls `listener` when it is time for a frame: state that changed since then reaches React here. */
  onFrame(listener: () => void): () => void;
  /** Shows the cursor in a text field, from the next frame on; null hides it. */
  placeCursor(place: CursorPlace | null): void;
  /** Sends a control string that draws nothing, e.g. a title (OSC 2). */
  write(sequence: string): void;
  /** Puts text on the user's clipboard (OSC 52); false where it is too long for that. */
  copy(text: string): boolean;
  /** What is on screen, a string per row. */
  screen(): readonly string[];
  /** What was kept off the screen: console output, warnings, standard error. */
  messages(): readonly string[];
  /** Gives the screen back, stops the process group as ^Z does, and takes the screen over again after `fg`. */
  suspend(): void;
  /** Lends the terminal to another program while `run` lasts. */
  handOver<Result>(run: (tty: Tty) => Promise<Result>): Promise<Result>;
  /** Gives the screen back for good. */
  close(): void;
  /** Resolves when the terminal was closed, and rejects when drawing failed; the screen is given back before. */
  waitUntilExit(): Promise<void>;
}

/** Only Node's default listener would print a warning, straight to standard error. */
const guardWarnings = (sink: (message: string) => void): (() => void) => {
  const before = process.listeners('warning');
  const onWarning = (warning: Error): void => sink(`${warning.name}: ${warning.message}`);
  process.removeAllListeners('warning');
  process.on('warning', onWarning);
  return () => {
    process.off('warning', onWarning);
    for (const listener of before) process.on('warning', listener);
  };
};

const processHost = (): Host => {
  const {stdin, stdout, stderr} = process;
  const write = stdout.write.bind(stdout);
  const on = <Event extends string>(event: Event, listener: () => void): (() => void) => {
    process.on(event, listener);
    return () => void process.off(event, listener);
  };
  return {
    input: stdin,
    output: {
      get isTTY() {
        return stdout.isTTY;
      },
      get columns() {
        return stdout.columns;
      },
      get rows() {
        return stdout.rows;
      },
      get writableNeedDrain() {
        return stdout.writableNeedDrain;
      },
      write: bytes => write(bytes),
      on: stdout.on.bind(stdout),
      off: stdout.off.bind(stdout),
    },
    onSignal: on,
    onCrash: listener => on('uncaughtExceptionMonitor', listener),
    onExit: listener => on('exit', listener),
    stopGroup() {
      if (process.platform !== 'win32') process.kill(0, 'SIGTSTP');
    },
    // Node asks the terminal for its size when this signal comes, which a stopped process is not sent.
    refreshSize: () => void process.emit('SIGWINCH', 'SIGWINCH'),
    guardMessages(sink) {
      // The console writes to these two, and warnings go to the second. What goes to a file may go on.
      const restoreWarnings = stderr.isTTY ? guardWarnings(sink) : () => {};
      const streams = [stdout, stderr].filter(stream => stream.isTTY);
      const writes = streams.map(stream => [stream, stream.write] as const);
      for (const stream of streams) {
        stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
          sink(String(chunk).trimEnd());
          const written = rest.at(-1);
          if (typeof written === 'function') queueMicrotask(() => written());
          return true;
        };
      }
      return () => {
        for (const [stream, original] of writes) stream.write = original;
        restoreWarnings();
      };
    },
    exit: code => process.exit(code),
  };
};

/** Takes the terminal over. Whoever calls it has made sure that it is one. */
export const openTerminal = (options: TerminalOptions): Terminal => {
  const {clock, host = processHost(), beforeExit = async () => {}} = options;
  const keyListeners = new Set<(key: Key) => void>();
  const pasteListeners = new Set<(text: string) => void>();
  const resizeListeners = new Set<(size: Size) => void>();
  const messages = createMessages();
  const frames = createFrames(clock);
  let size = sizeOf(host.output);
  const drawing = createDrawing(host.output, size, options.theme, () => session.isActive);
  const inkOutput = new FrameOutput(size, drawing.setFrame);
  const ended = Promise.withResolvers<void>();
  // Whoever does not wait for the end is not told of it by a crash.
  ended.promise.catch(() => {});
  let instance: Instance | undefined;

  const onResize = (): void => {
    size = sizeOf(host.output);
    drawing.resize(size, () => {
      inkOutput.resize(size);
      for (const listener of [...resizeListeners]) listener(size);
      frames.flush();
    });
  };

  const assembler = createInputAssembler(clock, {
    onSequence(sequence) {
      const key = keyOf(sequence);
      if (!key) return;
      for (const listener of [...keyListeners]) listener(key);
      frames.request('input');
    },
    onPaste(text) {
      const lines = text.replace(/\r\n?/g, '\n');
      for (const listener of [...pasteListeners]) listener(lines);
      frames.request('input');
    },
  });

  host.output.on('resize', onResize);
  // Of a size that changed and changed back before it was looked at, the output tells nothing; what the terminal shows
  // has been cut and moved all the same.
  const offWindowChange = host.onSignal('SIGWINCH', drawing.redraw);
  const session = openSession(host, clock, {
    onBytes: bytes => assembler.push(bytes),
    onEntered() {
      assembler.reset();
      drawing.redraw();
    },
    onLeft: host.guardMessages(messages.add),
    onClosed() {
      frames.stop();
      assembler.reset();
      drawing.stop();
      host.output.off('resize', onResize);
      offWindowChange();
      instance?.unmount();
      ended.resolve();
    },
    beforeExit,
  });

  return {
    get size() {
      return size;
    },
    mount(node) {
      const [stdout, stdin, stderr] = [inkOutput, createSilentInput(), createErrorOutput(messages.add)];
      if (!isInkOutput(stdout) || !isInkInput(stdin) || !isInkOutput(stderr)) return;
      instance = render(createElement(CanvasContext, {value: drawing.canvas}, node), {
        stdout,
        stdin,
        stderr,
        debug: true,
        interactive: true,
        exitOnCtrlC: false,
        patchConsole: false,
        isScreenReaderEnabled: false,
      });
      instance.waitUntilExit().then(session.close, error => {
        ended.reject(error);
        session.close();
      });
    },
    onKey: listener => subscribe(keyListeners, listener),
    onPaste: listener => subscribe(pasteListeners, listener),
    onResize: listener => subscribe(resizeListeners, listener),
    requestFrame: frames.request,
    onFrame: frames.onFrame,
    placeCursor: drawing.placeCursor,
    write: sequence => void host.output.write(sequence),
    copy(text) {
      const sequence = clipboardSequence(text);
      if (sequence !== null) host.output.write(sequence);
      return sequence !== null;
    },
    screen: drawing.text,
    messages: messages.all,
    suspend: session.suspend,
    handOver: session.handOver,
    close: session.close,
    waitUntilExit: () => ended.promise,
  };
};

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

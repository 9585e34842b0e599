import {spawn} from 'node:child_process';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../source/clock.ts';

/** The entry point that `npm start` and the published bin run; it loads the bundle, so that must be built. */
export const bin = path.resolve(import.meta.dirname, '../../source/bin.js');

/** What a program of ours may see of the tester's environment: not their target, settings, colours or CI. */
export const cleanEnvironment = (): Record<string, string> => {
  const {PATH = '', TERM = 'xterm-256color'} = process.env;
  const home = path.join(tmpdir(), 'kafka-lab-no-home');
  return {
    PATH,
    TERM,
    LC_ALL: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_RUNTIME_DIR: home,
    // Else every program would keep what it compiled.
    NODE_DISABLE_COMPILE_CACHE: '1',
  };
};

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is fed into standard input, which then ends; without it standard input is empty. */
  readonly input?: string;
  /** Options of Node itself, before the program. */
  readonly node?: readonly string[];
  readonly cwd?: string;
  /** Milliseconds after which it is ended by force, and the test fails. */
  readonly deadline?: number;
}

export interface ProgramResult {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly pid: number;
  /** What it wrote to standard output so far. */
  out(): string;
  err(): string;
  kill(signal: NodeJS.Signals): void;
  /** Closes our end of its standard output, as `head` does. */
  closeOutput(): void;
  /** Resolves once standard output holds the text; rejects at the deadline. */
  until(text: string): Promise<void>;
  readonly ended: Promise<ProgramResult>;
}

/** Starts the built program with its output captured. */
export const startProgram = (args: readonly string[], options: ProgramOptions = {}): Program => {
  const {env = {}, input = '', node = [], cwd, deadline = 60_000} = options;
  const child = spawn(process.execPath, [...node, bin, ...args], {
    env: {...cleanEnvironment(), ...env},
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : {cwd}),
  });
  const texts = {out: '', err: ''};
  let onOutput = (): void => {};
  let isLate = false;
  const cancel = systemClock.after(deadline, () => {
    isLate = true;
    child.kill('SIGKILL');
  });
  child.stdout.setEncoding('utf8').on('data', text => {
    texts.out += text;
    onOutput();
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    texts.err += text;
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<ProgramResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      cancel();
      onOutput();
      if (isLate)
        reject(
          new Error(
            `kafka-lab ${args.join(' ')} did not end within ${deadline} ms.\n${texts.out}${texts.err}`,
          ),
        );
      else resolve({code, signal, ...texts});
    });
  });
  return {
    pid: child.pid ?? 0,
    out: () => texts.out,
    err: () => texts.err,
    kill: signal => void child.kill(signal),
    closeOutput: () => void child.stdout.destroy(),
    until: text =>
      new Promise((resolve, reject) => {
        onOutput = () => {
          if (texts.out.includes(text)) resolve();
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`It ended before it wrote ${JSON.stringify(text)}.\n${texts.out}${texts.err}`));
        };
        onOutput();
      }),
    ended,
  };
};

/** Runs the built program to its end. */
export const runProgram = (args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> =>
  startProgram(args, options).ended;

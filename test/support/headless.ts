import {readConfig} from '../../source/config.ts';
import {plain} from '../../source/format/line.ts';
import type {Context} from '../../source/headless/command.ts';
import type {FlagValues} from '../../source/headless/flag.ts';
import type {Output} from '../../source/headless/io.ts';
import {createFakeClock, type FakeClock} from './clock.ts';

export interface FakeContext {
  readonly context: Context;
  /** What was written to standard output so far. */
  out(): string;
  err(): string;
  readonly clock: FakeClock;
  readonly ending: AbortController;
}

export interface FakeContextOptions {
  readonly names?: readonly string[];
  readonly flags?: FlagValues;
  /** Whether there is a terminal on both sides. */
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Answers to what is asked, in turn. */
  readonly answers?: readonly string[];
  readonly input?: readonly string[];
  /** What ends the command as ^C does; else one of its own. */
  readonly ending?: AbortController;
  /** Is told of each write to standard output, after it. */
  readonly onWrite?: (text: string) => void;
}

/** A command's context without a process: what it writes is kept, what it asks is answered. */
export const createContext = (options: FakeContextOptions = {}): FakeContext => {
  const {names = [], flags = {}, isTerminal = false, columns = 100, answers = [], input = []} = options;
  const {ending = new AbortController(), onWrite = () => {}} = options;
  const texts = {out: '', err: ''};
  const outputOf = (name: 'out' | 'err'): Output => ({
    isTerminal,
    columns: isTerminal ? columns : null,
    async write(text) {
      texts[name] += text;
      if (name === 'out') onWrite(text);
    },
  });
  const clock = createFakeClock();
  const left = [...answers];
  return {
    clock,
    ending,
    out: () => texts.out,
    err: () => texts.err,
    context: {
      names,
      flags,
      config: readConfig({flags, environment: {LANG: 'C.UTF-8'}, home: '/nonexistent', platform: 'linux'}),
      clock,
      commands: [],
      openEngine: () => {
        throw new Error('This test opens no engine.');
      },
      async openTarget() {
        throw new Error('This test has no target.');
      },
      io: {
        out: outputOf('out'),
        err: outputOf('err'),
        input: {
          isTerminal,
          async *lines() {
            yield* input;
          },
        },
        lendTerminal: async () => null,
        async writeBytes(to, bytes) {
          texts[to === 'stdout' ? 'out' : 'err'] += Buffer.from(bytes).toString();
        },
        servePractice: async () => {},
        paint: plain,
        async ask(question) {
          texts.err += question;
          return left.shift();
        },
        signal: ending.signal,
      },
    },
  };
};

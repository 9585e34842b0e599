import type {Tty} from '../actions/shell.ts';
import type {Line} from '../format/line.ts';
import type {PracticeOptions} from '../model/practice.ts';

/** Where text goes. Each `write` resolves when the reader has room for more, so that who awaits it is held back. */
export interface Output {
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Cells of a line; null where the reader is no terminal, and lines are as long as they are. */
  readonly columns: number | null;
}

export interface Input {
  readonly isTerminal: boolean;
  /** All text up to the end, a line at a time, without line ends. */
  lines(): AsyncIterable<string>;
}

/** All that a command has of the outside. */
export interface Io {
  readonly out: Output;
  readonly err: Output;
  readonly input: Input;
  /** A line with the control sequences of its colours. */
  readonly paint: (line: Line, look: {readonly hasColour: boolean; readonly isAscii: boolean}) => string;
  /** Asks on the terminal; undefined where the answer is the end of the input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** The terminal for a command in a container; null where there is none on both sides. */
  readonly lendTerminal: () => Promise<{readonly tty: Tty; takeBack(): void} | null>;
  /** Writes bytes as they are; resolves when there is room for more. */
  readonly writeBytes: (to: 'stdout' | 'stderr', bytes: Uint8Array) => Promise<void>;
  /** Serves a practice lab until the signal is aborted, or nobody uses it any more. Rejects with a `UserError`. */
  readonly servePractice: (options: PracticeOptions) => Promise<void>;
  /** Aborted when the user wants it to end (^C, a signal) or nobody reads any more. */
  readonly signal: AbortSignal;
}

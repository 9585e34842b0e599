import {createInterface} from 'node:readline/promises';
import type {Readable, Writable} from 'node:stream';
import type {Input, Output} from './io.ts';

type Terminal = {readonly isTTY?: boolean; readonly columns?: number};

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left where it goes',
  EDQUOT: 'the quota of this user is used up where it goes',
  EFBIG: 'the file that it goes to may not become larger',
};

/**
 * What an error of standard output means to who waits for what was written, in a sentence. A reader that has gone away
 * has all it wanted: that is null.
 */
export const lossOf = (error: unknown): string | null => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EPIPE') return null;
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return `Standard output cannot be written: ${reason}.`;
};

/**
 * Writes to a stream. A reader that is full holds back who awaits the write; one that has gone away, or has no space
 * left, is told to `onClosed` once, and what is written from then on is lost.
 */
export const outputTo = (stream: Writable & Terminal, onClosed: (error: unknown) => void): Output => {
  let isClosed = false;
  stream.on('error', error => {
    if (isClosed) return;
    isClosed = true;
    onClosed(error);
  });
  const room = (): Promise<void> =>
    new Promise(resolve => {
      const done = (): void => {
        stream.off('drain', done).off('error', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('error', done).on('close', done);
    });
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? (stream.columns ?? 80) : null;
    },
    async write(text) {
      if (isClosed || text === '') return;
      if (!stream.write(text) && !isClosed) await room();
    },
  };
};

/** Writes bytes as they are; resolves when there is room for more, or nobody reads any longer. */
export const writeTo = (stream: Writable, bytes: Uint8Array): Promise<void> =>
  new Promise(resolve => {
    stream.write(bytes, () => resolve());
  });

/** Resolves when everything that was written has left the program. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise(resolve => {
    if (stream.destroyed || stream.errored) resolve();
    else stream.write('', () => resolve());
  });

/** Lines end at `\n` or `\r\n` and nowhere else: a record may hold any other character. */
async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  const take = function* (text: string): Generator<string> {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks)
    yield* take(chunk instanceof Uint8Array ? decoder.decode(chunk, {stream: true}) : String(chunk));
  yield* take(decoder.decode());
  if (rest !== '') yield rest;
}

export const inputFrom = (stream: Readable & Terminal): Input => ({
  isTerminal: stream.isTTY === true,
  lines: () => linesOf(stream),
});

/** Asks on the terminal, on standard error, so that standard output stays what was asked for. */
export const askOn =
  (input: Readable, output: Writable, signal: AbortSignal) =>
  async (question: string): Promise<string | undefined> => {
    const terminal = createInterface({input, output});
    const ended = new Promise<undefined>(resolve => terminal.once('close', () => resolve(undefined)));
    try {
      return await Promise.race([terminal.question(question, {signal}), ended]);
    } catch {
      return undefined;
    } finally {
      terminal.close();
    }
  };

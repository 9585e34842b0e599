import {spawn} from 'node:child_process';
import {StringDecoder} from 'node:string_decoder';
import type {Clock} from '../../clock.ts';

export interface RunOptions {
  readonly clock: Clock;
  /** Added to our own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** How a program ended. `code` is null where it could not be started or was ended by a signal. */
export interface RunResult {
  readonly code: number | null;
  /** Whether there is no such program. */
  readonly isMissing: boolean;
  /** Its last lines, standard error and output as they came. */
  readonly lines: readonly string[];
}

const linesKept = 200;
/** Milliseconds after which a program that was asked to end is killed. */
const patience = 10_000;

const createLines = (onLine: (line: string) => void) => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    // A progress bar goes back with a carriage return: each of its states is a line.
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  };
  return {
    write: (bytes: Buffer): void => take(decoder.write(bytes)),
    end: (): void => take(`${decoder.end()}\n`),
  };
};

/**
 * Runs a program to its end, without a terminal. An aborted signal interrupts it as `^C` would, and what it had
 * started ends with it: it is the leader of a process group of its own.
 */
export const run = (
  program: string,
  args: readonly string[],
  {clock, environment = {}, folder, signal, onLine = () => {}}: RunOptions,
): Promise<RunResult> =>
  new Promise(resolve => {
    const lines: string[] = [];
    const keep = (line: string): void => {
      lines.push(line);
      if (lines.length > linesKept) lines.shift();
      onLine(line);
    };
    const isGroup = process.platform !== 'win32';
    const child = spawn(program, args, {
      env: {...process.env, ...environment},
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
      windowsHide: true,
      ...(folder === undefined ? {} : {cwd: folder}),
    });
    const send = (name: NodeJS.Signals): void => {
      try {
        if (isGroup && child.pid !== undefined) process.kill(-child.pid, name);
        else child.kill(name);
      } catch {
        // It has ended already.
      }
    };
    let cancelKill = (): void => {};
    const stop = (): void => {
      send('SIGINT');
      cancelKill = clock.after(patience, () => send('SIGKILL'));
    };
    const onExit = (): void => send('SIGINT');
    const finish = (code: number | null, isMissing: boolean): void => {
      signal?.removeEventListener('abort', stop);
      process.off('exit', onExit);
      cancelKill();
      resolve({code, isMissing, lines});
    };
    const [out, err] = [createLines(keep), createLines(keep)];
    child.stdout.on('data', out.write);
    child.stderr.on('data', err.write);
    child.once('error', error => {
      keep(error.message);
      finish(null, 'code' in error && error.code === 'ENOENT');
    });
    child.once('close', code => {
      out.end();
      err.end();
      finish(code, false);
    });
    process.once('exit', onExit);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, {once: true});
  });

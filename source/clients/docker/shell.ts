import {Duplex} from 'node:stream';
import {dig, number} from '../json.ts';
import type {Engine} from './dockerode.ts';
import {EngineError} from './failure.ts';
import {createFrames, type OutputPart} from './log-frames.ts';

/** Cells of a terminal. */
export interface ShellSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command that runs in a container on a terminal of its own. */
export interface Shell {
  /** What it writes, and what is typed: the bytes of the terminal, both ways. */
  readonly stream: Duplex;
  resize(size: ShellSize): Promise<void>;
  /** How it ended; null while it runs. */
  exitCode(): Promise<number | null>;
}

type Call = <T>(run: (docker: Engine, signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * POST /containers/{name}/exec, then POST /exec/{id}/start, whose connection becomes the terminal's. With a terminal
 * the engine sends the bytes as they are, not in frames.
 */
export const openShell = async (
  call: Call,
  container: string,
  command: readonly string[],
  size: ShellSize,
): Promise<Shell> => {
  const exec = await call((docker, abortSignal) =>
    docker.getContainer(container).exec({
      Cmd: command,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      Env: ['TERM=xterm-256color'],
      abortSignal,
    }),
  );
  const stream = await call((_docker, abortSignal) =>
    exec.start({hijack: true, stdin: true, Tty: true, abortSignal}),
  );
  if (!(stream instanceof Duplex))
    throw new EngineError('not-read', 'Docker gave no terminal for the shell.');
  const resize: Shell['resize'] = async ({columns, rows}) => {
    await call((_docker, abortSignal) => exec.resize({h: rows, w: columns, abortSignal}));
  };
  // One that has ended already has no size.
  await resize(size).catch(() => {});
  return {
    stream,
    resize,
    async exitCode() {
      const answer = await call((_docker, abortSignal) => exec.inspect({abortSignal}));
      return dig(answer, 'Running') === true ? null : (number(dig(answer, 'ExitCode')) ?? null);
    },
  };
};

/** The same without a terminal: nothing is typed, and the two outputs come in frames. */
export const runIn = async (
  call: Call,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
  onPart: (part: OutputPart) => Promise<void>,
): Promise<number | null> => {
  const exec = await call((docker, abortSignal) =>
    docker.getContainer(container).exec({Cmd: command, AttachStdout: true, AttachStderr: true, abortSignal}),
  );
  const stream = await call((_docker, abortSignal) => exec.start({hijack: true, Tty: false, abortSignal}));
  if (!(stream instanceof Duplex)) throw new EngineError('not-read', 'Docker gave no output of the command.');
  const leave = (): void => void stream.destroy();
  signal.addEventListener('abort', leave, {once: true});
  // Told before it began to listen.
  if (signal.aborted) leave();
  const frames = createFrames();
  try {
    for await (const chunk of stream)
      for (const part of frames(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))))
        await onPart(part);
  } catch {
    // Left, or broken: the engine says below whether it has ended.
  } finally {
    signal.removeEventListener('abort', leave);
    stream.destroy();
  }
  const answer = await call((_docker, abortSignal) => exec.inspect({abortSignal}));
  return dig(answer, 'Running') === true ? null : (number(dig(answer, 'ExitCode')) ?? null);
};

import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {UserError} from '../../errors.ts';
import {dig, parseJson, text} from '../json.ts';
import {decodeEndpoints} from './endpoints.ts';
import {joinLab, type PracticeLab} from './join.ts';

export interface StartOptions {
  /** The program's own entry point. */
  readonly program?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Hears what is being done until the lab is ready. */
  readonly onStep: (sentence: string) => void;
  /** Ends the lab, ready or not. */
  readonly signal: AbortSignal;
}

/**
 * Young objects get this much room (MiB, thrice). Brokers make many, and Node would rather grow than tidy up: at its
 * own size a lab holds half as much again.
 */
const youngSpace = 2;

/** The old ones may grow by this much (%) before they are tidied up, too. */
const growth = 10;

const failed = (said: readonly string[], how: string): UserError =>
  new UserError(
    `The practice lab could not start: ${said.at(-1) ?? how}`.replace(/\.?$/, '.'),
    'kafka-lab practice, typed by itself, says more.',
  );

/**
 * Starts a practice lab as a process of its own and joins it. The process is a group of its own, so that ^C and ^Z mean
 * this program alone; it ends at the end of the pipe that it is given, also when this program is killed, unless others
 * have joined. Rejects with a `UserError` where it does not become ready.
 */
export const startLab = async ({
  program = process.argv[1] ?? '',
  environment = process.env,
  onStep,
  signal,
}: StartOptions): Promise<PracticeLab> => {
  // It is alone with its loop most of the time: threads that help it to compile and to tidy up keep more memory than they
  // save time.
  const flags = [
    `--max-semi-space-size=${youngSpace}`,
    `--heap-growing-percent=${growth}`,
    '--single-threaded',
  ];
  const child = spawn(process.execPath, [...flags, program, 'practice', '--json', '--until-left'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // The C library of Linux would else keep a heap for each of its threads.
    env: {...environment, NODE_NO_WARNINGS: '1', MALLOC_ARENA_MAX: '1'},
  });
  const end = (): void => void child.stdin.end();
  signal.addEventListener('abort', end, {once: true});
  child.stdin.on('error', () => {});
  const said: string[] = [];
  createInterface({input: child.stderr}).on('line', line => {
    const step = text(dig(parseJson(line), 'step'));
    if (step) onStep(step);
    else said.push(line);
  });
  const lines = createInterface({input: child.stdout});
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', error => reject(failed(said, error.message)));
    child.once('close', code => reject(failed(said, `it ended with exit code ${code}`)));
    lines.once('line', resolve);
  });
  // What it might still say must not fill a pipe, and must not keep this program.
  lines.resume();
  const endpoints = decodeEndpoints(line);
  const joined = endpoints && (await joinLab(endpoints));
  if (!joined) {
    end();
    throw failed(said, `it said ${line}`);
  }
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
  return {
    ...joined,
    leave() {
      joined.leave();
      end();
    },
  };
};

import type {Clock} from '../../clock.ts';
import {labProject} from '../docker/lab.ts';
import type {LabFiles} from './files.ts';
import {type RunResult, run} from './run.ts';

/** The compose program that this machine has. */
export interface ComposeProgram {
  /** `docker compose` or `docker-compose`. */
  readonly name: string;
  readonly version: string;
}

export interface ComposeRun {
  readonly signal?: AbortSignal;
  /** Each line that compose prints, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs compose. It is the one that knows dependencies and networks; what it prints is shown. */
export interface ComposeClient {
  /** Null where the machine has none. Looked for once. */
  program(): Promise<ComposeProgram | null>;
  /** A command of compose, such as `up -d`, on the lab's files and project. */
  run(files: LabFiles, args: readonly string[], options?: ComposeRun): Promise<RunResult>;
  /** The same on another project, as its containers' labels describe it. */
  runOn(project: ForeignProject, args: readonly string[], options?: ComposeRun): Promise<RunResult>;
  /** Builds the offline images. */
  build(files: LabFiles, options?: ComposeRun): Promise<RunResult>;
}

export interface ForeignProject {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
}

export interface ComposeClientOptions {
  readonly clock: Clock;
  /** The engine, as `DOCKER_HOST` names it. */
  readonly dockerHost: string;
  /** Added to our own environment, e.g. another `PATH`. */
  readonly environment?: Readonly<Record<string, string>>;
}

const programs = [
  {name: 'docker compose', words: ['docker', 'compose']},
  {name: 'docker-compose', words: ['docker-compose']},
] as const;

export const createComposeClient = (options: ComposeClientOptions): ComposeClient => {
  const {clock, dockerHost} = options;
  const environment = {...options.environment, DOCKER_HOST: dockerHost, COMPOSE_IGNORE_ORPHANS: '1'};

  const start = (words: readonly string[], args: readonly string[], how: ComposeRun): Promise<RunResult> => {
    const [program = 'docker', ...first] = words;
    return run(program, [...first, ...args], {clock, environment, ...how});
  };

  const find = async (): Promise<{
    readonly program: ComposeProgram;
    readonly words: readonly string[];
  } | null> => {
    for (const {name, words} of programs) {
      const {code, lines} = await start(words, ['version', '--short'], {});
      // A docker without the plug-in knows no `compose`, and says so with a code.
      if (code === 0) return {program: {name, version: (lines.at(-1) ?? '').replace(/^v/, '')}, words};
    }
    return null;
  };
  let found: ReturnType<typeof find> | undefined;
  const search = (): ReturnType<typeof find> => {
    found ??= find();
    return found;
  };

  const compose = async (args: readonly string[], options: ComposeRun): Promise<RunResult> => {
    const there = await search();
    return there === null ? {code: null, isMissing: true, lines: []} : start(there.words, args, options);
  };

  return {
    async program() {
      return (await search())?.program ?? null;
    },
    run: (files, args, options = {}) =>
      compose(['-p', labProject, '--env-file', files.environment, '-f', files.compose, ...args], options),
    runOn: ({name, folder, files}, args, options = {}) =>
      compose(
        ['-p', name, '--project-directory', folder, ...files.flatMap(file => ['-f', file]), ...args],
        options,
      ),
    build: (files, options = {}) => start(['bash', files.build], [], options),
  };
};

import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {systemClock} from '../../source/clock.ts';

/** What the runner says of the lab that is up. Throws where a test file was not started by it. */
const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: start this with test/real/run.sh`);
  return value;
};

export interface RealLab {
  readonly variant: string;
  /** `host:port` of each broker. */
  readonly bootstrap: readonly string[];
  readonly workers: readonly {readonly name: string; readonly url: string}[];
}

export const realLab = (): RealLab => ({
  variant: setting('LAB_VARIANT'),
  bootstrap: setting('KAFKA_BOOTSTRAP').split(','),
  workers: setting('CONNECT_URLS')
    .split(',')
    .map(pair => {
      const at = pair.indexOf('=');
      return {name: pair.slice(0, at), url: pair.slice(at + 1)};
    }),
});

/** The compose programs of this machine, each as its words. */
export const composePrograms = (): readonly (readonly string[])[] =>
  setting('COMPOSE_PROGRAMS')
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split(' '));

const execute = promisify(execFile);

/** Runs a program and gives its standard output; rejects, with what it printed, where it fails. */
export const run = async (
  words: readonly string[],
  options: {readonly environment?: Readonly<Record<string, string>>; readonly deadline?: number} = {},
): Promise<string> => {
  const [program = '', ...args] = words;
  const {stdout} = await execute(program, args, {
    env: {...process.env, ...options.environment},
    timeout: options.deadline ?? 90_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
};

/** A command inside a container of the lab. */
export const inContainer = (container: string, ...words: readonly string[]): Promise<string> =>
  run(['docker', 'exec', container, ...words]);

/**
 * Asks until something is so and gives the answer. At the deadline, in milliseconds, it throws what it waited for and
 * the last answer or error.
 */
export const until = async <Answer>(
  what: string,
  ask: () => Promise<Answer>,
  isSo: (answer: Answer) => boolean,
  deadline = 60_000,
): Promise<Answer> => {
  const end = systemClock.now() + deadline;
  for (;;) {
    let seen: string;
    try {
      const answer = await ask();
      if (isSo(answer)) return answer;
      seen = JSON.stringify(answer) ?? 'nothing';
    } catch (error) {
      seen = String(error);
    }
    if (systemClock.now() > end)
      throw new Error(`waited ${deadline} ms in vain until ${what}; the last answer: ${seen}`);
    await systemClock.sleep(100);
  }
};

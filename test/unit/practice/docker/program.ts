import type {Program, ProgramHost} from '../../../../source/practice/docker/program.ts';

/** A program that a test drives, and that notes what was done to it. */
export interface TestProgram extends Program {
  readonly done: string[];
  host(): ProgramHost;
  /** The answer of its next health checks; null never answers. */
  isHealthy: boolean | null;
  /** Ends the SIGTERM that it was sent. */
  obey(code: number): void;
  /** Whether it obeys a SIGTERM at once, with 143. */
  isObedient: boolean;
}

export const testProgram = (): TestProgram => {
  let host: ProgramHost | undefined;
  let obey = (_code: number): void => {};
  const program: TestProgram = {
    done: [],
    isHealthy: true,
    isObedient: true,
    host() {
      if (host === undefined) throw new Error('the program was never started');
      return host;
    },
    obey: code => obey(code),
    async start(given) {
      program.done.push('start');
      host = given;
    },
    stop() {
      program.done.push('stop');
      if (program.isObedient) return Promise.resolve(143);
      return new Promise(resolve => {
        obey = resolve;
      });
    },
    async kill() {
      program.done.push('kill');
    },
    pause: () => void program.done.push('pause'),
    unpause: () => void program.done.push('unpause'),
    check() {
      const {isHealthy} = program;
      if (isHealthy === null) return new Promise(() => {});
      return Promise.resolve({isHealthy, output: isHealthy ? 'fine' : 'refused'});
    },
    usage: () => ({cores: 0.5, memoryBytes: 1000, receivedBytes: 10, sentBytes: 20}),
  };
  return program;
};

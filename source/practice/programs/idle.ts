import type {Clock} from '../../clock.ts';
import type {Program} from '../docker/program.ts';

export interface IdleOptions {
  readonly clock: Clock;
  /** What it says when it starts. */
  readonly log: readonly string[];
  readonly memoryBytes: number;
  /** 0 for PostgreSQL, which ends cleanly; 143 for a JVM. */
  readonly exitCode: number;
}

/** A process that runs and has nothing to do: what it would serve is not part of the practice lab. */
export const idleProgram = ({clock, log, memoryBytes, exitCode}: IdleOptions): Program => {
  let isOn = false;
  return {
    async start(host) {
      isOn = true;
      for (const line of log) host.log(line);
    },
    async stop() {
      isOn = false;
      await clock.sleep(200).catch(() => {});
      return exitCode;
    },
    async kill() {
      isOn = false;
    },
    pause: () => {},
    unpause: () => {},
    check: async () => ({
      isHealthy: isOn,
      output: isOn ? '/var/run/postgresql:5432 - accepting connections' : '',
    }),
    usage: () => ({cores: isOn ? 0.001 : 0, memoryBytes, receivedBytes: 0, sentBytes: 0}),
  };
};

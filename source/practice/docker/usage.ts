import type {EngineContainer} from './container.ts';
import type {Usage} from './program.ts';

/** CPUs and memory of the machine that the engine says it has. */
export const machine = {cpus: 2, memoryBytes: 8 * 1024 ** 3} as const;

/** File cache that a container which is only told of has beside its 80 MiB. */
const cacheBytes = 20 * 1024 ** 2;

export interface Measured extends Usage {
  /** CPU time of the container since its start, in ns. */
  readonly cpuNanos: number;
  readonly cacheBytes: number;
}

/** Five per cent of a core, 80 MiB, 1000 and 500 bytes a second. */
const told = (seconds: number): Usage => ({
  cores: 0.05,
  memoryBytes: 80 * 1024 ** 2,
  receivedBytes: Math.round(1000 * (1 + seconds)),
  sentBytes: Math.round(500 * (1 + seconds)),
});

/** Adds the CPU time since the last measurement up, and says what a running container uses. */
export const measure = (container: EngineContainer, now: number): Measured => {
  const {program} = container.spec;
  const usage = program?.usage() ?? told((now - (container.startedAt ?? now)) / 1000);
  // A frozen process uses no CPU, whatever it says.
  const cores = container.state === 'paused' ? 0 : Math.max(0, usage.cores);
  const elapsed = Math.max(0, now - container.measuredAt);
  container.cpuNanos += Math.round(elapsed * 1_000_000 * cores);
  container.measuredAt = now;
  return {
    ...usage,
    cores,
    cpuNanos: container.cpuNanos,
    cacheBytes: program === undefined ? cacheBytes : 0,
  };
};

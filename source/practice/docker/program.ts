/** What a container's process can tell the engine. */
export interface ProgramHost {
  /** A line of its output. */
  log(text: string, stream?: 'stdout' | 'stderr'): void;
  /** It ended by itself, e.g. a broker that found no ZooKeeper. */
  exit(code: number): void;
}

/** What a container uses at the moment, as the engine's stats have it. Network is counted since the start. */
export interface Usage {
  /** Of one core: 0.5 is half a core. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** The process of a container. The engine starts and ends it; a container without one is only told of. */
export interface Program {
  /** Resolves when it runs, which is before it is ready. It may be started again after it ended. */
  start(host: ProgramHost): Promise<void>;
  /** SIGTERM; resolves with the exit code when it has ended: 143 for a JVM. */
  stop(): Promise<number>;
  /** SIGKILL: it ends at once, and nothing of what it would have done at its end is done. */
  kill(): Promise<void>;
  /** Frozen as by the cgroup freezer: connections are accepted, nothing is answered, time goes on. */
  pause(): void;
  unpause(): void;
  /** One run of its health check. The engine runs it on the container's interval, where the container has a check. */
  check(): Promise<{readonly isHealthy: boolean; readonly output: string}>;
  usage(): Usage;
}

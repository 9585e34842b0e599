import type {DockerClient, LogOptions} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {LogLine} from '../clients/docker/log-frames.ts';
import type {Clock} from '../clock.ts';
import type {Failure} from '../model/reading.ts';

export type {LogLine} from '../clients/docker/log-frames.ts';

/** A container's log, its last lines or from a time on, oldest first. Rejects with an `EngineError`. */
export const readLog = async (
  client: DockerClient,
  name: string,
  start: LogOptions,
): Promise<readonly LogLine[]> => {
  const {id, isTty} = await client.inspect(name);
  return client.logs(id, isTty, start);
};

export interface LogFollower {
  readonly onLine: (line: LogLine) => void;
  /** What keeps the log from coming, e.g. the engine is gone; null when it comes again. */
  readonly onState?: (failure: Failure | null) => void;
}

const pauses = [500, 1000, 2000, 5000] as const;

/**
 * Follows a container's log from its last lines or a time on, until the signal is aborted: over restarts of the container, over its replacement by
 * another of the same name, and over a lost engine, without losing or repeating a line.
 */
export const followLog = async (
  client: DockerClient,
  clock: Clock,
  name: string,
  start: LogOptions,
  signal: AbortSignal,
  {onLine, onState = () => {}}: LogFollower,
): Promise<void> => {
  let last: string | null = null;
  let failures = 0;
  let hasFailed = false;
  while (!signal.aborted) {
    try {
      const {id, isTty} = await client.inspect(name);
      if (hasFailed) onState(null);
      hasFailed = false;
      const options = last === null ? start : {since: last};
      await client.followLogs(id, isTty, options, signal, line => {
        failures = 0;
        // The engine's `since` is inclusive.
        if (line.since !== null && last !== null && line.since <= last) return;
        last = line.since ?? last;
        onLine(line);
      });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!hasFailed) onState({why: error.why, sentence: error.sentence});
      hasFailed = true;
    }
    // The log of a container that stopped ends at once each time, until it runs again.
    const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 5000;
    failures += 1;
    if (!signal.aborted) await clock.sleep(pause, signal).catch(() => {});
  }
};

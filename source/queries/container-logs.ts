import type {DockerClient, LogOptions} from '../clients/docker/client.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {LogLine} from '../clients/docker/log-frames.ts';
import type {Clock} from '../clock.ts';
import type {Failure} from '../model/reading.ts';

export type {LogLine} from '../clients/docker/log-frames.ts';

/** A container's log, its last lines or from a time on, oldest first. Rejects with an `EngineError`. */
const readLog = async (
  client: DockerClient,
  name: string,
  start: LogOptions,
): Promise<readonly LogLine[]> => {
  const {id, isTty} = await client.inspect(name);
  return client.logs(id, isTty, start);
};

interface LogFollower {
  readonly onLine: (line: LogLine) => void;
  /** What keeps the log from coming, e.g. the engine is gone; null when it comes again. */
  readonly onState?: (failure: Failure | null) => void;
}

/** A line of a log, and the container that wrote it. */
export interface ContainerLine extends LogLine {
  readonly container: string;
}

/** What there is of several logs, in the order of the times of their lines. Rejects with an `EngineError`. */
export const readLogs = async (
  client: DockerClient,
  names: readonly string[],
  start: LogOptions,
): Promise<readonly ContainerLine[]> => {
  const logs = await Promise.all(
    names.map(async (container): Promise<readonly ContainerLine[]> => {
      const lines = await readLog(client, container, start);
      return lines.map(line => ({...line, container}));
    }),
  );
  return merged(logs);
};

/** The lines of one container keep their order, as they stand. */
const merged = (logs: readonly (readonly ContainerLine[])[]): readonly ContainerLine[] =>
  logs.length === 1 ? (logs[0] ?? []) : logs.flat().toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));

const pauses = [500, 1000, 2000, 5000] as const;

/**
 * Follows a container's log from its last lines or a time on, until the signal is aborted: over restarts of the
 * container, over its replacement by another of the same name, and over a lost engine, without losing or repeating a
 * line. `after` is the engine's time of a line that was seen already: only what is newer is told.
 */
const followLog = async (
  client: DockerClient,
  clock: Clock,
  name: string,
  start: LogOptions,
  signal: AbortSignal,
  {onLine, onState = () => {}}: LogFollower,
  after: string | null,
): Promise<void> => {
  let last = after;
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

export interface LogsFollower {
  readonly onLine: (line: ContainerLine) => void;
  readonly onState?: (container: string, failure: Failure | null) => void;
}

/**
 * Follows several logs until the signal is aborted: first what there is, in the order of its times, and then the lines as
 * they come. A log that cannot be read yet is followed all the same.
 */
export const followLogs = async (
  client: DockerClient,
  clock: Clock,
  names: readonly string[],
  start: LogOptions,
  signal: AbortSignal,
  {onLine, onState = () => {}}: LogsFollower,
): Promise<void> => {
  const logs = await Promise.all(
    names.map(container =>
      readLog(client, container, start).then(
        lines => lines.map((line): ContainerLine => ({...line, container})),
        (error: unknown) => {
          if (error instanceof EngineError) return [];
          throw error;
        },
      ),
    ),
  );
  if (signal.aborted) return;
  for (const line of merged(logs)) onLine(line);
  await Promise.all(
    names.map((container, index) => {
      const seen = logs[index]?.at(-1);
      // An empty log may have got lines by now: it begins where it was to begin.
      const from = seen && seen.since === null ? {tail: 0} : start;
      const follower: LogFollower = {
        onLine: line => onLine({...line, container}),
        onState: failure => onState(container, failure),
      };
      return followLog(client, clock, container, from, signal, follower, seen?.since ?? null);
    }),
  );
};

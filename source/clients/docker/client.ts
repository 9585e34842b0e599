import type {Clock} from '../../clock.ts';
import type {ContainerStats} from '../../model/container.ts';
import {dig, list, number, parseJson, text, texts} from '../json.ts';
import type {EngineAddress} from './address.ts';
import {createConnection} from './connection.ts';
import {decodeInspected, decodeListed, type InspectedContainer, type ListedContainer} from './decode.ts';
import {decodeInfo, decodeVersion, type EngineInfo, type EngineVersion} from './engine.ts';
import {decodeEvent, type EngineEvent, eventActions} from './events.ts';
import {EngineError} from './failure.ts';
import {createLogDecoder, type LogLine, type OutputPart} from './log-frames.ts';
import {decodePull, type PullEvent} from './pull.ts';
import {openShell, runIn, type Shell, type ShellSize} from './shell.ts';
import {decodeStats} from './stats.ts';
import {readLines, readStream} from './stream.ts';

export type ContainerVerb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'remove';

export interface LogOptions {
  /** The last lines to begin with. */
  readonly tail?: number;
  /** Only lines later than this, as `LogLine.since` says it. */
  readonly since?: string;
}

/** What came of a command in a container. */
export interface ExecAnswer {
  /** Null where the engine does not say. */
  readonly exitCode: number | null;
  readonly output: readonly string[];
}

/**
 * A Docker Engine behind the calls that we make. Each rejects with an `EngineError`, after the deadline at the
 * latest; the four that follow something (`events`, `stats`, `followLogs`, `pull`) end quietly when their signal is
 * aborted. dockerode is loaded at the first call.
 */
export interface DockerClient {
  readonly host: string;
  version(): Promise<EngineVersion>;
  info(): Promise<EngineInfo>;
  list(): Promise<readonly ListedContainer[]>;
  /** By id or name; status 404 where there is none. */
  inspect(container: string): Promise<InspectedContainer>;
  /**
   * `already` where the container was in the wanted state before. `remove` ends one that runs (SIGKILL); its named
   * volumes stay.
   */
  act(verb: ContainerVerb, container: string, deadline: number): Promise<'done' | 'already'>;
  /** Makes a container of a practice lab again, which knows by the name what it is made of; it does not run yet. */
  create(name: string, image: string): Promise<void>;
  /** Runs a command in a container and waits for its end; both its outputs, line by line. */
  exec(container: string, command: readonly string[], deadline: number): Promise<ExecAnswer>;
  /** Tags of all images, e.g. `postgres:16`. */
  images(): Promise<readonly string[]>;
  /** Names of a compose project's volumes. */
  volumes(project: string): Promise<readonly string[]>;
  events(since: string | null, signal: AbortSignal, onEvent: (event: EngineEvent) => void): Promise<void>;
  stats(container: string, signal: AbortSignal, onSample: (sample: ContainerStats) => void): Promise<void>;
  logs(container: string, isTty: boolean, options: LogOptions): Promise<readonly LogLine[]>;
  followLogs(
    container: string,
    isTty: boolean,
    options: LogOptions,
    signal: AbortSignal,
    onLine: (line: LogLine) => void,
  ): Promise<void>;
  /** Runs a command in a container, on a terminal of its own. */
  shell(container: string, command: readonly string[], size: ShellSize): Promise<Shell>;
  /**
   * Runs a command in a container without a terminal, and gives what it writes as it comes. Resolves with its exit code;
   * null where that is not known. The signal lets go of it: the command itself goes on.
   */
  run(
    container: string,
    command: readonly string[],
    signal: AbortSignal,
    onPart: (part: OutputPart) => Promise<void>,
  ): Promise<number | null>;
  pull(image: string, signal: AbortSignal, onEvent: (event: PullEvent) => void): Promise<void>;
  /** Closes every connection. */
  close(): void;
}

export interface DockerClientOptions {
  readonly address: EngineAddress;
  readonly clock: Clock;
  /** Milliseconds that a call may take. */
  readonly deadline?: number;
}

export const createDockerClient = ({address, clock, deadline = 3000}: DockerClientOptions): DockerClient => {
  const {host} = address;
  const {call, follow, close} = createConnection({address, clock, deadline});

  const logOptions = ({tail, since}: LogOptions) => ({
    stdout: true,
    stderr: true,
    timestamps: true,
    ...(tail === undefined ? {} : {tail}),
    ...(since === undefined ? {} : {since}),
  });

  const client: DockerClient = {
    host,
    version: () => call(async (docker, signal) => decodeVersion(await docker.version({abortSignal: signal}))),
    info: () => call(async (docker, signal) => decodeInfo(await docker.info({abortSignal: signal}))),
    list: () =>
      call(async (docker, signal) => {
        const answer = await docker.listContainers({all: true, abortSignal: signal});
        return list(answer).map(decodeListed);
      }),
    inspect: container =>
      call(async (docker, signal) =>
        decodeInspected(await docker.getContainer(container).inspect({abortSignal: signal})),
      ),
    async act(verb, container, ms) {
      try {
        const options = verb === 'remove' ? {force: true} : {};
        await call(
          (docker, signal) => docker.getContainer(container)[verb]({...options, abortSignal: signal}),
          ms,
        );
        return 'done';
      } catch (error) {
        if (error instanceof EngineError && error.status === 304) return 'already';
        throw error;
      }
    },
    create: (name, image) =>
      call(async (docker, signal) => {
        await docker.createContainer({name, Image: image, abortSignal: signal});
      }),
    exec: (container, command, ms) =>
      call(async (docker, signal) => {
        const exec = await docker.getContainer(container).exec({
          Cmd: command,
          AttachStdout: true,
          AttachStderr: true,
          abortSignal: signal,
        });
        const output: string[] = [];
        const decoder = createLogDecoder(false, ({text: line}) => output.push(line));
        await readStream(await exec.start({Detach: false, Tty: false, abortSignal: signal}), chunk =>
          decoder.write(chunk),
        );
        decoder.end();
        const exitCode = number(dig(await exec.inspect({abortSignal: signal}), 'ExitCode'));
        return {exitCode: exitCode ?? null, output};
      }, ms),
    images: () =>
      call(async (docker, signal) => {
        const answer = await docker.listImages({abortSignal: signal});
        return list(answer).flatMap(image => texts(dig(image, 'RepoTags')));
      }),
    volumes: project =>
      call(async (docker, signal) => {
        const filters = {label: [`com.docker.compose.project=${project}`]};
        const answer = await docker.listVolumes({
          filters: JSON.stringify(filters),
          abortSignal: signal,
        });
        return list(dig(answer, 'Volumes')).flatMap(volume => text(dig(volume, 'Name')) ?? []);
      }),
    events: (since, signal, onEvent) =>
      follow(
        signal,
        (docker, ended) => {
          const filters = JSON.stringify({type: ['container'], event: eventActions});
          const options = {filters, abortSignal: ended};
          return docker.getEvents(since === null ? options : {...options, since});
        },
        stream =>
          readLines(stream, line => {
            const event = decodeEvent(line);
            if (event !== undefined) onEvent(event);
          }),
      ),
    stats: (container, signal, onSample) =>
      follow(
        signal,
        (docker, ended) => docker.getContainer(container).stats({stream: true, abortSignal: ended}),
        stream =>
          readLines(stream, line => {
            const sample = parseJson(line);
            if (sample !== undefined) onSample(decodeStats(sample, clock.now()));
          }),
      ),
    logs: (container, isTty, options) =>
      call(async (docker, signal) => {
        const answer = await docker
          .getContainer(container)
          .logs({...logOptions(options), follow: false, abortSignal: signal});
        const lines: LogLine[] = [];
        const decoder = createLogDecoder(isTty, line => lines.push(line));
        if (Buffer.isBuffer(answer)) decoder.write(answer);
        decoder.end();
        return lines;
      }),
    followLogs: (container, isTty, options, signal, onLine) =>
      follow(
        signal,
        (docker, ended) =>
          docker.getContainer(container).logs({...logOptions(options), follow: true, abortSignal: ended}),
        async stream => {
          const decoder = createLogDecoder(isTty, onLine);
          await readStream(stream, chunk => decoder.write(chunk));
          decoder.end();
        },
      ),
    run: (container, command, signal, onPart) => runIn(call, container, command, signal, onPart),
    shell: (container, command, size) => openShell(call, container, command, size),
    pull: (image, signal, onEvent) =>
      follow(
        signal,
        (docker, ended) => docker.pull(image, {abortSignal: ended}),
        stream =>
          readLines(stream, line => {
            const event = decodePull(parseJson(line));
            if (event.error !== null) throw new EngineError('not-read', `Docker answered: ${event.error}`);
            onEvent(event);
          }),
      ),
    close,
  };
  return client;
};

import {createHash} from 'node:crypto';
import {ContainerLog} from './log.ts';
import type {Program} from './program.ts';

export type State = 'created' | 'running' | 'paused' | 'restarting' | 'exited';
export type Health = 'healthy' | 'unhealthy' | 'starting';

/** A health check as compose has it; times in ms. */
export interface HealthCheck {
  /** `CMD` or `CMD-SHELL` and what it runs: shown only, the program's own check is what runs. */
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod?: number;
}

export interface RestartPolicy {
  readonly name: 'no' | 'always' | 'on-failure' | 'unless-stopped';
  /** Of `on-failure`; 0 is no limit. */
  readonly maximumRetries?: number;
}

export interface Mount {
  readonly type: 'volume' | 'bind';
  /** The volume's name, or the folder on the host. */
  readonly source: string;
  readonly target: string;
  readonly isReadOnly?: boolean;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/** A container as a scene or a test describes it. Times are ms since the epoch. */
export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly project?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Container port to host port; null is exposed and not published. */
  readonly ports?: Readonly<Record<number, number | null>>;
  readonly mounts?: readonly Mount[];
  readonly health?: Health;
  readonly healthCheck?: HealthCheck;
  readonly restartPolicy?: RestartPolicy;
  /** At first; `created` for one with a program, which runs only once it is started, else `running`. */
  readonly state?: State;
  readonly exitCode?: number;
  readonly stopSeconds?: number;
  /** Sent by a stop, 15 where it is left out. */
  readonly stopSignal?: number;
  readonly isTty?: boolean;
  readonly log?: readonly string[];
  readonly logBytes?: number;
  /** What runs in it. A container without one is only told of. */
  readonly program?: Program;
  /** Runs a command in it, as `docker exec` asks for. */
  readonly exec?: (command: readonly string[]) => Promise<ExecResult>;
}

/** One run of a health check, in ms since the epoch. */
export interface Probe {
  readonly start: number;
  readonly end: number;
  readonly exitCode: number;
  readonly output: string;
}

/** From one start of a program to its end. */
export interface Run {
  /** Resolves with the exit code at its end. */
  readonly ended: Promise<number>;
  readonly end: (code: number) => void;
  /** Its SIGTERM, once it was sent. */
  stopping: Promise<number> | undefined;
  stopProbing: () => void;
}

/** A container of the engine, with what changes. */
export interface EngineContainer {
  readonly id: string;
  name: string;
  readonly spec: ContainerSpec;
  state: State;
  health: Health | undefined;
  failingStreak: number;
  probes: readonly Probe[];
  exitCode: number;
  /** Why its last start failed; an empty text where it did not. */
  error: string;
  isOutOfMemory: boolean;
  restarts: number;
  wasStoppedByHand: boolean;
  readonly createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  readonly log: ContainerLog;
  run: Run | undefined;
  starting: Promise<void> | undefined;
  /** Calls off a restart that its policy has made due. */
  cancelRestart: () => void;
  /** CPU time since the start, in ns, and when it was last added up. */
  cpuNanos: number;
  measuredAt: number;
  /** Called after each change of state, and when it is removed. */
  readonly watchers: Set<(isRemoved: boolean) => void>;
}

export const labelsOf = ({spec}: Pick<EngineContainer, 'spec'>): Readonly<Record<string, string>> => ({
  ...(spec.project === undefined
    ? {}
    : {
        'com.docker.compose.project': spec.project,
        'com.docker.compose.service': spec.name,
        'com.docker.compose.oneoff': 'False',
        'com.docker.compose.container-number': '1',
        'com.docker.compose.config-hash': createHash('sha256').update(spec.name).digest('hex'),
        // Compose 1.29 compares it with its own, and breaks off where there is none.
        'com.docker.compose.version': '2.0.0',
      }),
  ...spec.labels,
});

export const isUp = ({state}: Pick<EngineContainer, 'state'>): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';

export const makeRun = (): Run => {
  let end = (_code: number): void => {};
  const ended = new Promise<number>(resolve => {
    end = resolve;
  });
  return {ended, end, stopping: undefined, stopProbing: () => {}};
};

export const makeContainer = (spec: ContainerSpec, now: number, number: number): EngineContainer => {
  const state = spec.state ?? (spec.program === undefined ? 'running' : 'created');
  const log = new ContainerLog(spec.logBytes);
  for (const text of spec.log ?? []) log.push({at: now, stream: 1, text});
  return {
    id: createHash('sha256').update(`${number} ${spec.name}`).digest('hex'),
    name: spec.name,
    spec,
    state,
    health: spec.health,
    failingStreak: 0,
    probes: [],
    exitCode: spec.exitCode ?? 0,
    error: '',
    isOutOfMemory: false,
    restarts: 0,
    wasStoppedByHand: false,
    createdAt: now,
    startedAt: state === 'created' ? null : now,
    finishedAt: state === 'exited' ? now : null,
    log,
    run: undefined,
    starting: undefined,
    cancelRestart: () => {},
    cpuNanos: 0,
    measuredAt: now,
    watchers: new Set(),
  };
};

/** The engine's time: RFC 3339 with nanoseconds, year 1 for "never". */
export const stamp = (at: number | null): string => {
  if (at === null) return '0001-01-01T00:00:00Z';
  const micros = Math.round(at * 1000);
  const head = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${head}${String(micros % 1000).padStart(3, '0')}000Z`;
};

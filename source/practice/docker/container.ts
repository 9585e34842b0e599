import {createHash} from 'node:crypto';

export type State = 'created' | 'running' | 'paused' | 'exited';

/** A container as a scene or a test describes it. Times are ms since the epoch. */
export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly project?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Container port to host port; null is exposed and not published. */
  readonly ports?: Readonly<Record<number, number | null>>;
  readonly health?: 'healthy' | 'unhealthy' | 'starting';
  readonly state?: State;
  readonly exitCode?: number;
  readonly stopSeconds?: number;
  readonly isTty?: boolean;
  readonly log?: readonly string[];
}

export interface LogEntry {
  readonly at: number;
  readonly stream: 1 | 2;
  readonly text: string;
}

/** A container of the engine, with what changes. */
export interface EngineContainer {
  readonly id: string;
  name: string;
  readonly spec: ContainerSpec;
  state: State;
  health: ContainerSpec['health'];
  exitCode: number;
  isOutOfMemory: boolean;
  restarts: number;
  readonly createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  readonly log: LogEntry[];
}

export const labelsOf = ({spec}: EngineContainer): Readonly<Record<string, string>> => ({
  ...(spec.project === undefined
    ? {}
    : {
        'com.docker.compose.project': spec.project,
        'com.docker.compose.service': spec.name,
        'com.docker.compose.oneoff': 'False',
        'com.docker.compose.container-number': '1',
      }),
  ...spec.labels,
});

export const makeContainer = (spec: ContainerSpec, now: number, number: number): EngineContainer => {
  const state = spec.state ?? 'running';
  return {
    id: createHash('sha256').update(`${number} ${spec.name}`).digest('hex'),
    name: spec.name,
    spec,
    state,
    health: spec.health,
    exitCode: spec.exitCode ?? 0,
    isOutOfMemory: false,
    restarts: 0,
    createdAt: now,
    startedAt: state === 'created' ? null : now,
    finishedAt: state === 'exited' ? now : null,
    log: (spec.log ?? []).map(text => ({at: now, stream: 1, text})),
  };
};

/** The engine's time: RFC 3339 with nanoseconds, year 1 for "never". */
export const stamp = (at: number | null): string =>
  at === null ? '0001-01-01T00:00:00Z' : new Date(at).toISOString().replace(/(\.\d{3})Z$/, '$1000000Z');

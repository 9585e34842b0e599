import type {Known} from './reading.ts';

/** The engine's words; `missing` is our own, of a container that the lab should have and the engine has not. */
export type ContainerState =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead'
  | 'missing';
export type ContainerHealth = 'healthy' | 'unhealthy' | 'starting';

export interface PortMapping {
  /** The published port on the host, null where the port is not published. */
  readonly host: number | null;
  readonly container: number;
  readonly protocol: string;
}

/** What a container used when it was last measured; absent numbers were not measured. */
export interface ContainerStats {
  readonly at: number;
  /** Share of one core in percent, as `docker stats` shows it: 200 is two cores. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

export interface HealthProbe {
  readonly at: number;
  readonly exitCode: number;
  readonly output: string;
}

/** A container of the lab as the engine inspects it. Times are ms since the epoch; masked environment. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** The compose service, null for a container that compose did not make. */
  readonly service: string | null;
  readonly project: string | null;
  readonly image: string;
  readonly command: string;
  readonly state: ContainerState;
  readonly health: ContainerHealth | null;
  readonly failingStreak: number;
  readonly probes: readonly HealthProbe[];
  /** The exit code of the last run; null while it runs or where it never ran. */
  readonly exitCode: number | null;
  readonly isOutOfMemory: boolean;
  readonly restarts: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly ports: readonly PortMapping[];
  readonly environment: readonly {readonly name: string; readonly value: string}[];
  readonly mounts: readonly {
    readonly source: string;
    readonly target: string;
    readonly isReadOnly: boolean;
  }[];
  readonly networks: readonly string[];
  /** What it is for: a part of the lab, a throw-away command-line container, or something else on the engine. */
  readonly role: 'lab' | 'cli-session' | 'other';
  /** The broker or controller id its environment gives it, null for anything else. */
  readonly nodeId: number | null;
  readonly nodeRole: 'broker' | 'controller' | null;
  /** The last log lines of a container that ended with an error; unknown until they were read. */
  readonly lastLog: Known<readonly string[]>;
}

/** What is known of a container that the lab should have, and that the engine has not. */
export const missingContainer = ({
  name,
  service,
  project,
  image,
}: Pick<Container, 'name' | 'service' | 'project' | 'image'>): Container => ({
  id: '',
  name,
  service,
  project,
  image,
  command: '',
  state: 'missing',
  health: null,
  failingStreak: 0,
  probes: [],
  exitCode: null,
  isOutOfMemory: false,
  restarts: 0,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  ports: [],
  environment: [],
  mounts: [],
  networks: [],
  role: 'lab',
  nodeId: null,
  nodeRole: null,
  lastLog: [],
});

import type {
  Container,
  ContainerHealth,
  ContainerState,
  HealthProbe,
  PortMapping,
} from '../../model/container.ts';
import {dig, entries, list, number, text, textMap, texts} from '../json.ts';
import {maskSetting, maskText} from '../mask.ts';

/**
 * GET /containers/{id}/json, what is read of it. Only `Networks.*`, never the top-level addresses, which later
 * engines no longer send.
 *
 * Id Name Created Path Args[] RestartCount
 * State {Status ExitCode OOMKilled StartedAt FinishedAt Health {Status FailingStreak Log[] {End ExitCode Output}}}
 * Config {Image Env[] Labels{} StopTimeout Tty}
 * HostConfig {PortBindings {"8083/tcp": [{HostPort}]}}
 * NetworkSettings {Ports {"8083/tcp": [{HostPort}] | null} Networks{}}
 * Mounts[] {Type Name Source Destination RW}
 */

/** A container as it was inspected, before its role in a target is known. */
export interface InspectedContainer extends Omit<Container, 'role' | 'lastLog'> {
  readonly labels: ReadonlyMap<string, string>;
  /** Seconds between SIGTERM and SIGKILL when it is stopped. */
  readonly stopSeconds: number;
  /** Whether its log is raw terminal output instead of frames. */
  readonly isTty: boolean;
}

/** A container as the list has it: enough to see that one must be inspected again. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly command: string;
  readonly project: string | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly state: ContainerState;
  /** Changes with the state and the health, not with the time. */
  readonly fingerprint: string;
  readonly hostPorts: readonly number[];
}

const states: readonly ContainerState[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];
const healths: readonly ContainerHealth[] = ['healthy', 'unhealthy', 'starting'];

const stateOf = (value: unknown): ContainerState => states.find(state => state === value) ?? 'dead';

const projectOf = (labels: ReadonlyMap<string, string>): string | null =>
  labels.get('com.docker.compose.project') ?? null;

/** The engine writes year 1 for "never". */
const timeOf = (value: unknown): number | null => {
  const time = Date.parse(text(value) ?? '');
  return Number.isFinite(time) && time > 0 ? time : null;
};

const nameOf = (value: unknown): string => (text(value) ?? '').replace(/^\//, '');

export const decodeListed = (value: unknown): ListedContainer => {
  const labels = textMap(dig(value, 'Labels'));
  const state = stateOf(dig(value, 'State'));
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(text(dig(value, 'Status')) ?? '')?.[1] ?? '';
  // A linked container has further names with a second slash in them: the own name has one only.
  const names = texts(dig(value, 'Names'));
  const ports = list(dig(value, 'Ports')).map(port => number(dig(port, 'PublicPort')));
  return {
    id: text(dig(value, 'Id')) ?? '',
    name: nameOf(names.find(name => name.lastIndexOf('/') <= 0) ?? names[0]),
    image: text(dig(value, 'Image')) ?? '',
    command: text(dig(value, 'Command')) ?? '',
    project: projectOf(labels),
    labels,
    state,
    fingerprint: `${state} ${health}`,
    hostPorts: [...new Set(ports.filter(port => port !== undefined))],
  };
};

const probesOf = (value: unknown): readonly HealthProbe[] =>
  list(value).map(probe => ({
    at: timeOf(dig(probe, 'End')) ?? timeOf(dig(probe, 'Start')) ?? 0,
    exitCode: number(dig(probe, 'ExitCode')) ?? -1,
    output: text(dig(probe, 'Output')) ?? '',
  }));

const mappingsOf = (value: unknown): readonly PortMapping[] =>
  entries(value).flatMap(([key, bindings]): readonly PortMapping[] => {
    const [port = '', protocol = 'tcp'] = key.split('/');
    const hosts = new Set(list(bindings).map(binding => Number(text(dig(binding, 'HostPort')) ?? '')));
    const published = [...hosts].filter(host => host > 0);
    const container = Number(port);
    return published.length === 0
      ? [{host: null, container, protocol}]
      : published.map(host => ({host, container, protocol}));
  });

/** Bound ports, or those that it will have again: a container that does not run has none bound. */
const portsOf = (value: unknown): readonly PortMapping[] => {
  const bound = mappingsOf(dig(value, 'NetworkSettings', 'Ports'));
  const asked = mappingsOf(dig(value, 'HostConfig', 'PortBindings'));
  const known = new Set(
    bound.filter(port => port.host !== null).map(port => `${port.container}/${port.protocol}`),
  );
  const missing = asked.filter(port => !known.has(`${port.container}/${port.protocol}`));
  const replaced = new Set(missing.map(port => `${port.container}/${port.protocol}`));
  return [...bound.filter(port => !replaced.has(`${port.container}/${port.protocol}`)), ...missing].sort(
    (a, b) => a.container - b.container,
  );
};

const environmentOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    texts(value).map(line => {
      const cut = line.indexOf('=');
      return cut < 0 ? [line, ''] : [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );

/** The Kafka node that the environment makes of it: `KAFKA_BROKER_ID` under ZooKeeper, `KAFKA_NODE_ID` under KRaft. */
const nodeOf = (environment: ReadonlyMap<string, string>): Pick<Container, 'nodeId' | 'nodeRole'> => {
  const written = environment.get('KAFKA_NODE_ID') ?? environment.get('KAFKA_BROKER_ID') ?? '';
  if (!/^\d+$/.test(written)) return {nodeId: null, nodeRole: null};
  const roles = environment.get('KAFKA_PROCESS_ROLES');
  const isBroker = roles === undefined || roles.split(',').some(role => role.trim() === 'broker');
  return {nodeId: Number(written), nodeRole: isBroker ? 'broker' : 'controller'};
};

export const decodeInspected = (value: unknown): InspectedContainer => {
  const labels = textMap(dig(value, 'Config', 'Labels'));
  const environment = environmentOf(dig(value, 'Config', 'Env'));
  const state = stateOf(dig(value, 'State', 'Status'));
  const startedAt = timeOf(dig(value, 'State', 'StartedAt'));
  const hasExitCode = state !== 'running' && state !== 'paused' && startedAt !== null;
  const command = [text(dig(value, 'Path')) ?? '', ...texts(dig(value, 'Args'))].join(' ').trim();
  return {
    id: text(dig(value, 'Id')) ?? '',
    name: nameOf(dig(value, 'Name')),
    service: labels.get('com.docker.compose.service') ?? null,
    project: projectOf(labels),
    image: text(dig(value, 'Config', 'Image')) ?? '',
    command: maskText(command),
    state,
    health: healths.find(health => health === dig(value, 'State', 'Health', 'Status')) ?? null,
    failingStreak: number(dig(value, 'State', 'Health', 'FailingStreak')) ?? 0,
    probes: probesOf(dig(value, 'State', 'Health', 'Log')),
    exitCode: hasExitCode ? (number(dig(value, 'State', 'ExitCode')) ?? null) : null,
    isOutOfMemory: dig(value, 'State', 'OOMKilled') === true,
    restarts: number(dig(value, 'RestartCount')) ?? 0,
    createdAt: timeOf(dig(value, 'Created')) ?? 0,
    startedAt,
    finishedAt: timeOf(dig(value, 'State', 'FinishedAt')),
    ports: portsOf(value),
    environment: [...environment].map(([name, setting]) => ({name, value: maskSetting(name, setting)})),
    mounts: list(dig(value, 'Mounts')).map(mount => ({
      source: text(dig(mount, 'Name')) ?? text(dig(mount, 'Source')) ?? '',
      target: text(dig(mount, 'Destination')) ?? '',
      isReadOnly: dig(mount, 'RW') === false,
    })),
    networks: entries(dig(value, 'NetworkSettings', 'Networks')).map(([name]) => name),
    ...nodeOf(environment),
    labels,
    stopSeconds: number(dig(value, 'Config', 'StopTimeout')) ?? 10,
    isTty: dig(value, 'Config', 'Tty') === true,
  };
};

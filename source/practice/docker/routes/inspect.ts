import {type Call, containerOf, type Route, sendJson} from '../call.ts';
import {type EngineContainer, isUp, labelsOf, stamp} from '../container.ts';
import type {PracticeEngine} from '../engine.ts';
import {endpointOf, networkOf} from '../networks.ts';
import {Refusal} from '../refusal.ts';
import {imageId} from './images.ts';
import {hostOf} from './networks.ts';

/** Container port and host port; null is exposed and not published. */
export const portsOf = ({
  spec,
}: Pick<EngineContainer, 'spec'>): readonly (readonly [number, number | null])[] =>
  Object.entries(spec.ports ?? {}).map(([container, host]) => [Number(container), host] as const);

export const mountsOf = ({spec}: Pick<EngineContainer, 'spec'>) =>
  (spec.mounts ?? []).map(({type, source, target, isReadOnly = false}) => ({
    Type: type,
    ...(type === 'volume' ? {Name: source} : {}),
    Source: type === 'volume' ? `/volumes/${source}/_data` : source,
    Destination: target,
    ...(type === 'volume' ? {Driver: 'local'} : {}),
    Mode: isReadOnly ? 'ro' : 'rw',
    RW: !isReadOnly,
    Propagation: type === 'volume' ? '' : 'rprivate',
  }));

const binding = (host: number) => [{HostIp: '127.0.0.1', HostPort: String(host)}];
const nanos = (ms: number): number => ms * 1_000_000;

const stateOf = (container: EngineContainer) => {
  const {state, health} = container;
  const isRunning = isUp(container);
  return {
    Status: state,
    Running: isRunning,
    Paused: state === 'paused',
    Restarting: state === 'restarting',
    OOMKilled: container.isOutOfMemory,
    Dead: false,
    Pid: pidOf(container),
    ExitCode: state === 'running' || state === 'paused' ? 0 : container.exitCode,
    Error: container.error,
    StartedAt: stamp(container.startedAt),
    FinishedAt: stamp(container.finishedAt),
    ...(health === undefined
      ? {}
      : {
          Health: {
            Status: health,
            FailingStreak: container.failingStreak,
            Log: container.probes.map(({start, end, exitCode, output}) => ({
              Start: stamp(start),
              End: stamp(end),
              ExitCode: exitCode,
              Output: output,
            })),
          },
        }),
  };
};

/** The engine runs no processes of the system: the number only says that the container's runs. */
export const pidOf = (container: EngineContainer): number =>
  container.state === 'running' || container.state === 'paused'
    ? 1000 + (Number.parseInt(container.id.slice(0, 4), 16) % 30_000)
    : 0;

const configOf = (container: EngineContainer) => {
  const {spec, id} = container;
  const {healthCheck: check} = spec;
  return {
    Hostname: id.slice(0, 12),
    Domainname: '',
    User: spec.user ?? '',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    ExposedPorts: Object.fromEntries(portsOf(container).map(([inside]) => [`${inside}/tcp`, {}])),
    Tty: spec.isTty ?? false,
    OpenStdin: false,
    StdinOnce: false,
    Env: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    Cmd: spec.command ?? ['run'],
    ...(check === undefined
      ? {}
      : {
          Healthcheck: {
            Test: check.test,
            Interval: nanos(check.interval),
            Timeout: nanos(check.timeout),
            ...(check.startPeriod === undefined ? {} : {StartPeriod: nanos(check.startPeriod)}),
            Retries: check.retries,
          },
        }),
    Image: spec.image ?? 'practice',
    Volumes: null,
    WorkingDir: '',
    Entrypoint: null,
    OnBuild: null,
    Labels: labelsOf(container),
    ...(spec.stopSignal === undefined ? {} : {StopSignal: String(spec.stopSignal)}),
    ...(spec.stopSeconds === undefined ? {} : {StopTimeout: spec.stopSeconds}),
  };
};

const hostConfigOf = (container: EngineContainer) => {
  const {spec} = container;
  const {name = '', maximumRetries = 0} = spec.restartPolicy ?? {};
  const network = networkOf(container);
  return {
    Binds: (spec.mounts ?? []).map(
      ({source, target, isReadOnly = false}) => `${source}:${target}:${isReadOnly ? 'ro' : 'rw'}`,
    ),
    ContainerIDFile: '',
    LogConfig: {Type: 'json-file', Config: {}},
    NetworkMode: network === 'bridge' ? 'default' : network,
    PortBindings: Object.fromEntries(
      portsOf(container).flatMap(([inside, host]) =>
        host === null ? [] : [[`${inside}/tcp`, binding(host)]],
      ),
    ),
    RestartPolicy: {Name: name, MaximumRetryCount: maximumRetries},
    AutoRemove: false,
    VolumeDriver: '',
    VolumesFrom: [],
    IpcMode: 'private',
    PidMode: '',
    Privileged: false,
    PublishAllPorts: false,
    ReadonlyRootfs: false,
    UTSMode: '',
    Runtime: 'practice',
    ConsoleSize: [0, 0],
    Isolation: '',
    Memory: 0,
    NanoCpus: 0,
    Links: null,
  };
};

export const detail = (engine: PracticeEngine, container: EngineContainer) => {
  const [path = 'run', ...args] = container.spec.command ?? ['run'];
  const network = networkOf(container);
  const endpoint = endpointOf(
    container,
    engine.networks.find(({name}) => name === network),
    hostOf(engine, container),
    isUp(container),
  );
  return {
    Id: container.id,
    Created: stamp(container.createdAt),
    Path: path,
    Args: args,
    State: stateOf(container),
    Image: imageId(container.spec.image ?? 'practice'),
    ResolvConfPath: '',
    HostnamePath: '',
    HostsPath: '',
    LogPath: '',
    Name: `/${container.name}`,
    RestartCount: container.restarts,
    Driver: 'practice',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: null,
    HostConfig: hostConfigOf(container),
    GraphDriver: {Data: null, Name: 'practice'},
    Mounts: mountsOf(container),
    Config: configOf(container),
    NetworkSettings: {
      Bridge: '',
      SandboxID: '',
      HairpinMode: false,
      SandboxKey: '',
      Ports: isUp(container)
        ? Object.fromEntries(
            portsOf(container).map(([inside, host]) => [
              `${inside}/tcp`,
              host === null ? null : binding(host),
            ]),
          )
        : {},
      // Only a container of the network that every engine has repeats its addresses here.
      EndpointID: '',
      Gateway: '',
      IPAddress: '',
      IPPrefixLen: 0,
      MacAddress: '',
      Networks: {[network]: endpoint},
    },
  };
};

const top = (call: Call): void => {
  const container = containerOf(call);
  if (!isUp(container)) throw new Refusal(409, `Container ${container.id} is not running`);
  sendJson(call.response, 200, {
    Processes: [
      [
        container.spec.user ?? 'root',
        String(pidOf(container)),
        '1',
        '0',
        stamp(container.startedAt).slice(11, 16),
        '?',
        '00:00:00',
        (container.spec.command ?? ['run']).join(' '),
      ],
    ],
    Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
  });
};

/** GET /containers/{id}/json and …/top */
export const inspectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/containers\/([^/]+)\/json$/,
    handle: call => sendJson(call.response, 200, detail(call.engine, containerOf(call))),
  },
  {method: 'GET', path: /^\/containers\/([^/]+)\/top$/, handle: top},
];

import type {ComposeClient} from '../clients/compose/client.ts';
import {type LabFiles, type LabService, readServices} from '../clients/compose/files.ts';
import {socketPathOf} from '../clients/docker/address.ts';
import type {DockerClient} from '../clients/docker/client.ts';
import type {ListedContainer} from '../clients/docker/decode.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {EngineChoice} from '../clients/docker/hosts.ts';
import {advertisedListeners, type FoundLab, findLab} from '../clients/docker/lab.ts';
import {roleOf} from '../clients/docker/role.ts';
import {portListeners} from '../clients/machine/ports.ts';
import {tryConnect} from '../clients/machine/reach.ts';
import {readDisk, readMemory} from '../clients/machine/resources.ts';
import type {Clock} from '../clock.ts';
import type {LabContainers, LabPort, ListenerCheck, Machine, PortHolder} from '../model/machine.ts';
import {isUnknown, type Known, unknown} from '../model/reading.ts';

export interface MachineSources {
  readonly engine: EngineChoice;
  readonly docker: DockerClient;
  readonly compose: ComposeClient;
  /** The lab that would be brought up: its ports and images are looked for. */
  readonly files: LabFiles;
  readonly clock: Clock;
}

const known = async <T>(read: Promise<T>): Promise<Known<T>> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof EngineError) return unknown(error.why, error.sentence);
    throw error;
  }
};

const elsewhere = (what: string) =>
  unknown('not-supported', `The engine is on another machine: ${what} cannot be read from here.`);

const holderOf = (
  port: number,
  containers: readonly ListedContainer[],
  found: FoundLab | undefined,
): PortHolder | undefined => {
  const holder = containers.find(({state, hostPorts}) => state !== 'exited' && hostPorts.includes(port));
  if (holder === undefined) return undefined;
  const isLab = found !== undefined && roleOf(holder, {kind: 'lab', project: found.project}) === 'lab';
  return {kind: 'container', name: holder.name, isLab};
};

/** Containers are asked first: to the system their ports are held by the engine's own proxy. */
const readPorts = async (
  services: readonly LabService[],
  containers: Known<readonly ListedContainer[]>,
  found: FoundLab | undefined,
  isLocal: boolean,
): Promise<readonly LabPort[]> => {
  const wanted = services.flatMap(({name, hostPorts}) => hostPorts.map(port => ({port, service: name})));
  const listeners = isLocal ? await portListeners(wanted.map(({port}) => port)) : undefined;
  return wanted.map(({port, service}) => {
    const container = isUnknown(containers) ? undefined : holderOf(port, containers, found);
    if (container !== undefined) return {port, service, holder: container};
    if (!isLocal) return {port, service, holder: elsewhere(`who holds port ${port}`)};
    if (listeners === undefined)
      return {
        port,
        service,
        holder: unknown('not-supported', 'This system does not say who listens on a port.'),
      };
    const listener = listeners.get(port);
    if (listener === undefined) return {port, service, holder: null};
    const holder: PortHolder =
      listener.pid === null
        ? {kind: 'unseen'}
        : {kind: 'process', pid: listener.pid, name: listener.name ?? 'a process'};
    return {port, service, holder};
  });
};

const labOf = (containers: readonly ListedContainer[], found: FoundLab | undefined): LabContainers | null => {
  if (found === undefined) return null;
  const {project} = found;
  const own = containers.filter(container => roleOf(container, {kind: 'lab', project}) === 'lab');
  return {
    project,
    names: own.map(({name}) => name).sort(),
    running: own.flatMap(({name, state}) => (state === 'running' ? [name] : [])).sort(),
  };
};

/** Tries the advertised listeners of the lab's running brokers that are published: they are meant for clients here. */
const tryListeners = async (
  docker: DockerClient,
  clock: Clock,
  {running}: LabContainers,
): Promise<readonly ListenerCheck[]> => {
  const inspected = await Promise.all(running.map(name => docker.inspect(name)));
  const listeners = inspected.flatMap(container =>
    advertisedListeners(container)
      .filter(({port}) => container.ports.some(mapping => mapping.host === port))
      .map(({host, port}) => ({container: container.name, host, port})),
  );
  return Promise.all(
    listeners.map(async ({container, host, port}) => {
      const failure = await tryConnect(clock, host, port);
      return {container, address: `${host}:${port}`, problem: failure?.sentence ?? null};
    }),
  );
};

/** Looks at this machine and its engine. It never fails: what cannot be read is unknown. */
export const readMachine = async ({
  engine,
  docker,
  compose,
  files,
  clock,
}: MachineSources): Promise<Machine> => {
  const isLocal = socketPathOf(engine.host) !== null;
  const services = readServices(files).filter(service => !service.isOptional);
  const [version, info, containers, images, program, memory] = await Promise.all([
    known(docker.version()),
    known(docker.info()),
    known(docker.list()),
    known(docker.images()),
    compose.program(),
    readMemory(),
  ]);
  const found = isUnknown(containers) ? undefined : findLab(containers);
  const lab = isUnknown(containers) ? containers : labOf(containers, found);
  const rootDir = isUnknown(info) ? null : info.rootDir;
  const disk = isLocal && rootDir !== null ? await readDisk(rootDir) : undefined;
  const wanted = [...new Set(services.map(({image}) => image))];
  return {
    at: clock.now(),
    dockerHost: engine.host,
    dockerHostFrom: engine.from,
    engine: isUnknown(version)
      ? version
      : {
          version: version.version,
          apiVersion: version.apiVersion,
          operatingSystem: isUnknown(info) ? version.os : info.operatingSystem,
          cpus: isUnknown(info) ? null : info.cpus,
        },
    compose: program,
    ports: await readPorts(services, containers, found, isLocal),
    // Where the engine runs in a virtual machine, that machine's memory is what there is.
    memory: isLocal
      ? {
          ...memory,
          total: isUnknown(info) ? memory.total : Math.min(info.memoryBytes ?? memory.total, memory.total),
        }
      : elsewhere('its memory'),
    disk: disk ?? (isUnknown(info) ? info : elsewhere('its disk')),
    images: isUnknown(images)
      ? images
      : wanted.map(image => ({
          image,
          isThere: images.includes(image.includes(':') ? image : `${image}:latest`),
        })),
    lab,
    listeners: isUnknown(lab) ? lab : lab === null ? [] : await known(tryListeners(docker, clock, lab)),
  };
};

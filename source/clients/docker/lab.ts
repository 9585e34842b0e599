import type {Container} from '../../model/container.ts';
import type {ConnectAddress, PostgresAddress, Target} from '../../model/target.ts';
import {publishedHost} from './address.ts';
import type {InspectedContainer, ListedContainer} from './decode.ts';

/** The compose project of the labs that we bring up, and the label that says which variant it is. */
export const labProject = 'kafka-lab';
export const variantLabel = 'io.kafka-lab.variant';

const brokerNames = ['zookeeper', 'kafka1', 'kafka2'];
const brokerPorts = [29092, 39092];
const restPort = 8083;
const postgresPort = 5432;

/** A lab as it was found on an engine. */
export interface FoundLab {
  /** Null for containers that compose did not make. */
  readonly project: string | null;
  readonly variant: Target['variant'];
  /** The container that gave it away. */
  readonly foundBy: string;
}

const variantOf = (label: string | undefined): Target['variant'] =>
  label === 'zookeeper' || label === 'kraft' ? label : null;

/** Containers that are the lab's by their name or their published port, in any state. */
const isRecognised = (container: ListedContainer, ports: readonly number[]): boolean =>
  brokerNames.includes(container.name) || container.hostPorts.some(port => ports.includes(port));

/**
 * The lab on an engine: our own project, else the project of a container that has a broker's name or publishes a
 * broker's port, the running ones first; `undefined` where there is none.
 */
export const findLab = (
  containers: readonly ListedContainer[],
  ports: readonly number[] = brokerPorts,
): FoundLab | undefined => {
  const isOurs = (container: ListedContainer): boolean => container.project === labProject;
  const recognised = containers.filter(container => isRecognised(container, ports));
  const found =
    containers.find(isOurs) ?? recognised.find(({state}) => state === 'running') ?? recognised.at(0);
  if (found === undefined) return undefined;
  const {project} = found;
  const labels = containers
    .filter(container => container.project === project)
    .map(container => container.labels.get(variantLabel));
  return {
    project,
    variant: variantOf(labels.find(label => label !== undefined)),
    foundBy: found.name,
  };
};

const setting = (container: Pick<Container, 'environment'>, name: string): string =>
  container.environment.find(one => one.name === name)?.value ?? '';

const publishedPorts = (container: Pick<Container, 'ports'>): readonly number[] =>
  container.ports.flatMap(({host, protocol}) => (host !== null && protocol === 'tcp' ? [host] : []));

/** `host:port` of each advertised listener. */
export const advertisedListeners = (
  container: Pick<Container, 'environment'>,
): readonly {readonly listener: string; readonly host: string; readonly port: number}[] =>
  [...setting(container, 'KAFKA_ADVERTISED_LISTENERS').matchAll(/([A-Za-z0-9_]+):\/\/([^,\s]*):(\d+)/g)].map(
    ([, listener = '', host = '', port = '']) => ({listener, host, port: Number(port)}),
  );

/** Where a broker's container is reached from here: its advertised listener whose port is published. */
export const bootstrapOf = (
  container: Pick<InspectedContainer, 'environment' | 'ports' | 'nodeRole'>,
  dockerHost: string,
): string | undefined => {
  const ports = publishedPorts(container);
  const listener = advertisedListeners(container).find(({port}) => ports.includes(port));
  if (listener !== undefined) return `${listener.host || publishedHost(dockerHost)}:${listener.port}`;
  const port =
    ports.find(one => brokerPorts.includes(one)) ??
    (container.nodeRole === 'broker' ? ports.at(0) : undefined);
  return port === undefined ? undefined : `${publishedHost(dockerHost)}:${port}`;
};

/** The Connect workers of a lab: each container that publishes the port of the REST interface. */
export const connectOf = (
  containers: readonly Pick<InspectedContainer, 'name' | 'ports'>[],
  dockerHost: string,
): readonly ConnectAddress[] =>
  containers.flatMap(({name, ports}) => {
    const port = ports.find(({container, host}) => container === restPort && host !== null)?.host;
    return port === undefined ? [] : [{name, url: `http://${publishedHost(dockerHost)}:${port}`}];
  });

/** The lab's PostgreSQL: the container that publishes its port, under the names that the lab's own files give it. */
export const postgresOf = (
  containers: readonly Pick<InspectedContainer, 'environment' | 'ports'>[],
  dockerHost: string,
): PostgresAddress | undefined => {
  for (const container of containers) {
    const port = container.ports.find(each => each.container === postgresPort && each.host !== null)?.host;
    if (port == null) continue;
    const user = setting(container, 'POSTGRES_USER') || 'postgres';
    return {
      host: publishedHost(dockerHost),
      port,
      user,
      // The lab's own, and not secret: what the container's environment says of it is masked.
      password: 'postgres',
      database: setting(container, 'POSTGRES_DB') || user,
      tls: 'off',
    };
  }
  return undefined;
};

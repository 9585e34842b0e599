import {createHash} from 'node:crypto';
import type {EngineContainer} from './container.ts';

export interface EngineNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: 'bridge' | 'host' | 'null';
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Its /16, e.g. 18 for 172.18.0.0. */
  readonly subnet: number;
}

export const idOf = (kind: string, name: string): string =>
  createHash('sha256').update(`${kind} ${name}`).digest('hex');

const firstSubnet = 17;

export const makeNetwork = (
  name: string,
  createdAt: number,
  index: number,
  labels: Readonly<Record<string, string>> = {},
  driver: EngineNetwork['driver'] = 'bridge',
): EngineNetwork => ({
  id: idOf('network', name),
  name,
  driver,
  createdAt,
  labels,
  subnet: firstSubnet + (index % 200),
});

/** The network that an engine has from the first, which is also that of containers without a project. */
export const defaultNetworks = (now: number): readonly EngineNetwork[] => [
  makeNetwork('bridge', now, 0),
  makeNetwork('host', now, 0, {}, 'host'),
  makeNetwork('none', now, 0, {}, 'null'),
];

/** The name of a container's network. */
export const networkOf = ({spec}: Pick<EngineContainer, 'spec'>): string =>
  spec.project === undefined ? 'bridge' : `${spec.project}_default`;

export const projectLabels = (project: string): Readonly<Record<string, string>> => ({
  'com.docker.compose.network': 'default',
  'com.docker.compose.project': project,
});

/** A container's end of its network; addresses are only there while it runs. */
export const endpointOf = (
  container: EngineContainer,
  network: EngineNetwork | undefined,
  host: number,
  isConnected: boolean,
) => {
  const subnet = `172.${network?.subnet ?? firstSubnet}.0`;
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return {
    IPAMConfig: null,
    Links: null,
    Aliases: container.spec.project === undefined ? null : [container.spec.name, container.id.slice(0, 12)],
    NetworkID: network?.id ?? '',
    EndpointID: isConnected ? idOf('endpoint', container.id) : '',
    Gateway: isConnected ? `${subnet}.1` : '',
    IPAddress: isConnected ? `${subnet}.${host}` : '',
    IPPrefixLen: isConnected ? 16 : 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: isConnected ? `02:42:ac:${hex(network?.subnet ?? firstSubnet)}:00:${hex(host)}` : '',
    DriverOpts: null,
  };
};

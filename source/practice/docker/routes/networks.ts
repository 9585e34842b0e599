import {type Call, jsonBody, part, type Route, sendJson} from '../call.ts';
import {type EngineContainer, isUp, stamp} from '../container.ts';
import type {PracticeEngine} from '../engine.ts';
import {filtersOf, fits, fitsLabels, fitsName} from '../filters.ts';
import {dig, text, textMap} from '../json.ts';
import {type EngineNetwork, endpointOf, networkOf} from '../networks.ts';
import {Refusal} from '../refusal.ts';

const kinds = ['name', 'id', 'driver', 'label', 'type', 'scope', 'dangling'];

/** The running containers of a network, in the order of their addresses. */
const connected = (engine: PracticeEngine, {name}: EngineNetwork): readonly EngineContainer[] =>
  engine.containers.filter(container => networkOf(container) === name && isUp(container));

/** The last part of a container's address: 2 for the oldest one. */
export const hostOf = (engine: PracticeEngine, container: EngineContainer): number =>
  2 + ([...engine.containers].reverse().indexOf(container) % 250);

const found = (call: Call): EngineNetwork => {
  const wanted = part(call);
  const {networks} = call.engine;
  const network =
    networks.find(({id, name}) => name === wanted || id === wanted) ??
    networks.find(({id}) => wanted.length >= 6 && id.startsWith(wanted));
  if (network === undefined) throw new Refusal(404, `network ${wanted} not found`);
  return network;
};

const described = (network: EngineNetwork, containers: Readonly<Record<string, unknown>>) => ({
  Name: network.name,
  Id: network.id,
  Created: stamp(network.createdAt),
  Scope: 'local',
  Driver: network.driver,
  EnableIPv6: false,
  IPAM: {
    Driver: 'default',
    Options: null,
    Config:
      network.driver === 'bridge'
        ? [{Subnet: `172.${network.subnet}.0.0/16`, Gateway: `172.${network.subnet}.0.1`}]
        : [],
  },
  Internal: false,
  Attachable: true,
  Ingress: false,
  ConfigFrom: {Network: ''},
  ConfigOnly: false,
  Containers: containers,
  Options: {},
  Labels: network.labels,
});

const isBuiltIn = ({name}: EngineNetwork): boolean => ['bridge', 'host', 'none'].includes(name);

/** GET /networks, GET and DELETE /networks/{id}, POST /networks/create, POST /networks/{id}/(dis)connect */
export const networkRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/networks\/?$/,
    handle({engine, query, response}) {
      const filters = filtersOf(query, kinds);
      const isWanted = (network: EngineNetwork): boolean =>
        fits(filters, 'name', wanted => fitsName(wanted, network.name)) &&
        fits(filters, 'id', wanted => network.id.startsWith(wanted)) &&
        fits(filters, 'driver', wanted => wanted === network.driver) &&
        fits(filters, 'scope', wanted => wanted === 'local') &&
        fits(filters, 'type', wanted => (wanted === 'builtin') === isBuiltIn(network)) &&
        fitsLabels(filters, network.labels);
      const answer = engine.networks.filter(isWanted).map(network => described(network, {}));
      sendJson(response, 200, answer);
    },
  },
  {
    method: 'GET',
    path: /^\/networks\/([^/]+)$/,
    handle(call) {
      const {engine, response} = call;
      const network = found(call);
      const containers = connected(engine, network).map(container => {
        const end = endpointOf(container, network, hostOf(engine, container), true);
        return [
          container.id,
          {
            Name: container.name,
            EndpointID: end.EndpointID,
            MacAddress: end.MacAddress,
            IPv4Address: `${end.IPAddress}/16`,
            IPv6Address: '',
          },
        ] as const;
      });
      sendJson(response, 200, described(network, Object.fromEntries(containers)));
    },
  },
  {
    method: 'DELETE',
    path: /^\/networks\/([^/]+)$/,
    handle(call) {
      const {engine, response} = call;
      const network = found(call);
      if (isBuiltIn(network))
        throw new Refusal(403, `${network.name} is a pre-defined network and cannot be removed`);
      if (connected(engine, network).length > 0)
        throw new Refusal(
          403,
          `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
        );
      engine.networks.splice(engine.networks.indexOf(network), 1);
      response.writeHead(204).end();
    },
  },
  {
    method: 'POST',
    path: /^\/networks\/create$/,
    handle(call) {
      const {engine, response} = call;
      const body = jsonBody(call);
      const name = text(dig(body, 'Name')) ?? '';
      if (name === '') throw new Refusal(400, 'network name cannot be empty');
      if (engine.networks.some(network => network.name === name))
        throw new Refusal(409, `network with name ${name} already exists`);
      const network = engine.addNetwork(name, textMap(dig(body, 'Labels')) ?? {});
      sendJson(response, 201, {Id: network.id, Warning: ''});
    },
  },
  {
    method: 'POST',
    path: /^\/networks\/([^/]+)\/(?:connect|disconnect)$/,
    // A container has the network of its project, and keeps it: compose asks for the same again.
    handle(call) {
      found(call);
      call.response.writeHead(200).end();
    },
  },
];

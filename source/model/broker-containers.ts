import type {Container} from './container.ts';
import type {Target} from './target.ts';

/** A broker, with the address that it advertises here where that was ever seen. */
export interface PlacedBroker {
  readonly id: number;
  readonly host: string | null;
  readonly port: number | null;
}

const loopback = /^(localhost|127\.[\d.]+|::1|0\.0\.0\.0)$/;

/** Whether an advertised host is the engine's machine: the port of a far cluster may be published here by chance. */
const isOnEngine = (host: string | null, {kind, dockerHost}: Target): boolean => {
  if (kind !== 'cluster') return true;
  if (host === null || dockerHost === null) return false;
  const engine = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?([^/:]+)/.exec(dockerHost)?.[1];
  return engine === undefined
    ? loopback.test(host)
    : engine === host || (loopback.test(engine) && loopback.test(host));
};

const publishes = (container: Container, port: number | null): boolean =>
  port !== null && container.ports.some(({host}) => host === port);

/**
 * Which container each broker runs in: by the published port of its advertised listener, then by name (`kafka2`, or
 * its host name), then by the id in the container's environment. A container is one broker's only, and none by its
 * name if its environment gives it another id.
 */
export const brokerContainers = (
  brokers: readonly PlacedBroker[],
  containers: readonly Container[],
  target: Target | null,
): ReadonlyMap<number, Container> => {
  const found = new Map<number, Container>();
  const free = new Set(containers.filter(({role, nodeRole}) => role === 'lab' && nodeRole !== 'controller'));
  const claim = (fits: (container: Container, broker: PlacedBroker) => boolean): void => {
    for (const broker of brokers) {
      if (found.has(broker.id)) continue;
      const container = [...free].find(each => fits(each, broker));
      if (!container) continue;
      free.delete(container);
      found.set(broker.id, container);
    }
  };
  if (target) claim((container, {host, port}) => isOnEngine(host, target) && publishes(container, port));
  // A named cluster has its containers here only if one of its brokers was found at a published port.
  if (target?.kind === 'cluster' && found.size === 0) return found;
  claim(
    ({name, nodeId}, {id, host}) =>
      (nodeId === null || nodeId === id) && (name === `kafka${id}` || name === host),
  );
  claim(({nodeId, nodeRole}, {id}) => nodeRole === 'broker' && nodeId === id);
  return found;
};

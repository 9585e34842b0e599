import type {RegisteredBroker} from './cluster.ts';
import type {Container} from './container.ts';

/** Whether a container publishes the port at which a broker is advertised here. */
const publishes = (container: Container, broker: Pick<RegisteredBroker, 'port'>): boolean =>
  container.ports.some(({host}) => host === broker.port);

/**
 * The container that a broker runs in: by the published port of its advertised listener, then by name, then by the id
 * in its environment. A controller that is no broker is found by its id alone.
 */
export const containerOf = (
  containers: readonly Container[],
  id: number,
  broker: Pick<RegisteredBroker, 'host' | 'port'> | undefined,
): Container | undefined => {
  const lab = containers.filter(({role}) => role === 'lab');
  return (
    (broker && lab.find(container => container.nodeRole !== 'controller' && publishes(container, broker))) ??
    lab.find(({name}) => name === `kafka${id}` || name === broker?.host) ??
    lab.find(({nodeId, nodeRole}) => nodeId === id && nodeRole !== null)
  );
};

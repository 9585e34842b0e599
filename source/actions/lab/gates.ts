import type {Dependency} from '../../clients/compose/files.ts';
import type {InspectedContainer} from '../../clients/docker/decode.ts';
import type {Metadata} from '../../model/cluster.ts';
import {isUnknown, type Known} from '../../model/reading.ts';

/** What a service must be before the lab is ready. */
export interface Gate {
  /** The container, or `cluster`. */
  readonly service: string;
  /** The gate that it stands at: the first that is not met, else its last. */
  readonly gate: 'created' | 'running' | 'healthy' | 'registered' | 'answering' | 'controller' | 'replicated';
  readonly isMet: boolean;
  readonly sentence: string;
  /** Whether waiting is of no use: it has ended and does not start again by itself. */
  readonly isHopeless: boolean;
}

/** What the gates are judged by. */
export interface GateFacts {
  /** Containers that the lab consists of, by name. */
  readonly names: readonly string[];
  readonly containers: ReadonlyMap<string, InspectedContainer>;
  /** What compose waits for before it makes a container; empty where compose is not at work. */
  readonly dependsOn: ReadonlyMap<string, readonly Dependency[]>;
  readonly metadata: Known<Metadata>;
  /** What keeps a Connect worker or PostgreSQL from answering, by container; null where it answers. */
  readonly answers: ReadonlyMap<string, string | null>;
  /** Whether compose still works on it: a container that ended may be started again. */
  readonly isStarting: boolean;
}

const gate = (
  service: string,
  at: Gate['gate'],
  isMet: boolean,
  sentence: string,
  isHopeless = false,
): Gate => ({
  service,
  gate: at,
  isMet,
  sentence,
  isHopeless,
});

const isThere = ({container, condition}: Dependency, facts: GateFacts): boolean => {
  const found = facts.containers.get(container);
  return found?.state === 'running' && (condition === 'started' || found.health === 'healthy');
};

const waitSentence = (name: string, facts: GateFacts, otherwise: string): string => {
  const awaited = (facts.dependsOn.get(name) ?? []).filter(dependency => !isThere(dependency, facts));
  if (awaited.length === 0) return otherwise;
  const say = ({container, condition}: Dependency): string => `${container} to be ${condition}`;
  return `waits for ${awaited.map(say).join(', for ')}`;
};

/** The gates that every container passes. `undefined` when it has. */
const containerGate = (name: string, facts: GateFacts): Gate | undefined => {
  const container = facts.containers.get(name);
  if (container === undefined)
    return gate(name, 'created', false, waitSentence(name, facts, 'waits to be created'));
  const {state, health, exitCode, failingStreak} = container;
  if (state === 'exited' || state === 'dead') {
    const sentence = `ended with exit code ${exitCode ?? 'unknown'}`;
    return gate(name, 'running', false, sentence, !facts.isStarting);
  }
  if (state === 'created')
    return gate(name, 'running', false, waitSentence(name, facts, 'waits to be started'));
  if (state === 'paused') return gate(name, 'running', false, 'is paused', true);
  if (state !== 'running') return gate(name, 'running', false, `is ${state}`);
  if (health === 'starting')
    return gate(name, 'healthy', false, 'runs, and its health check has not passed yet');
  if (health === 'unhealthy')
    return gate(name, 'healthy', false, `runs, and its health check failed ${failingStreak} times in a row`);
  return undefined;
};

const registeredGate = (name: string, id: number, metadata: Known<Metadata>): Gate => {
  if (isUnknown(metadata)) return gate(name, 'registered', false, `runs; ${metadata.sentence}`);
  const isThere = metadata.brokers.some(broker => broker.id === id);
  return gate(
    name,
    'registered',
    isThere,
    isThere ? `is broker ${id} of the cluster` : `runs, and is not in the cluster yet`,
  );
};

const serviceGate = (name: string, facts: GateFacts): Gate => {
  const container = facts.containers.get(name);
  const unmet = containerGate(name, facts);
  if (unmet !== undefined || container === undefined) return unmet ?? gate(name, 'created', false, '');
  if (container.nodeRole === 'broker' && container.nodeId !== null)
    return registeredGate(name, container.nodeId, facts.metadata);
  if (facts.answers.has(name)) {
    const problem = facts.answers.get(name) ?? null;
    return gate(name, 'answering', problem === null, problem ?? 'answers');
  }
  return container.health === null
    ? gate(name, 'running', true, 'runs')
    : gate(name, 'healthy', true, 'is healthy');
};

const clusterGates = (metadata: Known<Metadata>): readonly Gate[] => {
  if (isUnknown(metadata)) return [gate('cluster', 'controller', false, metadata.sentence)];
  const {controllerId, topics} = metadata;
  const partitions = topics.flatMap(topic => (isUnknown(topic.partitions) ? [] : topic.partitions));
  const behind = partitions.filter(({isr, replicas}) => isr.length < replicas.length).length;
  return [
    gate(
      'cluster',
      'controller',
      controllerId !== null,
      controllerId === null ? 'has no controller yet' : 'has a controller',
    ),
    gate(
      'cluster',
      'replicated',
      behind === 0,
      behind === 0
        ? 'has nothing under-replicated'
        : `has ${behind} under-replicated partition${behind === 1 ? '' : 's'}`,
    ),
  ];
};

/** Service by service what the lab waits for. Pure. */
export const gatesOf = (facts: GateFacts): readonly Gate[] => [
  ...facts.names.map(name => serviceGate(name, facts)),
  ...clusterGates(facts.metadata),
];

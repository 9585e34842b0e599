import type {LabService, Variant} from '../../clients/compose/files.ts';
import type {ListedContainer} from '../../clients/docker/decode.ts';
import {labProject, variantLabel} from '../../clients/docker/lab.ts';
import type {Listener} from '../../clients/machine/ports.ts';
import {UserError} from '../../errors.ts';

/** Containers that have names of the lab and belong to something else. */
export interface NameConflict {
  /** `compose project kafkalab`, `the zookeeper variant of the lab`, `docker run`. */
  readonly owner: string;
  /** Null for containers that compose did not make. */
  readonly project: string | null;
  /** Another variant of our own lab: then the volumes of both are kept apart, and it is taken down by compose. */
  readonly variant: Variant | null;
  readonly names: readonly string[];
}

const variantOf = (container: ListedContainer): Variant =>
  container.labels.get(variantLabel) === 'kraft' ? 'kraft' : 'zookeeper';

const conflictOf = (container: ListedContainer, wanted: Variant): Omit<NameConflict, 'names'> | undefined => {
  const {project} = container;
  if (project === null) return {owner: 'docker run', project, variant: null};
  if (project !== labProject) return {owner: `compose project ${project}`, project, variant: null};
  const variant = variantOf(container);
  return variant === wanted ? undefined : {owner: `the ${variant} variant of the lab`, project, variant};
};

/** Whose the names are that the lab's containers need. */
export const nameConflicts = (
  services: readonly LabService[],
  containers: readonly ListedContainer[],
  wanted: Variant,
): readonly NameConflict[] => {
  const found = new Map<string, NameConflict>();
  for (const container of containers) {
    const isWanted = services.some(service => service.container === container.name);
    const isOtherVariant = container.project === labProject && variantOf(container) !== wanted;
    if (!isWanted && !isOtherVariant) continue;
    const conflict = conflictOf(container, wanted);
    if (conflict === undefined) continue;
    const before = found.get(conflict.owner)?.names ?? [];
    found.set(conflict.owner, {...conflict, names: [...before, container.name].sort()});
  }
  return [...found.values()];
};

export const conflictError = (conflicts: readonly NameConflict[]): UserError => {
  const named = conflicts.map(({names, owner}) => `${names.join(', ')} (${owner})`).join('; ');
  return new UserError(
    `Containers with the lab's names are there already: ${named}.`,
    'kafka-lab up --adopt starts and uses those; --replace stops and removes them first, and keeps their named volumes.',
  );
};

/** The ports that the lab needs and others hold, as one sentence each. */
export const heldPorts = (
  services: readonly LabService[],
  containers: readonly ListedContainer[],
  listeners: ReadonlyMap<number, Listener> | undefined,
): readonly string[] =>
  services.flatMap(({name, container: ownName, hostPorts}) =>
    hostPorts.flatMap(port => {
      const holders = containers.filter(one => one.state !== 'exited' && one.hostPorts.includes(port));
      const holder = holders.find(one => one.name !== ownName || one.project !== labProject);
      if (holder !== undefined) return [`port ${port} (${name}) is held by container ${holder.name}`];
      if (holders.length > 0) return [];
      const listener = listeners?.get(port);
      if (listener === undefined) return [];
      const who =
        listener.pid === null
          ? 'a program of another user'
          : `${listener.name ?? 'a program'} (process ${listener.pid})`;
      return [`port ${port} (${name}) is held by ${who}`];
    }),
  );

export const heldPortsError = (held: readonly string[]): UserError => {
  const [first = '', ...others] = held;
  const sentence = [first.charAt(0).toUpperCase() + first.slice(1), ...others].join('; ');
  return new UserError(`${sentence}.`, 'End what holds it, then run kafka-lab up again.');
};

import {missingParts} from '../actions/lab/bring-back.ts';
import {type Container, missingContainer} from '../model/container.ts';
import type {Target} from '../model/target.ts';

export type LabOf = Pick<Target, 'kind' | 'project' | 'variant'>;

/** Gives the containers that the lab should have and that are not among these. */
export type FindAbsent = (containers: readonly Container[]) => readonly Container[];

/**
 * What belongs to a lab is known of those that we bring up, by their files; of a lab that others made it is what was
 * seen of it before. To a named cluster no container belongs.
 */
export const createFindAbsent = (target: LabOf): FindAbsent => {
  const seen = new Map<string, Container>();
  /** The lab as it was last seen with a container: when none is left, which images it was made of is known no more. */
  let remembered: readonly Container[] = [];
  let last: {readonly key: string; readonly absent: readonly Container[]} | undefined;

  const find: FindAbsent = containers => {
    if (containers.some(({role}) => role === 'lab')) remembered = containers;
    // A project of the same name that is not ours carries no label of a variant.
    if (target.variant !== null)
      return missingParts(target, containers, remembered)
        .filter(({isExtra}) => !isExtra)
        .map(({container, service, image}) =>
          missingContainer({name: container, service, image, project: target.project}),
        );
    const there = new Set(containers.map(({name}) => name));
    for (const container of containers) if (container.role === 'lab') seen.set(container.name, container);
    return [...seen.values()].filter(({name}) => !there.has(name)).map(missingContainer);
  };

  return containers => {
    if (target.kind === 'cluster') return [];
    // The files are read again only when another container is there.
    const key = containers.map(({name, image}) => `${name} ${image}`).join('\n');
    if (key !== last?.key) last = {key, absent: find(containers)};
    return last.absent;
  };
};

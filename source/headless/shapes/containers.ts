import type {Container, ContainerStats} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import {unknown} from '../../model/reading.ts';
import {iso, isoOrNull} from '../json.ts';
import {type ListShape, listOf} from './list.ts';

/** Of one that should be there and is not only what it would be is known. */
const isMissing = ({state}: Container): boolean => state === 'missing';

const used = <K extends 'cpuPercent' | 'memoryBytes'>(
  container: Container,
  stats: ContainerStats | undefined,
  name: K,
) => {
  if (container.state !== 'running' && container.state !== 'paused') return null;
  return stats?.[name] ?? unknown('not-read', `What ${container.name} uses was not measured.`);
};

const shapeOf = (container: Container, stats: ContainerStats | undefined): object => ({
  id: isMissing(container) ? null : container.id,
  name: container.name,
  service: container.service,
  project: container.project,
  image: container.image,
  state: container.state,
  health: container.health,
  exitCode: container.exitCode,
  restarts: isMissing(container) ? null : container.restarts,
  createdAt: isMissing(container) ? null : iso(container.createdAt),
  startedAt: isoOrNull(container.startedAt),
  cpuPercent: used(container, stats, 'cpuPercent'),
  memoryBytes: used(container, stats, 'memoryBytes'),
  ports: container.ports.map(({host, container: inside, protocol}) => ({host, container: inside, protocol})),
});

/** `chosen` are the containers to print: the lab's, or all, and those that it should have. */
export const containersShape = ({world, now}: Picture, chosen: readonly Container[]): ListShape =>
  listOf(world.containers, 'The list of containers', '/containers', now, () =>
    chosen.map(container => shapeOf(container, world.stats.get(container.id))),
  );

import type {Container, ContainerStats} from '../../model/container.ts';
import type {Picture} from '../../model/picture.ts';
import {unknown} from '../../model/reading.ts';
import {iso, isoOrNull} from '../json.ts';
import {type ListShape, listOf} from './list.ts';

const used = <K extends 'cpuPercent' | 'memoryBytes'>(
  container: Container,
  stats: ContainerStats | undefined,
  name: K,
) => {
  if (container.state !== 'running' && container.state !== 'paused') return null;
  return stats?.[name] ?? unknown('not-read', `What ${container.name} uses was not measured.`);
};

const shapeOf = (container: Container, stats: ContainerStats | undefined): object => ({
  id: container.id,
  name: container.name,
  service: container.service,
  project: container.project,
  image: container.image,
  state: container.state,
  health: container.health,
  exitCode: container.exitCode,
  restarts: container.restarts,
  createdAt: iso(container.createdAt),
  startedAt: isoOrNull(container.startedAt),
  cpuPercent: used(container, stats, 'cpuPercent'),
  memoryBytes: used(container, stats, 'memoryBytes'),
  ports: container.ports.map(({host, container: inside, protocol}) => ({host, container: inside, protocol})),
});

/** `chosen` are the containers to print: the lab's, or all. */
export const containersShape = ({world, now}: Picture, chosen: readonly Container[]): ListShape =>
  listOf(world.containers, 'The list of containers', '/containers', now, () =>
    chosen.map(container => shapeOf(container, world.stats.get(container.id))),
  );

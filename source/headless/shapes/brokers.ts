import type {Broker} from '../../model/broker.ts';
import type {Picture} from '../../model/picture.ts';
import {type ListShape, listOf} from './list.ts';

const shapeOf = ({
  id,
  host,
  port,
  rack,
  state,
  isController,
  leaders,
  replicas,
  outOfSync,
  container,
}: Broker): object => ({
  id,
  host,
  port,
  rack,
  state,
  isController,
  leaders,
  replicas,
  outOfSync,
  container,
});

export const brokersShape = ({world, now, brokers}: Picture): ListShape =>
  listOf(world.metadata, "The cluster's metadata", '/brokers', now, () => brokers.map(shapeOf));

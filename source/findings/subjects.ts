import type {Broker, BrokerState} from '../model/broker.ts';
import type {Container} from '../model/container.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown} from '../model/reading.ts';
import type {Partition, Topic} from '../model/topic.ts';

/** Some names, and how many there are besides: a sentence stays a sentence. */
export const named = (names: readonly string[], most = 4): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export interface PlacedPartition {
  readonly topic: Topic;
  readonly partition: Partition;
  readonly name: string;
}

/** Every partition of the picture that could be read. */
export const partitionsOf = (picture: Picture): readonly PlacedPartition[] =>
  picture.topics.flatMap(topic =>
    isUnknown(topic.partitions)
      ? []
      : topic.partitions.map(partition => ({topic, partition, name: `${topic.name}-${partition.id}`})),
  );

/** Brokers in a state that is known. */
export const brokersIn = (picture: Picture, ...states: readonly BrokerState[]): readonly Broker[] =>
  picture.brokers.filter(({state}) => !isUnknown(state) && states.includes(state));

export const containerNamed = (picture: Picture, name: string | null): Container | undefined =>
  name === null ? undefined : picture.containers.find(container => container.name === name);

/** The mode of the cluster, as far as it was read; the lab's variant tells it before. */
export const modeOf = ({world}: Picture): 'zookeeper' | 'kraft' | null =>
  (world.controller.state === 'waiting' || world.controller.state === 'failed'
    ? null
    : world.controller.value.mode) ??
  world.target?.variant ??
  null;

/** How long Kafka goes on naming a broker that was killed. */
export const sessionTime = (picture: Picture): string => {
  const mode = modeOf(picture);
  return mode === 'zookeeper'
    ? 'up to 18 s'
    : mode === 'kraft'
      ? 'up to 9 s'
      : 'up to 18 s under ZooKeeper, 9 s under KRaft';
};

/** The container that decides on elections: ZooKeeper's, or the KRaft controller's. */
export const quorumContainers = (picture: Picture): readonly Container[] =>
  picture.containers.filter(
    ({role, name, service, nodeRole}) =>
      role === 'lab' && (nodeRole === 'controller' || name === 'zookeeper' || service === 'zookeeper'),
  );

export const isDown = ({state}: Container): boolean => state !== 'running';

import type {ContainerVerb} from '../clients/docker/client.ts';
import type {Container} from '../model/container.ts';
import {coordinatorPartition, offsetsTopic} from '../model/coordinator.ts';
import {neededInSync} from '../model/min-insync.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown, known, lastValue as readingValue} from '../model/reading.ts';
import type {Partition} from '../model/topic.ts';

interface PlacedPartition {
  readonly name: string;
  readonly isInternal: boolean;
  readonly partition: Partition;
}

/** Names that are said before the rest is only counted. */
const namesShown = 3;

const some = (names: readonly string[]): string =>
  names.length <= namesShown
    ? names.join(', ')
    : `${names.slice(0, namesShown).join(', ')} and ${names.length - namesShown} more`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const partitionsOf = (picture: Picture): readonly PlacedPartition[] =>
  picture.topics.flatMap(({name, isInternal, partitions}) =>
    (known(partitions) ?? []).map(partition => ({name: `${name}-${partition.id}`, isInternal, partition})),
  );

const brokersIn = (
  picture: Picture,
  containers: readonly Container[],
): readonly {id: number; container: string}[] => {
  const fromBrokers = picture.brokers.flatMap(({id, container}) =>
    containers.some(({name}) => name === container) ? [{id, container: container ?? ''}] : [],
  );
  const fromContainers = containers.flatMap(({nodeId, nodeRole, name}) =>
    nodeRole === 'broker' && nodeId !== null ? [{id: nodeId, container: name}] : [],
  );
  const ids = new Set(fromBrokers.map(({id}) => id));
  return [...fromBrokers, ...fromContainers.filter(({id}) => !ids.has(id))];
};

const leads = (picture: Picture, id: number, container: string): string => {
  if (readingValue(picture.world.metadata) === undefined)
    return `${container} is broker ${id}; what it leads could not be read.`;
  const led = partitionsOf(picture).filter(({partition}) => partition.leader === id);
  const own = led.filter(({isInternal}) => !isInternal).length;
  const internal = led.length - own;
  const also = internal === 0 ? '' : ` and ${internal} of Kafka's internal topics`;
  return `${container} leads ${count(own, 'partition')}${also}.`;
};

/**
 * Partitions with replicas only on brokers that go now, or that are in sync only there. Kafka's own topics are left
 * out: what their loss means is said of the groups.
 */
const losses = (picture: Picture, ids: readonly number[]): readonly string[] => {
  const partitions = partitionsOf(picture).filter(
    ({isInternal, partition}) => !isInternal && partition.replicas.some(replica => ids.includes(replica)),
  );
  const alone = partitions.filter(({partition}) =>
    partition.replicas.every(replica => ids.includes(replica)),
  );
  const lastInSync = partitions.filter(
    one =>
      !alone.includes(one) &&
      one.partition.isr.length > 0 &&
      one.partition.isr.every(replica => ids.includes(replica)),
  );
  const name = (list: readonly PlacedPartition[]): string => some(list.map(one => one.name));
  return [
    ...(alone.length === 0
      ? []
      : [
          `${name(alone)} ${alone.length === 1 ? 'has' : 'have'} no other replica: nobody can read or write there.`,
        ]),
    ...(lastInSync.length === 0
      ? []
      : [`No other replica of ${name(lastInSync)} is in sync: no leader can be elected there.`]),
  ];
};

/** Topics where too few replicas stay in sync for a producer that waits for all. */
const belowMinimum = (picture: Picture, ids: readonly number[]): readonly string[] => {
  const names = picture.topics.flatMap(({name, isInternal, minInsync, partitions}) => {
    const minimum = known(minInsync);
    if (isInternal || minimum === undefined) return [];
    const isBelow = (known(partitions) ?? []).some(({isr, replicas}) => {
      const left = isr.filter(replica => !ids.includes(replica)).length;
      const needed = neededInSync(minimum, replicas);
      return left > 0 && left < needed && isr.length >= needed;
    });
    return isBelow ? [name] : [];
  });
  return names.length === 0
    ? []
    : [
        `${some(names)} ${names.length === 1 ? 'falls' : 'fall'} below min.insync.replicas: acks=all is refused there, and what acks=1 writes stays unreadable until enough are in sync again (Kafka 3.7 on).`,
      ];
};

const coordinators = (picture: Picture, ids: readonly number[]): readonly string[] => {
  const groups = picture.groups.filter(({coordinator}) => ids.includes(coordinator)).map(({id}) => id);
  if (groups.length === 0) return [];
  const offsets = picture.topics.find(({name}) => name === offsetsTopic);
  const replication = offsets === undefined ? undefined : known(offsets.replicationFactor);
  const places = (offsets && known(offsets.partitions)) ?? [];
  // What is not known of its partition speaks for no loss.
  const isLost = (group: string): boolean => {
    const id = coordinatorPartition(group, Math.max(1, places.length));
    const place = places.find(each => each.id === id);
    return place?.isr.every(replica => ids.includes(replica)) ?? false;
  };
  const whose = (all: readonly string[]): string =>
    all.length === 1 ? `Group ${some(all)}'s coordinator` : `The coordinator of groups ${some(all)}`;
  if (replication === 1)
    return [
      `${whose(groups)} has no replica (replication factor 1): it stays away until the broker is back.`,
    ];
  const lost = groups.filter(isLost);
  const moved = groups.filter(group => !lost.includes(group));
  return [
    ...(lost.length === 0
      ? []
      : [`${whose(lost)} has no other replica in sync: it stays away until a broker that has one is back.`]),
    ...(moved.length === 0 ? [] : [`${whose(moved)} moves.`]),
  ];
};

/** Where no broker is left there is nobody to hand anything over to. */
const isLast = ({brokers}: Picture, ids: readonly number[]): boolean =>
  ids.length > 0 && !brokers.some(({id, state}) => !ids.includes(id) && state === 'up');

const others = (picture: Picture, containers: readonly Container[]): readonly string[] => {
  const workers = [...picture.world.workers].flatMap(([name, reading]) => {
    if (!containers.some(container => container.name === name)) return [];
    const connectors = readingValue(reading)?.connectors.map(connector => connector.name) ?? [];
    return [
      connectors.length === 0
        ? `${name} is a Connect worker: its connectors stop.`
        : `${name} runs ${count(connectors.length, 'connector')} (${some(connectors)}): they stop.`,
    ];
  });
  const quorum = containers.flatMap(({name, nodeRole, command, image}) => {
    if (nodeRole === 'controller')
      return [`${name} is the controller: no leader is elected and no topic made without it.`];
    return /zookeeper/.test(`${name} ${image} ${command}`) && nodeRole === null
      ? [`Without ${name} brokers go on, but no leader is elected and no topic made.`]
      : [];
  });
  return [...quorum, ...workers];
};

/** How Kafka learns of it, which is the difference between the verbs. */
const noticed = (verb: ContainerVerb, picture: Picture): readonly string[] => {
  const mode = readingValue(picture.world.controller)?.mode ?? picture.world.target?.variant;
  const seconds = mode === 'kraft' ? 9 : 18;
  switch (verb) {
    case 'kill':
    case 'remove':
      return [`Kafka notices after up to ${seconds} s, and names the dead broker as leader until then.`];
    case 'pause':
      return [`Its connections stay open and nothing answers; Kafka notices after up to ${seconds} s.`];
    case 'stop':
    case 'restart':
      return ['It hands its leaderships over first (controlled shutdown), where another replica is in sync.'];
    default:
      return [];
  }
};

/** What compose or docker named by itself, and forgets with the container. */
const anonymous = /^[0-9a-f]{64}$/;

/** What becomes of the files of containers that are removed. */
const files = (containers: readonly Container[]): readonly string[] =>
  containers.map(({name, mounts}) => {
    const kept = mounts
      .map(({source}) => source)
      .filter(each => !each.startsWith('/') && !anonymous.test(each));
    return kept.length === 0
      ? `${name} has no named volume: what it stored goes with it.`
      : `${name} goes with its own files; what it stored in ${some(kept)} stays.`;
  });

/**
 * What follows when these containers stop, are paused or killed: the sentences of the confirmation. Pure; says what
 * the last readings know, and that it is not known where they do not.
 */
export const consequences = (
  verb: ContainerVerb,
  picture: Picture,
  names: readonly string[],
): readonly string[] => {
  if (verb === 'start' || verb === 'unpause') return [];
  const containers = picture.containers.filter(({name}) => names.includes(name));
  const running = containers.filter(({state}) => state === 'running' || state === 'paused');
  const idle = containers.filter(container => !running.includes(container));
  const brokers = brokersIn(picture, running);
  const ids = brokers.map(({id}) => id);
  const isUnread = picture.topics.some(({partitions}) => isUnknown(partitions));
  return [
    ...brokers.map(({id, container}) => leads(picture, id, container)),
    ...losses(picture, ids),
    ...belowMinimum(picture, ids),
    ...coordinators(picture, ids),
    ...others(picture, running),
    ...(isLast(picture, ids)
      ? ['No broker is left then: nothing can be read or written.']
      : brokers.length > 0
        ? noticed(verb, picture)
        : []),
    ...(brokers.length > 0 && isUnread ? ['Some topics could not be read: they may be touched, too.'] : []),
    ...(verb === 'remove' ? files(containers) : []),
    ...idle.map(({name, state}) => `${name} does not run (${state}).`),
  ];
};

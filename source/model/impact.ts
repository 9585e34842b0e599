import {coordinatorPartition, offsetsTopic} from './coordinator.ts';
import {neededInSync} from './min-insync.ts';
import type {Picture} from './picture.ts';
import {isUnknown, known} from './reading.ts';
import type {Partition, Topic} from './topic.ts';

/** Why nobody leads a partition: all its replicas stop, all that are in sync do, or nobody is left who elects. */
export type WhyNone = 'no-replica' | 'none-in-sync' | 'nobody-elects';

/**
 * `frozen`: nobody can commit or join; `moves`: another broker coordinates the group; `unknown`: its coordinator stops,
 * and the replicas of its partition were not read.
 */
export type CoordinatorFate = 'frozen' | 'moves' | 'stays' | 'unknown';

/** What becomes of a partition when brokers stop. */
export interface PartitionImpact {
  readonly id: number;
  /** Who leads it then; null where nobody can: it is neither read nor written. */
  readonly leader: number | null;
  /** Why it is nobody; null where there is a leader. */
  readonly whyNone: WhyNone | null;
  /** Whether that is another broker than now. */
  readonly isMoved: boolean;
  readonly isr: readonly number[];
  /**
   * Whether a producer that waits for all in-sync replicas is served; undefined where min.insync is not known. Where
   * nobody elects, nobody takes what stopped out of the in-sync set either, and the leader waits for it.
   */
  readonly takesAll: boolean | undefined;
}

export interface TopicImpact {
  readonly topic: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionImpact[];
  /** Partitions of the topic all together. */
  readonly count: number;
}

export interface GroupImpact {
  readonly group: string;
  readonly coordinator: CoordinatorFate;
  /** Partitions that it reads and that nobody leads then, e.g. `orders-0`. */
  readonly unreadable: readonly string[];
}

export interface Impact {
  readonly brokers: readonly number[];
  /** Whether somebody stays who elects leaders and changes in-sync sets. */
  readonly isElecting: boolean;
  /** Brokers that answer and stay. */
  readonly left: readonly number[];
  /** Topics that are touched. */
  readonly topics: readonly TopicImpact[];
  /** Topics whose partitions are not known: they may be touched, too. */
  readonly unknown: readonly string[];
  readonly groups: readonly GroupImpact[];
}

/**
 * Kafka elects the first of the replica list that is in sync and alive. A proper stop hands over first; after a kill
 * the same happens when its session has ended. The last of the ISR stays in it, without being there.
 */
const partitionImpact = (
  partition: Partition,
  gone: ReadonlySet<number>,
  isElecting: boolean,
  minimum: number | undefined,
): PartitionImpact => {
  const {id, replicas, isr} = partition;
  const now = known(partition.leader) ?? null;
  const left = isr.filter(replica => !gone.has(replica));
  const isLost = now === null || gone.has(now);
  const elected = replicas.find(replica => left.includes(replica)) ?? null;
  const leader = isLost ? (isElecting ? elected : null) : now;
  return {
    id,
    leader,
    whyNone: leader === null ? whyNone(replicas, left, gone) : null,
    isMoved: leader !== now,
    isr: left,
    takesAll:
      leader === null || (!isElecting && left.length < isr.length)
        ? false
        : minimum === undefined
          ? undefined
          : left.length >= neededInSync(minimum, replicas),
  };
};

const whyNone = (
  replicas: readonly number[],
  left: readonly number[],
  gone: ReadonlySet<number>,
): WhyNone => {
  if (replicas.every(replica => gone.has(replica))) return 'no-replica';
  return left.length === 0 ? 'none-in-sync' : 'nobody-elects';
};

const isTouched = ({replicas, leader}: Partition, gone: ReadonlySet<number>): boolean =>
  replicas.some(id => gone.has(id)) || (typeof leader === 'number' && gone.has(leader));

const topicImpact = (
  topic: Topic,
  gone: ReadonlySet<number>,
  isElecting: boolean,
): readonly TopicImpact[] => {
  const {name, isInternal, partitions, minInsync} = topic;
  if (isUnknown(partitions)) return [];
  const touched = partitions.filter(partition => isTouched(partition, gone));
  if (touched.length === 0) return [];
  return [
    {
      topic: name,
      isInternal,
      count: partitions.length,
      partitions: touched.map(each => partitionImpact(each, gone, isElecting, known(minInsync))),
    },
  ];
};

/**
 * What follows if these brokers stop now, by replicas, in-sync sets and min.insync.replicas as they were last read.
 * `isElecting` says whether ZooKeeper or the controllers stay: without them no leader is elected. Pure.
 */
export const impactOf = (picture: Picture, brokers: readonly number[], isElecting: boolean): Impact => {
  const gone = new Set(brokers);
  const topics = picture.topics.flatMap(topic => topicImpact(topic, gone, isElecting));
  const leaderless = new Set(
    topics.flatMap(({topic, partitions}) =>
      partitions.filter(({leader}) => leader === null).map(({id}) => `${topic}-${id}`),
    ),
  );
  const offsets = topics.find(({topic}) => topic === offsetsTopic);
  const isRead = picture.topics.some(({name, partitions}) => name === offsetsTopic && !isUnknown(partitions));
  const fateOf = (group: string, coordinator: number): CoordinatorFate => {
    if (!isRead) return gone.has(coordinator) ? 'unknown' : 'stays';
    if (!offsets) return 'stays';
    const place = offsets.partitions.find(({id}) => id === coordinatorPartition(group, offsets.count));
    if (!place) return 'stays';
    return place.leader === null ? 'frozen' : place.isMoved ? 'moves' : 'stays';
  };
  const groups = picture.groups
    .map(
      ({id, coordinator, partitions}): GroupImpact => ({
        group: id,
        coordinator: fateOf(id, coordinator),
        unreadable: (known(partitions) ?? [])
          .map(({topic, partition}) => `${topic}-${partition}`)
          .filter(name => leaderless.has(name)),
      }),
    )
    .filter(({coordinator, unreadable}) => coordinator !== 'stays' || unreadable.length > 0);
  return {
    brokers,
    isElecting,
    left: picture.brokers.filter(({id, state}) => state === 'up' && !gone.has(id)).map(({id}) => id),
    topics,
    unknown: picture.topics.filter(({partitions}) => isUnknown(partitions)).map(({name}) => name),
    groups,
  };
};

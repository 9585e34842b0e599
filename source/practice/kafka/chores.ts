import type {Clock} from '../../clock.ts';
import {compact} from './compaction.ts';
import {type Liveness, leadUnclean, preferLeader} from './leadership.ts';
import {retain} from './retention.ts';
import type {PartitionState, TopicState} from './state.ts';

/** What the brokers do by themselves, in intervals that are settings of theirs. */
export interface Household {
  readonly clock: Clock;
  readonly live: Liveness;
  readonly isQuorumUp: () => boolean;
  readonly topics: () => Iterable<TopicState>;
  readonly brokerIds: () => readonly number[];
  readonly brokerConfig: (name: string) => string;
  readonly topicConfig: (topic: TopicState, name: string) => string;
  /** A partition on its way to other replicas is left alone. */
  readonly isMoving: (partition: PartitionState) => boolean;
}

/** How soon the controller sees that an unclean election is allowed (ms). */
const uncleanMs = 1000;

const isLed = (partition: PartitionState, {live}: Household): boolean => live.isUp(partition.leader);

/** Drops the segments that are past their topic's retention. */
const dropOld = (house: Household): void => {
  const now = house.clock.now();
  for (const topic of house.topics()) {
    if (!house.topicConfig(topic, 'cleanup.policy').includes('delete')) continue;
    const limits = {
      ms: Number(house.topicConfig(topic, 'retention.ms')),
      bytes: Number(house.topicConfig(topic, 'retention.bytes')),
    };
    for (const partition of topic.partitions) if (isLed(partition, house)) retain(partition, limits, now);
  }
};

const clean = (house: Household): void => {
  if (house.brokerConfig('log.cleaner.enable') === 'false') return;
  const now = house.clock.now();
  for (const topic of house.topics()) {
    if (!house.topicConfig(topic, 'cleanup.policy').includes('compact')) continue;
    const number = (name: string): number => Number(house.topicConfig(topic, name));
    const limits = {
      dirtyRatio: number('min.cleanable.dirty.ratio'),
      minLagMs: number('min.compaction.lag.ms'),
      maxLagMs: number('max.compaction.lag.ms'),
      tombstoneMs: number('delete.retention.ms'),
    };
    for (const partition of topic.partitions) if (isLed(partition, house)) compact(partition, limits, now);
  }
};

/** Gives leadership back to preferred replicas, broker by broker where more than a part of it has moved away. */
const rebalance = (house: Household): void => {
  if (house.brokerConfig('auto.leader.rebalance.enable') !== 'true' || !house.isQuorumUp()) return;
  // A KRaft controller has no such setting, and gives back whatever it can.
  const allowed = Number(house.brokerConfig('leader.imbalance.per.broker.percentage')) / 100;
  const partitions = [...house.topics()].flatMap(topic => topic.partitions);
  for (const id of house.brokerIds()) {
    const preferred = partitions.filter(({replicas}) => replicas[0] === id);
    const away = preferred.filter(({leader}) => leader !== id);
    if (away.length / Math.max(1, preferred.length) <= allowed) continue;
    for (const partition of away) if (!house.isMoving(partition)) preferLeader(partition, house.live);
  }
};

const electUnclean = (house: Household): void => {
  if (!house.isQuorumUp()) return;
  for (const topic of house.topics()) {
    if (topic.partitions.every(({leader}) => leader !== -1)) continue;
    if (house.topicConfig(topic, 'unclean.leader.election.enable') !== 'true') continue;
    for (const partition of topic.partitions) leadUnclean(partition, house.live);
  }
};

/** Does it all from now on. Returns what ends that. */
export const startChores = (house: Household): (() => void) => {
  const cancels = new Map<string, () => void>();
  const setting = (name: string, unit: number): (() => number) => {
    // An interval of nothing would never let go.
    return () => Math.max(100, Number(house.brokerConfig(name)) * unit);
  };
  const repeat = (name: string, interval: () => number, run: (house: Household) => void): void => {
    cancels.set(
      name,
      house.clock.after(interval(), () => {
        run(house);
        repeat(name, interval, run);
      }),
    );
  };
  repeat('retention', setting('log.retention.check.interval.ms', 1), dropOld);
  repeat('cleaner', setting('log.cleaner.backoff.ms', 1), clean);
  repeat('rebalance', setting('leader.imbalance.check.interval.seconds', 1000), rebalance);
  repeat('unclean', () => uncleanMs, electUnclean);
  return () => {
    for (const cancel of cancels.values()) cancel();
  };
};

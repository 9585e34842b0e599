import {brokersOf} from '../brokers-of.ts';
import type {Metadata, PartitionMetadata, TopicMetadata} from '../cluster.ts';
import type {LabEvent} from '../event.ts';
import {isUnknown, known, lastValue} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';
import {gather, type PartitionChange} from './gather.ts';

const ids = (list: readonly number[]): string => [...list].sort((a, b) => a - b).join(' ');

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index]);

const diffPartition = (
  owner: string,
  before: PartitionMetadata,
  after: PartitionMetadata,
): readonly PartitionChange[] => {
  if (before === after) return [];
  const changes: PartitionChange[] = [];
  const place = {owner, partition: after.id};
  if (before.leader !== after.leader)
    changes.push({...place, kind: 'leader', from: before.leader, to: after.leader});
  // One election is the change of leader above; more than one happened between two readings.
  const elections = (after.leaderEpoch ?? 0) - (before.leaderEpoch ?? 0);
  if (before.leaderEpoch !== null && elections > 1)
    changes.push({...place, kind: 'elections', from: null, to: elections});
  // The order of the set says nothing: only a set of other brokers is news.
  if (!isSame(before.isr, after.isr) && ids(before.isr) !== ids(after.isr))
    changes.push({...place, kind: 'isr', from: ids(before.isr), to: ids(after.isr)});
  return changes;
};

const diffTopic = (before: TopicMetadata, after: TopicMetadata): readonly PartitionChange[] => {
  if (before === after || isUnknown(before.partitions) || isUnknown(after.partitions)) return [];
  const old = before.partitions;
  return after.partitions.flatMap((partition, index) => {
    const guess = old[index];
    const previous = guess?.id === partition.id ? guess : old.find(({id}) => id === partition.id);
    return previous ? diffPartition(after.name, previous, partition) : [];
  });
};

const diffBrokers = (before: Metadata, after: Metadata, change: Change): readonly LabEvent[] => {
  const was = new Set(before.brokers.map(({id}) => id));
  const is = new Set(after.brokers.map(({id}) => id));
  return [
    ...[...was]
      .filter(id => !is.has(id))
      .map(id => change('broker-registered', String(id), 'registered', null)),
    ...[...is]
      .filter(id => !was.has(id))
      .map(id => change('broker-registered', String(id), null, 'registered')),
  ];
};

const diffTopics = (before: Metadata, after: Metadata, change: Change): readonly LabEvent[] => {
  const old = new Map(before.topics.map(topic => [topic.name, topic]));
  const events: LabEvent[] = [];
  const changes: PartitionChange[] = [];
  for (const topic of after.topics) {
    const {name} = topic;
    const count = known(topic.partitions)?.length ?? null;
    const previous = old.get(name);
    old.delete(name);
    if (!previous) {
      events.push(change('topic-created', name, null, count));
      continue;
    }
    const was = known(previous.partitions)?.length ?? null;
    if (was !== null && count !== null && count > was)
      events.push(change('partitions-added', name, was, count));
    changes.push(...diffTopic(previous, topic));
  }
  const deleted = [...old.keys()].map(name => change('topic-deleted', name, null, null));
  return [...deleted, ...events, ...gather(changes, change)];
};

const diffController = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.controller === after.controller) return [];
  const [was, is] = [lastValue(before.controller), lastValue(after.controller)];
  if (!was || !is || isUnknown(was.id) || isUnknown(is.id) || was.id === is.id) return [];
  return [change('controller', 'cluster', was.id, is.id)];
};

const probeWords = {
  answers: 'up',
  silent: 'hung',
  refused: 'unreachable',
  unresolvable: 'unreachable',
  'not-authorised': 'not authorised',
} as const;

/** States by id, as words; where a state is not known, what the probe said. */
const statesOf = (world: World): ReadonlyMap<number, string> =>
  new Map(
    brokersOf(world).flatMap(({id, state}) => {
      const probe = world.probes.get(id);
      const word = isUnknown(state) ? probe && probeWords[probe.result] : state;
      return word === undefined ? [] : [[id, word] as const];
    }),
  );

/**
 * A probe that says something else than the one before, where that makes another state: one whose container has ended
 * is stopped, however its address answers.
 */
const diffProbes = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.probes === after.probes) return [];
  const moved = [...after.probes].filter(([id, {result}]) => {
    const was = before.probes.get(id);
    return was !== undefined && probeWords[was.result] !== probeWords[result];
  });
  if (moved.length === 0) return [];
  const [old, now] = [statesOf(before), statesOf(after)];
  return moved.flatMap(([id]) => {
    const [from, to] = [old.get(id) ?? null, now.get(id) ?? null];
    return from === to ? [] : [change('broker', String(id), from, to)];
  });
};

const diffEnds = (before: World, after: World, change: Change): readonly LabEvent[] => {
  if (before.ends === after.ends) return [];
  const changes: PartitionChange[] = [];
  for (const [owner, partitions] of after.ends) {
    const old = before.ends.get(owner);
    if (!old || old === partitions) continue;
    for (const [partition, {offset}] of partitions) {
      const was = old.get(partition)?.offset;
      if (was === undefined || isUnknown(was) || isUnknown(offset) || offset >= was) continue;
      changes.push({kind: 'offsets-lost', owner, partition, from: was, to: offset});
    }
  }
  return gather(changes, change);
};

/** Leaders, in-sync replicas, brokers, topics, the controller, and log ends that went back. */
export const diffCluster = (before: World, after: World, change: Change): readonly LabEvent[] => {
  const [was, is] = [lastValue(before.metadata), lastValue(after.metadata)];
  const isRead = was !== undefined && is !== undefined && was !== is;
  return [
    ...(isRead ? diffBrokers(was, is, change) : []),
    ...diffController(before, after, change),
    ...(isRead ? diffTopics(was, is, change) : []),
    ...diffProbes(before, after, change),
    ...diffEnds(before, after, change),
  ];
};

import type {Metadata, PartitionMetadata, TopicMetadata} from '../cluster.ts';
import type {LabEvent} from '../event.ts';
import {isUnknown, known, lastValue} from '../reading.ts';
import type {World} from '../world.ts';
import type {Change} from './change.ts';

const ids = (list: readonly number[]): string => [...list].sort((a, b) => a - b).join(' ');

const diffPartition = (
  name: string,
  before: PartitionMetadata,
  after: PartitionMetadata,
  change: Change,
): readonly LabEvent[] => {
  const events: LabEvent[] = [];
  if (before.leader !== after.leader) events.push(change('leader', name, before.leader, after.leader));
  const elections = (after.leaderEpoch ?? 0) - (before.leaderEpoch ?? 0);
  // One election is the change of leader above; more than one happened between two readings.
  if (before.leaderEpoch !== null && elections > 1) events.push(change('elections', name, null, elections));
  if (ids(before.isr) !== ids(after.isr)) events.push(change('isr', name, ids(before.isr), ids(after.isr)));
  return events;
};

const diffTopic = (before: TopicMetadata, after: TopicMetadata, change: Change): readonly LabEvent[] => {
  if (before === after || isUnknown(before.partitions) || isUnknown(after.partitions)) return [];
  const events: LabEvent[] = [];
  const [was, is] = [before.partitions.length, after.partitions.length];
  if (is > was) events.push(change('partitions-added', after.name, was, is));
  const old = new Map(before.partitions.map(partition => [partition.id, partition]));
  for (const partition of after.partitions) {
    const previous = old.get(partition.id);
    if (previous) events.push(...diffPartition(`${after.name}-${partition.id}`, previous, partition, change));
  }
  return events;
};

const diffBrokers = (before: Metadata, after: Metadata, change: Change): readonly LabEvent[] => {
  const [was, is] = [before, after].map(({brokers}) => new Set(brokers.map(({id}) => id)));
  return [
    ...[...(was ?? [])]
      .filter(id => !is?.has(id))
      .map(id => change('broker-registered', String(id), 'registered', null)),
    ...[...(is ?? [])]
      .filter(id => !was?.has(id))
      .map(id => change('broker-registered', String(id), null, 'registered')),
  ];
};

const diffTopics = (before: Metadata, after: Metadata, change: Change): readonly LabEvent[] => {
  const old = new Map(before.topics.map(topic => [topic.name, topic]));
  const now = new Set(after.topics.map(({name}) => name));
  return [
    ...before.topics
      .filter(({name}) => !now.has(name))
      .map(({name}) => change('topic-deleted', name, null, null)),
    ...after.topics.flatMap(topic => {
      const previous = old.get(topic.name);
      if (previous) return diffTopic(previous, topic, change);
      return [change('topic-created', topic.name, null, known(topic.partitions)?.length ?? null)];
    }),
  ];
};

const diffController = (before: World, after: World, change: Change): readonly LabEvent[] => {
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

const diffProbes = (before: World, after: World, change: Change): readonly LabEvent[] =>
  before.probes === after.probes
    ? []
    : [...after.probes].flatMap(([id, probe]) => {
        const was = before.probes.get(id);
        if (!was || probeWords[was.result] === probeWords[probe.result]) return [];
        return [change('broker', String(id), probeWords[was.result], probeWords[probe.result])];
      });

const diffEnds = (before: World, after: World, change: Change): readonly LabEvent[] =>
  before.ends === after.ends
    ? []
    : [...after.ends].flatMap(([topic, partitions]) => {
        const old = before.ends.get(topic);
        if (!old || old === partitions) return [];
        return [...partitions].flatMap(([id, end]) => {
          const was = old.get(id);
          if (!was || was === end || isUnknown(was.offset) || isUnknown(end.offset)) return [];
          return end.offset < was.offset
            ? [change('offsets-lost', `${topic}-${id}`, was.offset, end.offset)]
            : [];
        });
      });

/** Leaders, in-sync replicas, brokers, topics, the controller, and log ends that went back. */
export const diffCluster = (before: World, after: World, change: Change): readonly LabEvent[] => {
  const [was, is] = [lastValue(before.metadata), lastValue(after.metadata)];
  const metadata =
    was && is && was !== is ? [...diffBrokers(was, is, change), ...diffTopics(was, is, change)] : [];
  const controller = before.controller === after.controller ? [] : diffController(before, after, change);
  return [
    ...metadata,
    ...controller,
    ...diffProbes(before, after, change),
    ...diffEnds(before, after, change),
  ];
};

import {offsetsTopic} from '../../model/coordinator.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown} from '../../model/reading.ts';
import type {Partition} from '../../model/topic.ts';
import {describeTopic, kafkaTool, revive} from '../command-lines.ts';
import type {Figure, Found, Rule, Subject} from '../finding.ts';
import {
  broker,
  brokersIn,
  type PlacedPartition,
  partitionsOf,
  partitionsText,
  quorumDown,
  some,
  subjectsOf,
  topicsIn,
  verb,
} from '../subjects.ts';

/** Why no replica leads, and which broker would end that. */
interface Cause {
  readonly because: string;
  readonly waitsFor: number | null;
}

const causeOf = (picture: Picture, {replicas, isr}: Partition): Cause => {
  const up = new Set(brokersIn(picture, 'up').map(({id}) => id));
  const [only] = replicas;
  if (replicas.length === 1 && only !== undefined && !up.has(only))
    return {because: `the only replica is on broker ${only}`, waitsFor: only};
  // Under ZooKeeper the last in-sync replica stays in the set; under KRaft it may be empty.
  const [last] = isr;
  if (isr.some(id => up.has(id))) {
    const [judge] = quorumDown(picture);
    return {
      because: judge ? `${judge.name} is down and nothing is elected` : 'nothing was elected yet',
      waitsFor: null,
    };
  }
  if (last !== undefined)
    return {
      because: `${isr.length === 1 ? `broker ${last}, the last` : `brokers ${isr.join(' and ')}, the last`} in sync, ${verb(isr.length, 'is', 'are')} not there`,
      waitsFor: last,
    };
  return {
    because: `no replica is in sync (brokers ${replicas.join(', ')})`,
    waitsFor: only ?? null,
  };
};

const subjectFor = (placed: readonly PlacedPartition[], waitsFor: number | null): Subject => {
  const [first] = placed;
  if (placed.length === 1 && first) return {kind: 'partition', id: first.name};
  const topics = topicsIn(placed);
  if (topics.length === 1 && topics[0] !== undefined) return {kind: 'topic', id: topics[0]};
  return waitsFor === null ? {kind: 'lab', id: 'lab'} : broker(waitsFor);
};

/** Partitions without a leader: one finding for each cause. Those of the offsets topic have a rule of their own. */
export const leaderless: Rule = {
  id: 'leaderless',
  rule: 'A partition has no leader.',
  concept:
    'Only the leader of a partition takes writes and serves reads, and only an in-sync replica may become leader, so that nothing that was acknowledged is lost. With no such replica alive, the partition waits for one to come back.',
  find: picture => {
    const causes = new Map<string, {cause: Cause; placed: PlacedPartition[]}>();
    for (const each of partitionsOf(picture)) {
      if (each.partition.leader !== null || each.topic.name === offsetsTopic) continue;
      const cause = causeOf(picture, each.partition);
      const alike = causes.get(cause.because);
      if (alike) alike.placed.push(each);
      else causes.set(cause.because, {cause, placed: [each]});
    }
    return [...causes.values()].map(({cause, placed}): Found => {
      const awaited = picture.brokers.find(({id}) => id === cause.waitsFor);
      const [topic = ''] = topicsIn(placed);
      const isAwaited = awaited !== undefined && awaited.state !== 'up' && !isUnknown(awaited.state);
      const state = isAwaited ? ` (${String(awaited.state)})` : '';
      return {
        severity: 'critical',
        subject: subjectFor(placed, cause.waitsFor),
        also: subjectsOf(placed),
        sentence: `${partitionsText(placed)} ${verb(placed.length, 'has', 'have')} no leader and can be neither written nor read: ${cause.because}${state}.`,
        figures: some(
          placed.map(
            ({name, partition}): Figure => [
              name,
              `replicas ${partition.replicas.join(' ')}; in sync ${partition.isr.join(' ') || '-'}`,
            ],
          ),
        ),
        commands: [
          kafkaTool(
            picture,
            'kafka-topics',
            '--describe --unavailable-partitions',
            'lists the partitions without a leader',
          ),
          describeTopic(picture, topic),
          ...(awaited && awaited.container !== null && awaited.state !== 'up'
            ? revive(picture, awaited.container)
            : []),
        ],
      };
    });
  },
};

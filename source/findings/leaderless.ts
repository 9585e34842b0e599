import {isUnknown} from '../model/reading.ts';
import type {Partition} from '../model/topic.ts';
import {command, describeTopic, kafkaTool} from './command-lines.ts';
import type {Rule} from './finding.ts';
import {isDown, modeOf, named, partitionsOf, plural, quorumContainers} from './subjects.ts';

/** Why no replica may lead. */
const reason = (partition: Partition, up: ReadonlySet<number>, quorumDown: string | undefined): string => {
  const alive = partition.replicas.filter(id => up.has(id));
  if (quorumDown !== undefined) return `${quorumDown} is down, so nothing is elected`;
  if (partition.replicas.length === 1) return `its only replica is on broker ${partition.replicas[0]}`;
  if (alive.length === 0) return `all its replicas (${partition.replicas.join(', ')}) are down`;
  return `the replicas that are up (${alive.join(', ')}) were not in sync; it waits for broker ${partition.isr.join(' or ') || '?'}`;
};

/** Partitions without a leader, one finding a topic. */
export const leaderless: Rule = {
  id: 'leaderless',
  find: picture => {
    const up = new Set(picture.brokers.filter(({state}) => state === 'up').map(({id}) => id));
    const quorumDown = quorumContainers(picture).find(isDown)?.name;
    return picture.topics.flatMap(topic => {
      if (isUnknown(topic.partitions) || topic.leaderless === 0) return [];
      const partitions = topic.partitions.filter(({leader}) => leader === null);
      const [first] = partitions;
      if (!first) return [];
      const numbers = named(partitions.map(({id}) => String(id)));
      return [
        {
          id: 'leaderless',
          severity: 'critical' as const,
          subject: {kind: 'topic' as const, id: topic.name},
          sentence: `${plural(partitions.length, 'partition')} of ${topic.name} (${numbers}) cannot be written or read: no leader, because ${reason(first, up, quorumDown)}.`,
          rule: 'A partition has no leader.',
          figures: partitions
            .slice(0, 20)
            .map(
              ({id, replicas, isr}) =>
                [
                  `partition ${id}`,
                  `replicas ${replicas.join(' ')}, in sync ${isr.join(' ') || '-'}`,
                ] as const,
            ),
          concept:
            'Only the leader of a partition takes writes and serves reads, and only an in-sync replica may become leader, so that nothing that was acknowledged is lost. With no such replica alive, the partition waits.',
          commands: [
            kafkaTool(
              picture,
              'kafka-topics',
              '--describe --unavailable-partitions',
              'lists the partitions without a leader',
            ),
            describeTopic(picture, topic.name),
            ...picture.brokers
              .filter(
                broker =>
                  broker.container !== null && broker.state !== 'up' && first.replicas.includes(broker.id),
              )
              .map(broker => command(`kafka-lab start ${broker.container}`, 'brings a replica back')),
          ],
        },
      ];
    });
  },
};

/** Leaders that do not answer: Metadata goes on naming them. */
export const silentLeader: Rule = {
  id: 'leader-silent',
  find: picture => {
    const led = partitionsOf(picture).filter(
      ({partition}) => partition.leader !== null && !partition.isLeaderAnswering,
    );
    const tried = led.filter(
      ({partition}) =>
        !isUnknown(partition.leader) &&
        partition.leader !== null &&
        picture.world.probes.get(partition.leader),
    );
    const [first] = tried;
    if (!first || isUnknown(first.partition.leader)) return [];
    const mode = modeOf(picture);
    return [
      {
        id: 'leader-silent',
        severity: 'critical',
        subject: {kind: 'broker', id: String(first.partition.leader)},
        sentence: `${plural(tried.length, 'partition')} (${named(
          tried.map(({name}) => name),
          3,
        )}) are led by a broker that does not answer: they are drawn as ${first.partition.leader}? until another leads.`,
        rule: 'Metadata names a leader that does not answer us.',
        figures: [['partitions', String(tried.length)]],
        concept: `A leader that dies without a word stays the leader until its session with ${mode === 'kraft' ? 'the controller' : 'ZooKeeper'} ends. Producers wait and try again meanwhile; nothing that was acknowledged is lost.`,
        commands: [kafkaTool(picture, 'kafka-topics', '--describe', 'shows who leads what')],
      },
    ];
  },
};

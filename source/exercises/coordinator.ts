import {coordinatorOf, coordinatorPartition, offsetsTopic} from '../model/coordinator.ts';
import type {Picture} from '../model/picture.ts';
import type {Condition, Exercise} from './exercise.ts';
import {groupHas, lagOn, unreadWords} from './group-proofs.ts';
import {brokerIs, containerIs, homeOfBroker, partitionsOf, registeredBrokers, topicGrown} from './proofs.ts';

const topic = 'ex-coordinator';
/** Their partitions of the offsets topic are neighbours: with two brokers, each coordinates one of them. */
const groups = ['ex-coordinator-x', 'ex-coordinator-y'] as const;
const events = 20;

/** Who coordinates a group, and why, in a sentence that does not end. */
const coordination = (picture: Picture, group: string): string => {
  const all = partitionsOf(picture, offsetsTopic);
  const id = coordinatorPartition(group, Math.max(1, all.length));
  const leader = coordinatorOf(picture.world, group);
  const place = `partition ${id} of ${offsetsTopic}`;
  if (leader === undefined) return `${group}: its coordinator is not known yet`;
  if (leader === null) return `${group} has no coordinator: ${place} has no leader`;
  return `${group} is coordinated by broker ${leader}, which leads ${place}`;
};

const isCoordinated = (picture: Picture, group: string): Condition => ({
  isMet: typeof coordinatorOf(picture.world, group) === 'number',
  sentence: `${coordination(picture, group)}.`,
});

/** While broker 2 is away: a group goes on by another coordinator, or stands still without any. */
const goesOnOrNot = (picture: Picture, group: string): Condition => {
  const leader = coordinatorOf(picture.world, group);
  const lag = lagOn(picture, group, topic);
  if (leader === null)
    return {
      isMet: true,
      sentence: `${coordination(picture, group)}. It commits nothing, though ${topic} is led.`,
    };
  const isMet = leader === 1 && lag === 0;
  const more = isMet ? '.' : `, and has to be 0.${unreadWords(picture, group)}`;
  return {
    isMet,
    sentence: `${coordination(picture, group)}; its lag on ${topic} is ${lag ?? '?'}${more}`,
  };
};

const hasRead = (picture: Picture, group: string): Condition => {
  const lag = lagOn(picture, group, topic);
  return {
    isMet: lag === 0,
    sentence: `The lag of ${group} on ${topic} is ${lag ?? 'not known yet'}${lag === 0 ? '.' : `, and has to be 0.${unreadWords(picture, group)}`}`,
  };
};

const ledByOther = (picture: Picture): Condition => {
  const partitions = partitionsOf(picture, topic);
  const wrong = partitions.filter(({leader}) => leader !== 1).map(({id}) => `${topic}-${id}`);
  return {
    isMet: partitions.length > 0 && wrong.length === 0,
    sentence:
      wrong.length > 0 || partitions.length === 0
        ? `${wrong.join(', ') || topic} is not led by broker 1 yet.`
        : `Every partition of ${topic} is led by broker 1.`,
  };
};

export const coordinator: Exercise = {
  id: 'coordinator',
  chapter: 'Replication',
  title: 'The coordinator of a group',
  concept:
    'A group has a coordinator: the broker that takes its heartbeats and commits, and shares out its partitions. Which one that is follows from the name of the group: its hash names a partition of __consumer_offsets, and whoever leads that partition coordinates. So a group depends on two topics. Where __consumer_offsets has one copy only, a group can stand still with a broker that leads nothing of what it reads; with two copies, another broker takes over.',
  against: picture =>
    registeredBrokers(picture) === 2
      ? null
      : `it is about two brokers, and this cluster has ${registeredBrokers(picture)}`,
  setup: [{topic, partitions: 2, replicas: 2}],
  steps: [
    {
      id: 'join',
      text: `Start a demo consumer of ${groups[0]} on ${topic} that commits after each record, and one of ${groups[1]} (: and “demo”). Who coordinates each (Enter in view 5)?`,
      line: () => `kafka-lab consume ${topic} --group ${groups[0]} --commit record`,
      proof: ({picture}) =>
        groups.flatMap(group => [
          ...groupHas(picture, group, topic, {members: 1}),
          isCoordinated(picture, group),
        ]),
      solution: groups.map(group => ({
        command: 'consumers.start',
        answers: {group, topics: topic, members: '1', rate: '', commit: 'record'},
      })),
    },
    {
      id: 'stop',
      text: 'Stop the container of broker 2 (d in view 2). It coordinates one of the two.',
      line: picture => `docker stop ${homeOfBroker(picture, 2)}`,
      proof: ({picture}) => [containerIs(picture, homeOfBroker(picture, 2), 'exited'), ledByOther(picture)],
      solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'write',
      text: `Send ${events} events to ${topic} (P): it takes them. Which of the two groups comes after (view 5)?`,
      line: () => `kafka-lab produce ${topic} --count ${events}`,
      proof: evidence => {
        const more = topicGrown(evidence, topic);
        return [
          {
            isMet: more >= events,
            sentence: `${topic} has ${more} more records than at the start, of ${events}.`,
          },
          ...groups.map(group => goesOnOrNot(evidence.picture, group)),
        ];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: String(events), rate: ''}}],
    },
    {
      id: 'start',
      text: 'Start broker 2 again (u). Both groups read on where they were.',
      line: picture => `docker start ${homeOfBroker(picture, 2)}`,
      proof: ({picture}) => [brokerIs(picture, 2, 'up'), ...groups.map(group => hasRead(picture, group))],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'none',
      text: 'Stop both consumers (: and “stop”).',
      proof: ({picture}) => groups.flatMap(group => groupHas(picture, group, topic, {members: 0})),
      solution: [{command: 'consumers.steer', answers: {consumer: 'all', change: 'stop'}}],
    },
  ],
  hints: [
    'A group that cannot be seen is not gone: view 5 says whose coordinator is missing.',
    `How many copies ${offsetsTopic} has stands in view 4 (: internal topics).`,
    'Consumers of a group without coordinator wait, and join again by themselves.',
  ],
};

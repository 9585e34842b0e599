import type {Exercise} from './exercise.ts';
import {
  allInSync,
  brokerIs,
  containerIs,
  happened,
  homeOfBroker,
  partitionsOf,
  registeredBrokers,
  topicGrown,
} from './proofs.ts';

const topic = 'ex-failover';

export const failoverGraceful: Exercise = {
  id: 'failover-graceful',
  chapter: 'Replication',
  title: 'A broker is stopped, and leadership moves',
  concept:
    'Each partition has one leader, which takes all writes and reads, and followers that copy it. A broker that is stopped properly hands its partitions over before it goes: another replica that is in sync becomes leader, and clients go on there. When it comes back it follows first; it leads again only after an election of the preferred leader.',
  against: picture =>
    registeredBrokers(picture) === 2
      ? null
      : `it is about two brokers, and this cluster has ${registeredBrokers(picture)}`,
  setup: [{topic, partitions: 3, replicas: 2}],
  steps: [
    {
      id: 'stop',
      text: `Look at ${topic} in view 3. Then stop the container of broker 1 (d).`,
      line: picture => `docker stop ${homeOfBroker(picture, 1)}`,
      proof: evidence => [containerIs(evidence.picture, homeOfBroker(evidence.picture, 1), 'exited')],
      solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: 'broker 1'}}],
    },
    {
      id: 'moved',
      text: `Watch the leaders of ${topic}: every partition has one, and none is broker 1.`,
      proof: ({picture}) =>
        partitionsOf(picture, topic).map(({id, leader, isr}) => ({
          isMet: leader === 2 && isr.join() === '2',
          sentence: `${topic}-${id} is led by broker ${typeof leader === 'number' ? leader : '?'}, with ${isr.join(' ') || 'nobody'} in sync.`,
        })),
      solution: [],
    },
    {
      id: 'write',
      text: `Send test events to ${topic} while broker 1 is away (P): it takes them as before.`,
      line: () => `kafka-lab produce ${topic} --count 20 --key 'key-{i}'`,
      proof: evidence => {
        const count = topicGrown(evidence, topic);
        const down = containerIs(evidence.picture, homeOfBroker(evidence.picture, 1), 'exited');
        return [{isMet: count > 0, sentence: `${topic} has ${count} more records than at the start.`}, down];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: '20', rate: ''}}],
    },
    {
      id: 'start',
      text: 'Start broker 1 again (u), and wait until it is in sync: it copies what it missed.',
      line: picture => `docker start ${homeOfBroker(picture, 1)}`,
      proof: ({picture}) => [brokerIs(picture, 1, 'up'), allInSync(picture, topic)],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'broker 1'}}],
    },
    {
      id: 'elect',
      text: `Broker 1 is back and leads nothing of ${topic}. Elect the preferred leaders (x on the topic in view 4).`,
      line: () => `kafka-lab partition elect ${topic}`,
      proof: evidence => {
        const wrong = partitionsOf(evidence.picture, topic).filter(
          ({leader, preferredLeader}) => leader !== preferredLeader,
        );
        const event = happened(
          evidence,
          'leader',
          ({subject, to}) => subject.startsWith(`${topic}-`) && to === '1',
        );
        return [
          {
            isMet: wrong.length === 0 && event !== undefined,
            sentence:
              wrong.length === 0
                ? 'Every partition is led by the first of its replicas.'
                : `${wrong.map(({id, leader, preferredLeader}) => `${topic}-${id} is led by ${String(leader)}, and ${preferredLeader} is preferred`).join('; ')}.`,
          },
        ];
      },
      solution: [{command: 'partition.elect', on: {view: 'topics', pane: 'topics', row: topic}}],
    },
  ],
  hints: [
    'View 3 shows a row for each partition and a column for each broker: ◆ leads, ● follows in sync.',
    'Stopping takes some seconds: the broker hands over one partition after the other.',
    'After the start the leaders stay where they are; Kafka itself would move them back within five minutes.',
  ],
};

import type {Picture} from '../model/picture.ts';
import type {Condition, Evidence, Exercise} from './exercise.ts';
import {
  allInSync,
  brokerIs,
  happened,
  homeOfBroker,
  partitionsOf,
  registeredBrokers,
  topicGrown,
} from './proofs.ts';

const topic = 'ex-acks';
const events = 5;

const inSync = (picture: Picture): Condition => {
  const [partition] = partitionsOf(picture, topic);
  const count = partition?.isr.length;
  return {
    isMet: count === 1,
    sentence: `${topic}-0 has ${count ?? '?'} of 2 replicas in sync, and min.insync.replicas is 2; it has to have 1.`,
  };
};

const written = (evidence: Evidence, wanted: number): Condition => {
  const more = topicGrown(evidence, topic);
  return {
    isMet: more >= wanted,
    sentence: `${topic} has ${more} more records than at the start, of ${wanted}.`,
  };
};

/**
 * Whether the leader has taken so many. While too few replicas are in sync its high watermark rests (Kafka 3.7 on): nobody
 * can read them yet, and the log seems not to have grown.
 */
const taken = (evidence: Evidence, wanted: number): Condition => {
  const told = evidence.journal.find(
    ({kind, at, subject, to}) =>
      kind === 'action' &&
      at >= evidence.since &&
      subject.includes(topic) &&
      Number(/(\d+) acknowledged/.exec(to ?? '')?.[1] ?? 0) >= wanted,
  );
  return told && topicGrown(evidence, topic) < wanted
    ? {
        isMet: true,
        sentence: `${topic}: ${told.to} They can be read once enough replicas are in sync.`,
      }
    : written(evidence, wanted);
};

const send = (acks: string) => ({
  command: 'messages.produce',
  answers: {topic, count: String(events), rate: '', acks, timeout: '3'},
});

export const acks: Exercise = {
  id: 'acks',
  chapter: 'Replication',
  title: 'acks and in-sync replicas',
  concept:
    'A producer says with acks who must have stored a record before it counts as written: all replicas that are in sync, the leader alone, or nobody. A topic says with min.insync.replicas how many must be in sync for acks=all to be served at all. With two of two, a record that was acknowledged survives the loss of either broker, and while one is away nothing is taken; acks=1 goes on, and what only the leader has is lost with it.',
  against: picture =>
    registeredBrokers(picture) === 2
      ? null
      : `it is about two brokers, and this cluster has ${registeredBrokers(picture)}`,
  setup: [{topic, partitions: 1, replicas: 2, configs: 'min.insync.replicas=2'}],
  steps: [
    {
      id: 'stop',
      text: `Stop the container of broker 2 (d in view 2): ${topic} has one replica in sync left.`,
      line: picture => `docker stop ${homeOfBroker(picture, 2)}`,
      proof: ({picture}) => [inSync(picture)],
      solution: [{command: 'container.stop', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'refused',
      text: `Send ${events} events to ${topic} with acks=all (P), and let it give up after 3 s. Who refuses, and why?`,
      line: () => `kafka-lab produce ${topic} --count ${events} --acks all --delivery-timeout 3s`,
      proof: evidence => {
        const refusal = happened(evidence, 'action', ({subject, to}) =>
          subject.includes(topic) ? /NOT_ENOUGH_REPLICAS/.test(to ?? '') : false,
        );
        return [
          {
            isMet: refusal !== undefined,
            sentence: refusal
              ? `${topic}: ${refusal.to}`
              : `No event to ${topic} was refused with NOT_ENOUGH_REPLICAS since the start.`,
          },
        ];
      },
      solution: [send('all')],
    },
    {
      id: 'leader',
      text: `Send ${events} with acks=1, while broker 2 is still away: the leader alone decides.`,
      line: () => `kafka-lab produce ${topic} --count ${events} --acks 1`,
      proof: evidence => [taken(evidence, events), inSync(evidence.picture)],
      solution: [send('1')],
    },
    {
      id: 'start',
      text: 'Start broker 2 again (u), and wait until it is in sync: it copies what the leader took alone.',
      line: picture => `docker start ${homeOfBroker(picture, 2)}`,
      proof: ({picture}) => [brokerIs(picture, 2, 'up'), allInSync(picture, topic)],
      solution: [{command: 'container.start', on: {view: 'containers', pane: 'containers', row: 'broker 2'}}],
    },
    {
      id: 'all',
      text: `Send ${events} with acks=all once more.`,
      line: () => `kafka-lab produce ${topic} --count ${events} --acks all`,
      proof: evidence => [written(evidence, 2 * events), allInSync(evidence.picture, topic)],
      solution: [send('all')],
    },
  ],
  hints: [
    'In the form, left and right change Acks; Give up is its last field.',
    'w on the topic in view 4 says what its partitions lack.',
    'The refusal has to come from kafka-lab, here or in another terminal: what other tools are answered it cannot see.',
  ],
};

import type {Evidence, Exercise} from './exercise.ts';
import {happened, partitionsOf, registeredBrokers} from './proofs.ts';

/** A topic that was made since the start with more replicas than there are brokers; with KRaft that may be. */
const madeBeyond = (evidence: Evidence): string | undefined =>
  evidence.journal
    .filter(({kind}) => kind === 'topic-created')
    .map(({subject}) => subject)
    .find(name =>
      partitionsOf(evidence.picture, name).some(
        ({replicas}) => replicas.length > registeredBrokers(evidence.picture),
      ),
    );

/** A topic that was made since the start, with so many partitions. */
const madeWith = (evidence: Evidence, partitions: number): string | undefined =>
  evidence.journal
    .filter(({kind, to}) => kind === 'topic-created' && to === String(partitions))
    .map(({subject}) => subject)
    .find(name => partitionsOf(evidence.picture, name).length === partitions);

export const createTopic: Exercise = {
  id: 'create-topic',
  chapter: 'Topics',
  title: 'Create a topic, and see why three replicas are refused',
  concept:
    'A topic is split into partitions, and each partition is copied to as many brokers as its replication factor says. Each copy of a partition lies on another broker: two brokers hold two copies, and a third copy has no place to go.',
  against: picture =>
    registeredBrokers(picture) === 2
      ? null
      : `it is about two brokers, and this cluster has ${registeredBrokers(picture)}`,
  setup: [],
  steps: [
    {
      id: 'create',
      text: 'Create a topic with 3 partitions and 2 replicas (x in view 4).',
      line: () => 'kafka-lab topic create NAME --partitions 3 --replication-factor 2',
      proof: evidence => {
        const name = madeWith(evidence, 3);
        if (name === undefined)
          return [{isMet: false, sentence: 'No topic with 3 partitions has been made since the start.'}];
        const partitions = partitionsOf(evidence.picture, name);
        const copies = partitions.every(({replicas, isr}) => replicas.length === 2 && isr.length === 2);
        const leaders = new Set(partitions.map(({leader}) => leader));
        return [
          {
            isMet: copies,
            sentence: copies
              ? `Each partition of ${name} has 2 replicas, and both are in sync.`
              : `Not every partition of ${name} has 2 replicas in sync.`,
          },
          {isMet: leaders.size === 2, sentence: `Its leaders are spread over ${leaders.size} of 2 brokers.`},
        ];
      },
      solution: [
        {command: 'topic.create', answers: {name: 'ex-create', partitions: '3', 'replication-factor': '2'}},
      ],
    },
    {
      id: 'refused',
      text: 'Now try to create one with 3 replicas, and read what Kafka answers (view 8 keeps it).',
      line: () => 'kafka-lab topic create NAME --replication-factor 3',
      proof: evidence => {
        const refusal = happened(evidence, 'action', ({to}) =>
          /replication.factor|fewer brokers/i.test(to ?? ''),
        );
        if (refusal) return [{isMet: true, sentence: `Kafka refused it: ${refusal.to}`}];
        const taken = madeBeyond(evidence);
        const why = taken
          ? `: it took ${taken}, for with KRaft a broker that left is still registered, and is given replicas; one more is refused`
          : '';
        return [{isMet: false, sentence: `Kafka has refused no replication factor since the start${why}.`}];
      },
      solution: [
        {command: 'topic.create', answers: {name: 'ex-create-3', partitions: '1', 'replication-factor': '3'}},
      ],
    },
  ],
  hints: [
    'View 4, x, Create a topic: Tab goes to the next field, Enter does it.',
    'The replicas of a partition are in view 3: a column for each broker.',
    'The refusal has to come from kafka-lab, here or in another terminal: what other tools are answered it cannot see.',
  ],
};

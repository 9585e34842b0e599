import type {Exercise} from './exercise.ts';
import {brokerIs, partitionsOf, topicGrown} from './proofs.ts';
import {addThird, againstThird, removeThird, third} from './third-broker-steps.ts';

const topic = 'ex-myth-new-broker';
const events = 50;
/** How many seconds of a real lab the new broker has to have been watched. */
const watched = 10;

export const mythNewBroker: Exercise = {
  id: 'myth-new-broker',
  chapter: 'Myths',
  title: '“Adding a broker moves partitions”',
  concept:
    'Refute it: replicas are placed when partitions are created, and stay there. A broker that is added to a busy cluster holds nothing and leads nothing, however long one waits, until somebody reassigns partitions to it or creates new ones.',
  against: againstThird,
  setup: [{topic, partitions: 6, replicas: 2}],
  steps: [
    addThird,
    {
      id: 'wait',
      text: `Send ${events} events to ${topic} (P), wait ${watched} seconds, and look for broker ${third} in the grid of view 3.`,
      line: () => `kafka-lab produce ${topic} --count ${events}`,
      proof: evidence => {
        const {picture, since} = evidence;
        const partitions = partitionsOf(picture, topic);
        const held = partitions.filter(({replicas}) => replicas.includes(third)).length;
        const more = topicGrown(evidence, topic);
        const speed = picture.world.target?.speed ?? 1;
        const seconds = Math.floor((Math.max(0, picture.now - since) / 1000) * speed);
        return [
          brokerIs(picture, third, 'up'),
          {isMet: more >= events, sentence: `${topic} has ${more} more records, of ${events}.`},
          {
            isMet: partitions.length > 0 && held === 0 && seconds >= watched,
            sentence: `After ${seconds} of ${watched} s broker ${third} holds ${held} of ${partitions.length} partitions of ${topic}.`,
          },
        ];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: String(events), rate: ''}}],
    },
    ...removeThird,
  ],
  hints: [
    'Should it hold some, somebody has reassigned them: what is on it has to go before it may.',
    'The exercise on the third broker shows what has to be done to give it work.',
  ],
};

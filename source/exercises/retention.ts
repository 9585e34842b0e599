import {known} from '../model/reading.ts';
import type {Exercise} from './exercise.ts';
import {partitionsOf, topicGrown} from './proofs.ts';

const topic = 'ex-retention';

export const retention: Exercise = {
  id: 'retention',
  chapter: 'Storage',
  title: 'Retention is not consumption',
  concept:
    'Kafka deletes records by age or size, in whole segments, and asks nobody whether they were read. Reading deletes nothing: a group only remembers how far it has come. So a record may vanish unread, and a record that all have read stays until its time has come.',
  setup: [{topic, partitions: 1, replicas: 1}],
  steps: [
    {
      id: 'write',
      text: `Send 50 test events to ${topic} (P).`,
      line: () => `kafka-lab produce ${topic} --count 50`,
      proof: evidence => {
        const more = topicGrown(evidence, topic);
        return [{isMet: more >= 50, sentence: `${topic} has ${more} more records than at the start, of 50.`}];
      },
      solution: [{command: 'messages.produce', answers: {topic, count: '50', rate: ''}}],
    },
    {
      id: 'shorten',
      text: `Let ${topic} keep its records for ten seconds: retention.ms=10000 and segment.ms=10000 (x in view 4, change the settings).`,
      line: () => `kafka-lab topic configure ${topic} --set retention.ms=10000,segment.ms=10000`,
      proof: ({picture}) => {
        const configs = picture.world.configs;
        const own =
          configs.state === 'ready' || configs.state === 'partial' || configs.state === 'stale'
            ? configs.value.get(topic)
            : undefined;
        const value = own?.find(({name}) => name === 'retention.ms')?.value;
        return [
          {
            isMet: value === '10000',
            sentence: `retention.ms of ${topic} is ${value ?? 'not read yet'}, and has to be 10000.`,
          },
        ];
      },
      solution: [
        {
          command: 'topic.configure',
          on: {view: 'topics', pane: 'topics', row: topic},
          answers: {set: 'retention.ms=10000,segment.ms=10000'},
        },
      ],
    },
    {
      id: 'gone',
      text: 'Wait, and watch the start offset in view 4. Brokers look for old segments every five minutes, unless they are set otherwise.',
      proof: ({picture}) => {
        const [partition] = partitionsOf(picture, topic);
        const {start, end} = partition ?? {};
        const isMet = typeof start === 'number' && start > 0 && start === end;
        const readers = picture.groups.filter(({partitions}) =>
          known(partitions)?.some(each => each.topic === topic),
        );
        const gone =
          readers.length === 0
            ? 'all records are gone, and no group had read them'
            : `all records are gone, whatever ${readers.map(({id}) => id).join(', ')} had read`;
        return [
          {
            isMet,
            sentence: `${topic}-0 starts at ${typeof start === 'number' ? start : '?'} and ends at ${typeof end === 'number' ? end : '?'}: ${isMet ? gone : 'they have to be the same'}.`,
          },
        ];
      },
      solution: [],
    },
  ],
  hints: [
    'log.retention.check.interval.ms of the brokers is 300000: it takes up to five minutes.',
    'Offsets are never used again: the log start moves up to the log end.',
  ],
};

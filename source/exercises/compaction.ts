import {lastValue} from '../model/reading.ts';
import type {Evidence, Exercise, Step} from './exercise.ts';
import {topicGrown} from './proofs.ts';

const topic = 'ex-compaction';
const [events, keys] = [100, 6];
/** With one a second, the last of them comes later than `segment.ms` after the first, however fast the steps were. */
const more = 3;
const settings = {
  'cleanup.policy': 'compact',
  'segment.ms': '1000',
  'min.cleanable.dirty.ratio': '0.01',
} as const;
const set = Object.entries(settings)
  .map(([name, value]) => `${name}=${value}`)
  .join(',');

/** What was found when the topic was last read whole, since the step before this one was met. */
interface Found {
  readonly records: number;
  readonly keys: number;
  readonly gaps: number;
  /** Keys whose last record has no value. */
  readonly deleted: number;
}

const found = ({recent}: Evidence): Found | undefined => {
  const told = recent.findLast(
    ({kind, subject}) => kind === 'action' && subject === `read the keys of ${topic}`,
  )?.to;
  const match =
    /^([\d,]+) records? of ([\d,]+) keys?(?:, ([\d,]+) keys? of them deleted)?.*; ([\d,]+) of [\d,]+ offsets?/.exec(
      told ?? '',
    );
  if (!match) return undefined;
  const [records = 0, of = 0, deleted = 0, gaps = 0] = match
    .slice(1)
    .map(text => Number((text ?? '0').replaceAll(',', '')));
  return {records, keys: of, deleted, gaps};
};

const notRead = {
  isMet: false,
  sentence: `${topic} has not been read whole in this program since the last step.`,
};
const row = {view: 'topics', pane: 'topics', row: topic};
const look = {command: 'topic.latest', on: row};
const lookLine = (): string => `kafka-lab latest ${topic}`;
const key = `user-{i%${keys}}`;
/** The key that is deleted. */
const gone = 'user-0';

/** Events with each key in turn; `rate` is how many a second, and '' as fast as they go. */
const write = (id: string, text: string, count: number, rate: string, least: number): Step => ({
  id,
  text,
  line: () =>
    `kafka-lab produce ${topic} --count ${count}${rate === '' ? '' : ` --rate ${rate}`} --key '${key}'`,
  proof: evidence => {
    const grown = topicGrown(evidence, topic);
    return [
      {isMet: grown >= least, sentence: `${topic} has ${grown} more records than at the start, of ${least}.`},
    ];
  },
  solution: [{command: 'messages.produce', answers: {topic, count: String(count), rate, key}}],
});

export const compaction: Exercise = {
  id: 'compaction',
  chapter: 'Storage',
  title: 'Compaction keeps the last record of each key',
  concept:
    'Where records are states, only the last one of a key counts. A compacted topic is not emptied by age: a cleaner goes through its closed segments and takes out each record that has a newer one of its key. Offsets stay as they were, with gaps between; who reads the whole topic finds the same state before and after. A record without a value says that its key is deleted, and goes later itself.',
  setup: [{topic, partitions: 1, replicas: 2}],
  steps: [
    write(
      'write',
      `Send ${events} events with ${keys} keys to ${topic} (P, Key: ${key}): each is a new state of its key.`,
      events,
      '',
      events,
    ),
    {
      id: 'before',
      text: `Read the last record of each key (x on ${topic} in view 4): ${keys} states, and many records that nobody needs.`,
      line: lookLine,
      proof: evidence => {
        const seen = found(evidence);
        if (!seen) return [notRead];
        return [
          {
            isMet: seen.keys >= keys,
            sentence: `You read ${seen.records} records of ${seen.keys} keys, with ${seen.gaps} gaps.`,
          },
        ];
      },
      solution: [look],
    },
    {
      id: 'compact',
      text: `Let the topic be compacted, in small segments: ${set} (x in view 4, change the settings).`,
      line: () => `kafka-lab topic configure ${topic} --set ${set}`,
      proof: ({picture}) => {
        const own = lastValue(picture.world.configs)?.get(topic);
        return Object.entries(settings).map(([name, wanted]) => {
          const value = own?.find(entry => entry.name === name)?.value ?? null;
          return {
            isMet: value === wanted,
            sentence: `${name} of ${topic} is ${value ?? 'not read yet'}${value === wanted ? '' : `, and has to be ${wanted}`}.`,
          };
        });
      },
      solution: [{command: 'topic.configure', on: row, answers: {set}}],
    },
    write(
      'roll',
      `Send ${more} more, one a second (P, Rate: 1): the segment that is written to is never compacted, and an event that comes later than segment.ms begins a new one.`,
      more,
      '1',
      events + more,
    ),
    {
      id: 'after',
      text: 'The cleaner comes every 15 s. Read the last record of each key again, until there are gaps: the states are the same.',
      line: lookLine,
      proof: evidence => {
        const seen = found(evidence);
        if (!seen) return [notRead];
        return [
          {
            isMet: seen.keys >= keys && seen.gaps >= events - 2 * keys,
            sentence: `You read ${seen.records} records of ${seen.keys} keys, with ${seen.gaps} gaps of at least ${events - 2 * keys}.`,
          },
        ];
      },
      solution: [{...look, isRepeated: true}],
    },
    {
      id: 'tombstone',
      text: `Delete the key ${gone}: send 1 event with that Key and the Value {null} (P), a record without a value; then read the last record of each key once more.`,
      line: () => `kafka-lab produce ${topic} --count 1 --key ${gone} --value '{null}'`,
      proof: evidence => {
        const seen = found(evidence);
        if (!seen) return [notRead];
        return [
          {
            isMet: seen.deleted >= 1,
            sentence: `Of ${seen.keys} keys that you read, ${seen.deleted} ${seen.deleted === 1 ? 'is' : 'are'} deleted, of at least 1.`,
          },
        ];
      },
      solution: [
        {
          command: 'messages.produce',
          answers: {topic, count: '1', rate: '', key: gone, value: '{null}'},
        },
        {...look, isRepeated: true},
      ],
    },
  ],
  hints: [
    'View 4, the topic, x: “Read the last record of each key” goes through all of it and keeps what is last.',
    'While the topic has one segment nothing goes: send another event, at least a second after the last ones.',
    'The reading has to be of this program: a tail from the oldest shows the gaps, too, in its offsets.',
  ],
};

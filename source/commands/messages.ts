import {momentOf} from '../model/moment.ts';
import type {TailStart} from '../model/record.ts';
import {withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';
import {field} from './field.ts';
import {runningStep} from './running-step.ts';

const topicNames = (text: string): readonly string[] | null => {
  const names = text.split(/[\s,]+/).filter(Boolean);
  return names.length === 0 ? null : names;
};

const pickedTopic = ({pane}: CommandContext): string | null => {
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  if (subject?.kind === 'topic') return subject.id;
  if (subject?.kind === 'partition') return subject.id.replace(/-\d+$/, '');
  return null;
};

const selectedTopic = (context: CommandContext): string =>
  pickedTopic(context) ?? context.messages.topics()?.join(' ') ?? '';

/** The topic of the exercise being done: the one that its next step names, or its first; null where it made none. */
const exerciseTopic = (context: CommandContext, names: readonly string[]): string | null => {
  const running = runningStep(context);
  if (!running) return null;
  const topics = running.exercise.setup.map(({topic}) => topic).filter(topic => names.includes(topic));
  return topics.find(topic => running.step.text.includes(topic)) ?? topics[0] ?? null;
};

/** What test events go to unless the user says otherwise: the selected topic, the exercise's, one that is read. */
const produceTopic = (context: CommandContext, names: readonly string[]): string =>
  pickedTopic(context) ?? exerciseTopic(context, names) ?? context.messages.topics()?.[0] ?? names[0] ?? '';

/** The topics that a user made, by name. */
const userTopics = (context: CommandContext): readonly string[] =>
  context
    .picture()
    .topics.filter(({isInternal}) => !isInternal)
    .map(({name}) => name);

/** The topics that there are, as far as a line holds their names. */
const topicsHelp = (names: readonly string[]): string => {
  if (names.length === 0) return 'an existing topic';
  const more = names.length > 3 ? `, … (${names.length})` : '';
  return `of ${names.slice(0, 3).join(', ')}${more}`;
};

/** Reads the answer of the seek form. Returns the start, or what is wrong with it. */
export const readStart = (from: string, value: string, now: number): TailStart | string => {
  switch (from) {
    case 'newest':
      return /^\d*$/.test(value)
        ? {from, last: Number(value || 0)}
        : 'The number of records is not a number.';
    case 'oldest':
      return {from};
    case 'offset':
      return /^\d+$/.test(value) ? {from, offset: Number(value)} : 'An offset is a whole number, 0 or more.';
    case 'time': {
      const at = momentOf(value, now);
      return at === null ? 'That is no time: write e.g. 2026-01-31T12:00:00Z, or 15m for then.' : {from, at};
    }
    default:
      return 'Choose where to start.';
  }
};

/** What can be done with the message tail. */
export const messageCommands = [
  {
    id: 'messages.read',
    title: 'Read topics from newest, oldest, a time or an offset',
    help: 'chooses the topics of the tail, and where it starts',
    context: 'messages',
    isAction: ['topic'],
    run: context =>
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Read messages',
          focus: 0,
          error: null,
          fields: [
            field('topics', 'Topics', selectedTopic(context), 'names, separated by spaces; empty: all'),
            field('from', 'From', 'newest', 'left and right change it', [
              'newest',
              'oldest',
              'time',
              'offset',
            ]),
            field('value', 'Where', '20', 'newest: how many back; a time, or 15m (ago); an offset'),
          ],
          onSubmit: ({topics = '', from = '', value = ''}) => {
            const start = readStart(from, value, context.clock.now());
            if (typeof start === 'string') return start;
            context.messages.read(topicNames(topics), start);
            context.ui.update(now => ({...now, view: 'messages'}));
            return null;
          },
        }),
      ),
  },
  {
    id: 'messages.produce',
    title: 'Produce test events',
    help: 'sends test events to a topic: how many, how fast, with which keys, values and headers',
    context: 'global',
    isAction: ['topic', 'record'],
    writes: true,
    hint: 'produce',
    run: context => {
      const names = userTopics(context);
      const topic = produceTopic(context, names);
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Produce test events',
          focus: 0,
          error: null,
          fields: [
            field('topic', 'Topic', topic, topicsHelp(names)),
            field('count', 'Count', '100', 'how many events; empty: until cancelled'),
            field('rate', 'Rate', '10', 'events per second; empty: as fast as it goes'),
            field('key', 'Key', 'key-{i%6}', 'a template: {i} {i%n} {uuid} {time} {random}; empty: no key'),
            field(
              'value',
              'Value',
              'event {i} at {time}',
              'a template as for the key; {null}: no value, a tombstone',
            ),
            field('headers', 'Headers', '', 'name=value, separated by commas'),
            field('acks', 'Acks', 'all', 'how many replicas must have it', ['all', '1', '0']),
            field('partition', 'Partition', '', 'empty: by key, or in turn without one'),
            field('compression', 'Compression', 'none', 'left and right change it', [
              'none',
              'gzip',
              'snappy',
              'lz4',
              'zstd',
            ]),
            field('linger', 'Linger', '5', 'ms that an event waits for others to share its batch'),
            field('batch', 'Batch', '65536', 'bytes of a batch at most; 1: each event in one of its own'),
            field('timeout', 'Give up', '30', 's until an event that no leader took counts as failed'),
          ],
          onSubmit: values => context.lab.produce(values),
        }),
      );
    },
  },
] as const satisfies readonly Command[];

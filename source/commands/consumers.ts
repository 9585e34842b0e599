import {withDialog} from '../store/ui.ts';
import type {Command, CommandContext} from './command.ts';
import {field} from './field.ts';
import {flagsIn, wordsOfStep} from './running-step.ts';

interface Meant {
  readonly group: string;
  readonly topic: string;
}

/** The group and the topic that the next step of the running exercise starts readers of; null where it starts none. */
const readersOfStep = (context: CommandContext): Meant | null => {
  const words = wordsOfStep(context);
  const [program, verb, topic] = words;
  const {group} = flagsIn(words);
  return program === 'kafka-lab' && verb === 'consume' && topic !== undefined && group !== undefined
    ? {group, topic}
    : null;
};

/** The group and the topic that are meant: those of the selected row, where it has any, or of the running exercise. */
const meant = (context: CommandContext): Meant => {
  const {pane, picture} = context;
  const subject = pane.selected === null ? null : pane.subject(pane.selected);
  const [first = ''] = picture()
    .topics.filter(({isInternal}) => !isInternal)
    .map(({name}) => name);
  if (subject?.kind === 'topic') return {group: 'demo', topic: subject.id};
  if (subject?.kind === 'partition') return {group: 'demo', topic: subject.id.replace(/-\d+$/, '')};
  if (subject?.kind !== 'group') return readersOfStep(context) ?? {group: 'demo', topic: first};
  const rows = picture().groups.find(({id}) => id === subject.id)?.partitions;
  const topics = Array.isArray(rows) ? [...new Set(rows.map(({topic}) => topic))] : [];
  return {group: subject.id, topic: topics.join(' ') || first};
};

const none = ({consumers}: CommandContext): string | undefined =>
  consumers.names().length === 0 ? 'no demo consumer runs' : undefined;

/** Demo consumers: members of a group that read and forget, each a job. */
export const consumerCommands = [
  {
    id: 'consumers.start',
    title: 'Start demo consumers',
    help: 'members of a group that read topics at a speed of your choice; they leave with this program',
    context: 'global',
    isAction: ['group', 'topic'],
    writes: true,
    run: context => {
      const {group, topic} = meant(context);
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Start demo consumers',
          focus: 0,
          error: null,
          fields: [
            field('group', 'Group', group, 'they join it: beside its members, where it has any'),
            field('topics', 'Topics', topic, 'names, separated by spaces'),
            field('members', 'Members', '1', 'how many; more than partitions, and some have nothing to read'),
            field('rate', 'Rate', '10', 'records a second, each at most; empty: as fast as they come'),
            field('commit', 'Commit', 'interval', 'every 5 s, after each record, or never', [
              'interval',
              'record',
              'never',
            ]),
          ],
          onSubmit: values => context.consumers.start(values),
        }),
      );
    },
  },
  {
    id: 'consumers.steer',
    title: 'Stop, kill, stall or slow a demo consumer',
    help: 'stop: it leaves the group; kill: it is gone without a word; stall: it stays and reads nothing',
    context: 'global',
    isAction: ['group'],
    unavailable: none,
    run: context => {
      const names = context.consumers.names();
      context.ui.update(state =>
        withDialog(state, {
          kind: 'form',
          title: 'Stop, kill, stall or slow a demo consumer',
          focus: 0,
          error: null,
          fields: [
            field('consumer', 'Consumer', names[0] ?? '', 'left and right change it', [...names, 'all']),
            field('change', 'Change', 'stop', 'left and right change it', [
              'stop',
              'kill',
              'stall',
              'go on',
              'rate',
            ]),
            field('rate', 'Rate', '', 'for a rate: records a second; empty: as fast as they come'),
          ],
          onSubmit: values => context.consumers.steer(values),
        }),
      );
    },
  },
] as const satisfies readonly Command[];

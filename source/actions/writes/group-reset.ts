import {offsetCommit} from '../../clients/kafka/apis.ts';
import {UserError, ValueError} from '../../errors.ts';
import {kafkaTool, quoted} from '../../findings/command-lines.ts';
import {numberText} from '../../format/number.ts';
import type {Group} from '../../model/group.ts';
import {partitionKey} from '../../model/history.ts';
import {momentOf} from '../../model/moment.ts';
import type {Picture} from '../../model/picture.ts';
import {isUnknown, type Known, known} from '../../model/reading.ts';
import {byTopic, coordinatorLink, groupNamed, needEmpty, scopeOf, toolScope} from './groups.ts';
import {outcomeOf, send} from './kafka.ts';
import type {Place, Write, WriteContext} from './write.ts';

type Goal =
  | {readonly kind: 'earliest' | 'latest'}
  | {readonly kind: 'time'; readonly at: number}
  | {readonly kind: 'offset'; readonly offset: number}
  | {readonly kind: 'shift'; readonly by: number}
  | {readonly kind: 'like'; readonly group: string};

/** What the field says: `earliest`, `2026-01-31T12:00`, `15m` (ago), `1200`, `+10`, `-10`, `like:billing`. */
export const readGoal = (text: string, now: number): Goal => {
  if (text === 'earliest' || text === 'latest') return {kind: text};
  if (/^\d{1,15}$/.test(text)) return {kind: 'offset', offset: Number(text)};
  if (/^[+-]\d{1,15}$/.test(text)) return {kind: 'shift', by: Number(text)};
  const like = /^like:(.+)$/.exec(text)?.[1];
  if (like !== undefined) return {kind: 'like', group: like};
  const at = momentOf(text, now);
  if (at !== null) return {kind: 'time', at};
  throw new ValueError(
    text === '' ? 'Say where to.' : `${text} is no place in a log.`,
    'It is earliest, latest, a time (2026-01-31T12:00 or 15m ago as 15m), an offset, +10, -10, or like:GROUP.',
  );
};

interface Change extends Place {
  readonly before: number | null;
  readonly after: number;
  readonly end: number;
}

const wordsOf = (goal: Goal, changes: readonly Change[]): string => {
  switch (goal.kind) {
    case 'earliest':
    case 'latest':
      return `--to-${goal.kind}`;
    case 'time':
      return `--to-datetime ${new Date(goal.at).toISOString().replace('Z', '')}`;
    case 'offset':
      return `--to-offset ${goal.offset}`;
    case 'shift':
      return `--shift-by ${goal.by}`;
    case 'like':
      // The tool knows no other group, but takes a table of offsets, which is its scope, too.
      return `--from-file <(printf '%s\\n' ${changes.map(({topic, partition, after}) => quoted(`${topic},${partition},${after}`)).join(' ')})`;
  }
};

const toolLine = (
  picture: Picture,
  group: string,
  goal: Goal,
  scope: string,
  changes: readonly Change[],
): string => {
  const where =
    goal.kind === 'like' ? '' : scope === '' ? ' --all-topics' : ` --topic ${toolScope(picture, scope)}`;
  const rest = `--group ${quoted(group)} --reset-offsets ${wordsOf(goal, changes)}${where} --execute`;
  return kafkaTool(picture, 'kafka-consumer-groups', rest, '').line;
};

const need = (value: Known<number | null> | undefined, place: Place): number => {
  if (typeof value === 'number') return value;
  const why = isUnknown(value) ? value.sentence : 'its offsets were not read.';
  throw new UserError(
    `${place.topic}-${place.partition} cannot be reset now: ${why}`,
    'Name the topics that can.',
  );
};

const committedOf = (group: Group, {topic, partition}: Place): number | null =>
  known(
    known(group.partitions)?.find(row => row.topic === topic && row.partition === partition)?.committed ??
      null,
  ) ?? null;

const changesOf = async (
  context: WriteContext,
  group: Group,
  places: readonly Place[],
  goal: Goal,
): Promise<readonly Change[]> => {
  const {picture} = context;
  const other = goal.kind === 'like' ? groupNamed(picture, goal.group) : null;
  const [starts, ends, times] = await Promise.all([
    context.offsets(places, 'earliest'),
    context.offsets(places, 'latest'),
    goal.kind === 'time' ? context.offsets(places, {time: goal.at}) : null,
  ]);
  return places.flatMap((place): readonly Change[] => {
    const key = partitionKey(place.topic, place.partition);
    const [start, end] = [need(starts.get(key), place), need(ends.get(key), place)];
    const before = committedOf(group, place);
    const wanted = (): number | null => {
      switch (goal.kind) {
        case 'earliest':
          return start;
        case 'latest':
          return end;
        case 'offset':
          return goal.offset;
        case 'shift':
          return before === null ? null : before + goal.by;
        case 'like':
          return other && committedOf(other, place);
        case 'time': {
          const found = times?.get(key);
          // No record is as new: then it reads on from the end.
          return found === null ? end : need(found, place);
        }
      }
    };
    const to = wanted();
    return to === null ? [] : [{...place, before, after: Math.min(end, Math.max(start, to)), end}];
  });
};

const signed = (value: number): string => (value > 0 ? `+${numberText(value)}` : numberText(value));

const rowOf = ({topic, partition, before, after, end}: Change): Readonly<Record<string, string>> => ({
  partition: `${topic}-${partition}`,
  before: before === null ? '-' : numberText(before),
  after: numberText(after),
  difference: before === null ? '-' : signed(after - before),
  'lag then': numberText(end - after),
});

const consequencesOf = (changes: readonly Change[]): readonly string[] => {
  const sum = (part: (change: Change) => number): number =>
    changes.reduce((total, each) => total + part(each), 0);
  const again = sum(({before, after}) => Math.max(0, (before ?? after) - after));
  const skipped = sum(({before, after}) => Math.max(0, after - (before ?? after)));
  return [
    ...(again > 0 ? [`${numberText(again)} records are read again.`] : []),
    ...(skipped > 0 ? [`${numberText(skipped)} records are skipped and never read by this group.`] : []),
    ...(again === 0 && skipped === 0 ? ['No record is read again, and none is skipped.'] : []),
  ];
};

/** Moves the committed offsets of a group. OffsetCommit (key 8) to its coordinator, as nobody's member. */
export const groupReset = {
  id: 'group.reset',
  noun: 'group',
  verb: 'reset',
  title: 'Reset the offsets of the group',
  help: 'moves its committed offsets to the start, the end, a time, an offset, or as many records on or back; only while it has no members',
  on: 'one',
  fields: [
    {
      id: 'to',
      label: 'To',
      help: 'earliest, latest, a time, 15m (ago), an offset, +10, -10, like:GROUP',
      isNeeded: true,
    },
    {
      id: 'topic',
      label: 'Topic',
      help: 'of this topic or partition only: orders, orders-0; empty: of all that it has',
    },
  ],
  initial: () => ({to: 'earliest'}),
  plan: async (context, [id = ''], {to = '', topic = ''}) => {
    const group = groupNamed(context.picture, id);
    needEmpty(group, 'moves offsets');
    const goal = readGoal(to, context.clock.now());
    const changes = await changesOf(context, group, scopeOf(context.picture, group, topic), goal);
    if (changes.length === 0)
      throw new UserError(`${id} has committed nothing that could be moved so.`, 'Name a topic.');
    return {
      question: `Reset the offsets of ${id}?`,
      consequences: consequencesOf(changes),
      preview: changes.map(rowOf),
      typed: null,
      commandLines: [toolLine(context.picture, id, goal, topic, changes)],
      run: async signal => {
        const topics = byTopic(changes).map(([name, own]) => ({
          name,
          partitions: own.map(({partition, after}) => ({
            partitionIndex: partition,
            committedOffset: BigInt(after),
            committedLeaderEpoch: -1,
            committedMetadata: '',
          })),
        }));
        const answer = await send(
          coordinatorLink(context, group),
          offsetCommit,
          [id, -1, '', null, topics],
          signal,
        );
        return answer.topics.flatMap(({name, partitions}) =>
          partitions.map(({partitionIndex, errorCode}) => {
            const change = changes.find(each => each.topic === name && each.partition === partitionIndex);
            return outcomeOf(
              `${name}-${partitionIndex}`,
              errorCode,
              null,
              `${id} reads ${name}-${partitionIndex} from ${numberText(change?.after ?? 0)} on.`,
            );
          }),
        );
      },
    };
  },
} as const satisfies Write;

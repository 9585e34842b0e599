import {alterPartitionReassignments, listPartitionReassignments} from '../../clients/kafka/apis.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {UserError} from '../../errors.ts';
import {asFile, kafkaTool} from '../../findings/command-lines.ts';
import type {Picture} from '../../model/picture.ts';
import {done, refused} from '../action.ts';
import {byTopic} from './groups.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import {idsText, type NamedPartition, partitionsNamed} from './partitions.ts';
import type {NamedOutcome, Write, WriteContext} from './write.ts';

/** Milliseconds between two looks at what still moves. */
const lookEvery = 1000;

interface Move extends NamedPartition {
  readonly replicas: readonly number[];
}

const liveIds = ({brokers}: Picture): readonly number[] =>
  brokers.filter(({isRegistered}) => isRegistered === true).map(({id}) => id);

const readIds = (text: string): readonly number[] => {
  const ids = text.split(/[\s,]+/).filter(Boolean);
  if (ids.length === 0 || ids.some(id => !/^\d{1,9}$/.test(id)) || new Set(ids).size !== ids.length)
    throw new UserError(
      `${text || 'Nothing'} is no list of brokers.`,
      'Write their ids, each once: 2,3, or spread:1,2,3.',
    );
  return ids.map(Number);
};

/** The same replicas for each (`2,3`, the first is preferred), or by turns over brokers (`spread:1,2,3`). */
const movesOf = (picture: Picture, partitions: readonly NamedPartition[], to: string): readonly Move[] => {
  const spread = /^spread:(.*)$/.exec(to)?.[1];
  const ids = readIds(spread ?? to);
  const live = liveIds(picture);
  const strange = ids.find(id => !live.includes(id));
  if (strange !== undefined)
    throw new UserError(`Broker ${strange} is not registered.`, `The cluster has ${live.join(', ')}.`);
  const targetOf = ({partition}: NamedPartition, index: number): readonly number[] => {
    if (spread === undefined) return ids;
    const count = Math.min(partition.replicas.length, ids.length);
    return Array.from({length: count}, (_, place) => ids[(index + place) % ids.length] ?? 0);
  };
  return partitions
    .map((each, index): Move => ({...each, replicas: targetOf(each, index)}))
    .filter(({partition, replicas}) => partition.replicas.join() !== replicas.join());
};

const requestOf = (moves: readonly Move[], isCancelled = false) =>
  byTopic(moves.map(({topic, partition, replicas}) => ({topic, partition: partition.id, replicas}))).map(
    ([name, own]) => ({
      name,
      partitions: own.map(({partition, replicas}) => ({
        partitionIndex: partition,
        replicas: isCancelled ? null : [...replicas],
      })),
    }),
  );

const stillMoving = async (
  link: Link,
  moves: readonly Move[],
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const asked = byTopic(moves.map(({topic, partition}) => ({topic, partition: partition.id}))).map(
    ([name, own]) => ({
      name,
      partitionIndexes: own.map(({partition}) => partition),
    }),
  );
  const answer = await send(link, listPartitionReassignments, [writeTimeout, asked], signal);
  return answer.topics.flatMap(({name, partitions}) =>
    partitions.map(({partitionIndex}) => `${name}-${partitionIndex}`),
  );
};

const begin = async (
  {link, moves, isCancelled}: {link: Link; moves: readonly Move[]; isCancelled: boolean},
  signal: AbortSignal,
): Promise<readonly NamedOutcome[]> => {
  const answer = await send(
    link,
    alterPartitionReassignments,
    [writeTimeout, true, requestOf(moves, isCancelled)],
    signal,
  );
  if (answer.errorCode !== 0)
    return [outcomeOf('the reassignment', answer.errorCode, answer.errorMessage, '')];
  return answer.responses.flatMap(({name, partitions}) =>
    partitions.map(({partitionIndex, errorCode, errorMessage}) => {
      const partition = `${name}-${partitionIndex}`;
      const move = moves.find(each => each.name === partition);
      const answered = isCancelled
        ? `${partition} stays where it was.`
        : `${partition} is on ${idsText(move?.replicas ?? [])}.`;
      return outcomeOf(partition, errorCode, errorMessage, answered);
    }),
  );
};

const follow = async (
  {clock}: WriteContext,
  link: Link,
  moves: readonly Move[],
  signal: AbortSignal,
  onProgress: (sentence: string) => void,
): Promise<readonly string[]> => {
  for (;;) {
    const left = await stillMoving(link, moves, signal);
    if (left.length === 0) return left;
    onProgress(
      `${moves.length - left.length} of ${moves.length} have moved; ${left.slice(0, 3).join(', ')} ${left.length === 1 ? 'copies' : 'copy'} still`,
    );
    await clock.sleep(lookEvery, signal).catch(() => {});
    if (signal.aborted) return left;
  }
};

const toolLine = (picture: Picture, verb: '--execute' | '--cancel', moves: readonly Move[]): string => {
  const partitions = moves.map(({topic, partition, replicas}) => ({
    topic,
    partition: partition.id,
    replicas,
  }));
  const words = `${verb} --reassignment-json-file ${asFile({version: 1, partitions})}`;
  return kafkaTool(picture, 'kafka-reassign-partitions', words, '').line;
};

/** Names that are said before the rest is only counted. */
const namesShown = 3;

const idsOfMoves = (moves: readonly Move[]): string => {
  const names = moves.slice(0, namesShown).map(({name}) => name);
  const more = moves.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const replicasText = (count: number): string => (count === 1 ? '1 replica' : `${count} replicas`);

/** What is copied, what goes, and which partitions are left with one copy. */
const consequencesOf = (moves: readonly Move[]): readonly string[] => {
  const sum = (part: (move: Move) => readonly number[]): number =>
    moves.reduce((total, move) => total + part(move).length, 0);
  const coming = sum(({partition, replicas}) => replicas.filter(id => !partition.replicas.includes(id)));
  const going = sum(({partition, replicas}) => partition.replicas.filter(id => !replicas.includes(id)));
  const alone = moves.filter(
    ({partition, replicas}) => replicas.length === 1 && partition.replicas.length > 1,
  );
  const first =
    coming > 0
      ? `${coming} new ${coming === 1 ? 'replica is' : 'replicas are'} copied from the leaders before any old one goes: disk and network have to bear it.`
      : going > 0
        ? `No record is copied: ${replicasText(going)} ${going === 1 ? 'goes' : 'go'}, with the copies that are there.`
        : 'No record is copied: only the order of the replicas changes, and with it who is preferred.';
  return [
    first,
    ...(alone.length > 0
      ? [
          alone.length === 1
            ? `${idsOfMoves(alone)} has one replica then, and nobody reads or writes it while its broker is away.`
            : `${idsOfMoves(alone)} have one replica each then, and nobody reads or writes them while their broker is away.`,
        ]
      : []),
    'Clients go on meanwhile. Leadership moves where the leader is not among the new replicas.',
  ];
};

/** Moves replicas to other brokers. AlterPartitionReassignments (key 45), followed by its list (key 46). */
export const partitionReassign = {
  id: 'partition.reassign',
  noun: 'partition',
  verb: 'reassign',
  title: 'Reassign the replicas',
  help: 'moves the replicas of partitions to other brokers and shows how far it is; a topic stands for all its partitions',
  on: 'several',
  fields: [
    {
      id: 'to',
      label: 'To',
      help: 'brokers, the preferred leader first: 2,3; or by turns over them: spread:1,2,3',
      isNeeded: true,
    },
  ],
  initial: picture => ({to: `spread:${liveIds(picture).join(',')}`}),
  plan: async (context, names, {to = ''}) => {
    const moves = movesOf(context.picture, partitionsNamed(context.picture, names), to);
    if (moves.length === 0) throw new UserError('All of them are there already.', 'Choose other brokers.');
    return {
      question: `Reassign ${moves.length === 1 ? moves[0]?.name : `${moves.length} partitions`}?`,
      consequences: consequencesOf(moves),
      preview: moves.map(({name, partition, replicas}) => ({
        partition: name,
        before: idsText(partition.replicas),
        after: idsText(replicas),
      })),
      typed: null,
      commandLines: [toolLine(context.picture, '--execute', moves)],
      run: async (signal, onProgress) => {
        const link = controllerLink(context);
        const outcomes = await begin({link, moves, isCancelled: false}, signal);
        if (outcomes.some(({isDone}) => !isDone)) return outcomes;
        const left = await follow(context, link, moves, signal, onProgress);
        return outcomes.map(({name, answer}) =>
          left.includes(name)
            ? {name, ...refused(`${name}: it goes on moving without being watched.`)}
            : {name, ...done(answer)},
        );
      },
    };
  },
} as const satisfies Write;

/** Takes back what has not moved yet: AlterPartitionReassignments with no replicas. */
export const partitionCancelReassign = {
  id: 'partition.cancel-reassign',
  noun: 'partition',
  verb: 'cancel-reassign',
  title: 'Cancel the reassignment',
  help: 'takes back a reassignment that is under way; the replicas are again those of before',
  on: 'several',
  fields: [],
  plan: async (context, names) => {
    const all = partitionsNamed(context.picture, names).map(each => ({
      ...each,
      replicas: each.partition.replicas,
    }));
    const link = controllerLink(context);
    const moving = await stillMoving(link, all, new AbortController().signal);
    const moves = all.filter(({name}) => moving.includes(name));
    if (moves.length === 0) throw new UserError('Nothing of them is being reassigned.');
    return {
      question: `Cancel the reassignment of ${moves.map(({name}) => name).join(', ')}?`,
      consequences: ['What was copied to the new brokers is deleted there.'],
      preview: [],
      typed: null,
      commandLines: [toolLine(context.picture, '--cancel', moves)],
      run: signal => begin({link, moves, isCancelled: true}, signal),
    };
  },
} as const satisfies Write;

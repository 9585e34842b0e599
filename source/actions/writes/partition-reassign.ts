import {alterPartitionReassignments, listPartitionReassignments} from '../../clients/kafka/apis.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {UserError} from '../../errors.ts';
import {asFile, kafkaTool} from '../../findings/command-lines.ts';
import type {Picture} from '../../model/picture.ts';
import {done, refused} from '../action.ts';
import {byTopic} from './groups.ts';
import {controllerLink, outcomeOf, send, writeTimeout} from './kafka.ts';
import {consequencesOf, liveIds, type Move, movesOf} from './partition-moves.ts';
import {idsText, partitionsNamed} from './partitions.ts';
import type {NamedOutcome, Write, WriteContext} from './write.ts';

/** Milliseconds between two looks at what still moves. */
const lookEvery = 1000;

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

import type {CallOptions, Link} from '../../clients/kafka/link.ts';
import {isUnknown, known} from '../../model/reading.ts';
import type {TailStart} from '../../model/record.ts';
import {type OffsetAnswer, readOffsets, type TopicPartition} from '../../queries/offsets.ts';
import type {Notes} from './notes.ts';
import {partitionName, type TailPartition} from './partition.ts';

type Offsets = ReadonlyMap<string, OffsetAnswer>;

const byName = (answers: readonly OffsetAnswer[]): Offsets =>
  new Map(answers.map(answer => [partitionName(answer), answer]));

const ask = async (
  link: Link,
  partitions: readonly TopicPartition[],
  of: Parameters<typeof readOffsets>[2],
  options: CallOptions,
): Promise<Offsets> => byName(await readOffsets(link, partitions, of, options));

const offsetIn = (answers: Offsets, partition: TailPartition): number | null | undefined => {
  const answer = answers.get(partitionName(partition));
  return answer && known(answer.offset);
};

export interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** First kept and next offset of partitions that a broker leads; those that it refuses are left out. */
export const readBounds = async (
  link: Link,
  partitions: readonly TailPartition[],
  options: CallOptions,
): Promise<ReadonlyMap<string, Bounds>> => {
  const starts = await ask(link, partitions, 'earliest', options);
  const ends = await ask(link, partitions, 'latest', options);
  return new Map(
    partitions.flatMap(partition => {
      const start = offsetIn(starts, partition);
      const end = offsetIn(ends, partition);
      return start == null || end == null ? [] : [[partitionName(partition), {start, end}] as const];
    }),
  );
};

const clamp = (offset: number, {start, end}: Bounds): number => Math.min(Math.max(offset, start), end);

/**
 * Sets the offset at which each partition begins, and says where an offset that the user gave does not exist. A
 * partition that the broker refuses stays without, and is asked again.
 */
export const setStarts = async (
  link: Link,
  partitions: readonly TailPartition[],
  from: TailStart,
  options: CallOptions,
  notes: Notes,
): Promise<void> => {
  const bounds = await readBounds(link, partitions, options);
  const times = from.from === 'time' ? await ask(link, partitions, {time: from.at}, options) : undefined;
  for (const partition of partitions) {
    const name = partitionName(partition);
    const within = bounds.get(name);
    if (!within) continue;
    partition.end = within.end;
    if (partition.isNew || from.from === 'oldest') partition.offset = within.start;
    else if (from.from === 'newest') partition.offset = clamp(within.end - from.last, within);
    else if (from.from === 'offset') {
      partition.offset = clamp(from.offset, within);
      if (partition.offset !== from.offset)
        notes.say(
          name,
          `${name} holds offsets ${within.start} to ${within.end - 1}: reading begins at ${partition.offset}.`,
        );
    } else {
      const answer = times?.get(name);
      // No record is as young as that: what comes from now on is.
      if (answer && !isUnknown(answer.offset)) partition.offset = answer.offset ?? within.end;
    }
  }
};

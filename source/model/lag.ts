import {at, type OffsetAt, type PartitionMetadata} from './cluster.ts';
import {rateOf, type Series, timeOf} from './history.ts';
import {isOld, isUnknown, type Known, lastValue, type Unknown, unknown} from './reading.ts';
import type {World} from './world.ts';

/** Why an offset never came: there is no such partition, its leader does not answer, or it was not asked yet. */
const notRead = ({probes, metadata}: World, leader: number | undefined, name: string): Unknown => {
  if (leader === undefined && lastValue(metadata))
    return unknown('not-read', `There is no ${name}: its topic may have been deleted.`);
  const probe = leader === undefined ? undefined : probes.get(leader);
  if (!probe || probe.result === 'answers')
    return unknown('not-read', `The offset of ${name} was not read yet.`);
  const why =
    probe.result === 'silent'
      ? 'timed-out'
      : probe.result === 'not-authorised'
        ? 'not-authorised'
        : 'unreachable';
  return unknown(why, `Broker ${leader}, the leader of ${name}, cannot say its offsets: ${probe.sentence}`);
};

/** An offset as it may be worked with: one that is old is not known any more, and its time is kept. */
const currentOffset = (
  world: World,
  reading: OffsetAt | undefined,
  partition: PartitionMetadata | undefined,
  topic: string,
  id: number,
  now: number,
): Known<number> => {
  if (partition && partition.leader === null)
    return unknown('unreachable', `${topic}-${id} has no leader: nobody can say its offsets.`, reading?.at);
  if (!reading) return notRead(world, partition?.leader ?? undefined, `${topic}-${id}`);
  if (isUnknown(reading.offset) || !isOld(reading, now)) return reading.offset;
  const age = Math.round((now - reading.at) / 1000);
  return unknown('stale', `The offset of ${topic}-${id} was last read ${age} s ago.`, reading.at);
};

export const endOf = (
  world: World,
  topic: string,
  partition: PartitionMetadata | undefined,
  id: number,
  now: number,
): Known<number> => currentOffset(world, at(world.ends, topic, id), partition, topic, id, now);

export const startOf = (
  world: World,
  topic: string,
  partition: PartitionMetadata | undefined,
  id: number,
  now: number,
): Known<number> => currentOffset(world, at(world.starts, topic, id), partition, topic, id, now);

/** Records that a group has still to read: never below zero; null without a commit. */
export const lagOf = (committed: Known<number | null>, end: Known<number>): Known<number | null> => {
  if (isUnknown(committed) || committed === null) return committed;
  return isUnknown(end) ? end : Math.max(0, end - committed);
};

const needsTwo = unknown('not-read', 'A rate needs two readings.');

/** Change per second of a series; unknown until two readings were made. */
export const knownRate = (series: Series | undefined): Known<number> =>
  (series && rateOf(series)) ?? needsTwo;

/** Records per second at a log end; unknown where the end is. */
export const endRate = (end: Known<number>, series: Series | undefined): Known<number> =>
  isUnknown(end) ? end : knownRate(series);

/** A record, as the time at which the log end had come to it. */
const startingWith = (
  record: {readonly offset: number; readonly timestamp: number},
  ends: Series,
): Series => {
  const [first] = ends;
  return first && record.timestamp < first.at && record.offset <= first.value
    ? [{at: record.timestamp, value: record.offset}, ...ends]
    : ends;
};

/**
 * Age (s) of the oldest record that a group has not read: by interpolating when the log end passed the committed
 * offset, else from the timestamp of the record at that offset, or between that of one before it and the first log end
 * that was read: the record is read seldom, and a group that goes on has left it. 0 where there is none, null without a
 * commit.
 */
export const lagSecondsOf = (
  lag: Known<number | null>,
  committed: Known<number | null>,
  ends: Series,
  record: {readonly offset: number; readonly timestamp: number} | undefined,
  now: number,
): Known<number | null> => {
  if (isUnknown(lag) || lag === null) return lag;
  if (lag === 0) return 0;
  if (isUnknown(committed) || committed === null) return committed;
  const last = ends.at(-1);
  const passed = timeOf(ends, committed);
  if (last && passed !== undefined) return Math.max(0, (last.at - passed) / 1000);
  if (record?.offset === committed) return Math.max(0, (now - record.timestamp) / 1000);
  const between = record && timeOf(startingWith(record, ends), committed);
  if (between !== undefined) return Math.max(0, (now - between) / 1000);
  return unknown(
    'not-read',
    'The log end was not watched for so long, nor the record at the committed offset read.',
  );
};

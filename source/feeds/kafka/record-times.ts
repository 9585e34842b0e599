import {at} from '../../model/cluster.ts';
import {committedKey} from '../../model/history.ts';
import {isUnknown, known, lastValue as readingValue} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import type {TopicPartition} from '../../queries/offsets.ts';
import type {RecordTime} from '../../queries/record-times.ts';
import {ledBy} from './world.ts';

/** A place behind the end of a partition where a group reads on, and the committed offsets that lead there. */
export interface Lagging extends TopicPartition {
  readonly offset: number;
  readonly commits: readonly {readonly key: string; readonly offset: number}[];
}

const nameOf = ({topic, partition, offset}: TopicPartition & {readonly offset: number}): string =>
  `${topic}/${partition}@${offset}`;

/** Names of the places that an answer says nothing about. */
export const unanswered = (places: readonly Lagging[], times: readonly RecordTime[]): readonly string[] => {
  const answered = new Set(times.map(nameOf));
  return places.map(nameOf).filter(name => !answered.has(name));
};

/**
 * Lagging partitions of the wanted groups that one broker leads, as far as the time of the next record is not known
 * already. One per partition: Kafka takes a partition once in a request, so that a second group waits its turn. What lies
 * below the log start is gone: the group reads on there. Places in `passed` gave no answer, and hold up no other group.
 */
export const laggingOn = (
  world: World,
  broker: number,
  wanted: ReadonlySet<string> | 'all',
  passed: ReadonlySet<string> = new Set(),
): readonly Lagging[] => {
  const metadata = readingValue(world.metadata);
  if (!metadata) return [];
  const led = new Set(ledBy(metadata, broker).map(({topic, partition}) => `${topic}/${partition}`));
  const found = new Map<string, Lagging>();
  for (const reading of world.groups.values())
    for (const {id, committed} of readingValue(reading) ?? []) {
      if (isUnknown(committed) || (wanted !== 'all' && !wanted.has(id))) continue;
      for (const {topic, partition, offset} of committed) {
        const end = known(at(world.ends, topic, partition)?.offset ?? 0) ?? 0;
        const place = `${topic}/${partition}`;
        if (offset === null || offset >= end || !led.has(place)) continue;
        const key = committedKey(id, topic, partition);
        if (world.recordTimes.get(key)?.offset === offset) continue;
        const from = Math.max(offset, known(at(world.starts, topic, partition)?.offset ?? 0) ?? 0);
        const next = {topic, partition, offset: from, commits: [{key, offset}]};
        if (passed.has(nameOf(next))) continue;
        const there = found.get(place);
        if (!there) found.set(place, next);
        else if (there.offset === from)
          found.set(place, {...there, commits: [...there.commits, ...next.commits]});
      }
    }
  return [...found.values()];
};

/** Takes record times in. */
export const withRecordTimes = (
  world: World,
  places: readonly Lagging[],
  times: readonly RecordTime[],
): World => {
  if (times.length === 0) return world;
  const recordTimes = new Map(world.recordTimes);
  for (const {topic, partition, timestamp} of times)
    for (const place of places)
      if (place.topic === topic && place.partition === partition)
        for (const {key, offset} of place.commits) recordTimes.set(key, {offset, timestamp});
  return {...world, recordTimes};
};

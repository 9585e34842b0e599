import {at} from '../../model/cluster.ts';
import {committedKey} from '../../model/history.ts';
import {isUnknown, known, lastValue as readingValue} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import type {TopicPartition} from '../../queries/offsets.ts';
import type {RecordTime} from '../../queries/record-times.ts';
import {ledBy} from './world.ts';

/** A committed offset behind the end of its partition, and the groups that committed it. */
export interface Lagging extends TopicPartition {
  readonly offset: number;
  readonly keys: readonly string[];
}

/**
 * Lagging partitions of the wanted groups that one broker leads, as far as the time of the next record is not known
 * already. One per partition: Kafka takes a partition once in a request, so that a second group waits its turn.
 */
export const laggingOn = (
  world: World,
  broker: number,
  wanted: ReadonlySet<string> | 'all',
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
        const there = found.get(place);
        if (!there) found.set(place, {topic, partition, offset, keys: [key]});
        else if (there.offset === offset) found.set(place, {...there, keys: [...there.keys, key]});
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
  for (const {topic, partition, offset, timestamp} of times)
    for (const place of places)
      if (place.topic === topic && place.partition === partition)
        for (const key of place.keys) recordTimes.set(key, {offset, timestamp});
  return {...world, recordTimes};
};

import {failureFrom} from '../../clients/kafka/kafka-error.ts';
import type {CallOptions} from '../../clients/kafka/link.ts';
import type {Clock} from '../../clock.ts';
import {UserError} from '../../errors.ts';
import {at} from '../../model/cluster.ts';
import {
  failedAfter,
  isUnknown,
  lastValue,
  type Reading,
  ready,
  unknown,
  waiting,
} from '../../model/reading.ts';
import type {LogRecord} from '../../model/record.ts';
import type {KeptRecords, World} from '../../model/world.ts';
import {readOffsets, type TopicPartition} from '../../queries/offsets.ts';
import {recordsBetween} from '../../queries/records-between.ts';
import type {Member} from './roster.ts';
import {ledBy} from './world.ts';

/** Reads what is in the topics that are asked for, as they grow. */
export interface RecordReader {
  /** Topics whose records are wanted from now on; what was kept of others is let go. */
  want(topics: readonly string[]): void;
  /** Reads what is new of the wanted partitions that a broker leads. Resolves soon, even if late. */
  read(member: Member, every: number): Promise<void>;
}

export interface RecordReaderOptions {
  readonly world: {get(): World; update(change: (world: World) => World): void};
  readonly clock: Clock;
}

/** Offsets of a partition that are kept, the newest ones. */
const kept = 500;
/** A connection and a deadline (ms) of their own: a late answer neither holds up the poll nor speaks against the broker. */
const calls: CallOptions = {channel: 'slow', deadline: 5000};
/** Milliseconds that a poll waits for them. */
const patience = 1000;

const notRead = unknown('not-read', 'Where its log ends was not read yet.');

const withRecords = (
  world: World,
  {topic, partition}: TopicPartition,
  change: (before: Reading<KeptRecords>) => Reading<KeptRecords>,
): World => {
  const partitions = new Map(world.records.get(topic));
  partitions.set(partition, change(partitions.get(partition) ?? waiting));
  return {...world, records: new Map(world.records).set(topic, partitions)};
};

export const createRecordReader = ({world, clock}: RecordReaderOptions): RecordReader => {
  let wanted: ReadonlySet<string> = new Set();
  const running = new Map<number, Promise<void>>();

  const readPartition = async ({link}: Member, place: TopicPartition, every: number): Promise<void> => {
    const {topic, partition} = place;
    const reading = at(world.get().records, topic, partition) ?? waiting;
    const before = lastValue(reading);
    const update = (change: (now: Reading<KeptRecords>) => Reading<KeptRecords>): void =>
      world.update(now => (wanted.has(topic) ? withRecords(now, place, change) : now));
    const end = at(world.get().ends, topic, partition)?.offset ?? notRead;
    // A partition whose end is not known is not an empty one.
    if (isUnknown(end)) {
      update(now => failedAfter(now, {why: end.unknown, sentence: end.sentence}, clock.now()));
      return;
    }
    // A log that ends before what was read of it is another one, of the same name.
    const has = before && before.next <= end ? before : undefined;
    try {
      // After a failure, too: what was to come next may have been deleted meanwhile.
      const [first] =
        has && reading.state === 'ready' ? [] : await readOffsets(link, [place], 'earliest', calls);
      const start = first?.offset ?? 0;
      if (isUnknown(start)) throw new UserError(start.sentence);
      const from = Math.max(start, has ? has.next : end - kept);
      const fresh: LogRecord[] = [];
      for await (const records of recordsBetween(link, {...place, from, end}, calls)) fresh.push(...records);
      const records = fresh.length === 0 && has ? has.records : [...(has?.records ?? []), ...fresh];
      const value = {next: Math.max(from, end), records: records.slice(-kept)};
      update(() => ready(value, clock.now(), every));
    } catch (error) {
      update(now => failedAfter(now, failureFrom(error), clock.now()));
    }
  };

  const readAll = async (member: Member, every: number): Promise<void> => {
    const metadata = lastValue(world.get().metadata);
    const places = (metadata ? ledBy(metadata, member.id) : []).filter(({topic}) => wanted.has(topic));
    await Promise.all(places.map(place => readPartition(member, place, every)));
  };

  return {
    want(topics) {
      if (topics.length === wanted.size && topics.every(topic => wanted.has(topic))) return;
      wanted = new Set(topics);
      if ([...world.get().records.keys()].every(topic => wanted.has(topic))) return;
      world.update(before => ({
        ...before,
        records: new Map([...before.records].filter(([topic]) => wanted.has(topic))),
      }));
    },
    async read(member, every) {
      if (wanted.size === 0 || running.has(member.id)) return;
      const work = readAll(member, every).finally(() => running.delete(member.id));
      running.set(member.id, work);
      const waited = new AbortController();
      await Promise.race([work, clock.sleep(patience, waited.signal).catch(() => {})]);
      waited.abort();
    },
  };
};

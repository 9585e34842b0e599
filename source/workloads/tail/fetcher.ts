import type {KafkaClient} from '../../clients/kafka/client.ts';
import {fetchFrom} from '../../clients/kafka/fetch.ts';
import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import type {Clock} from '../../clock.ts';
import type {LogRecord, TailStart} from '../../model/record.ts';
import {createTailLook} from './look.ts';
import {mergeByTime} from './merge.ts';
import type {Notes} from './notes.ts';
import {partitionName, type TailPartition} from './partition.ts';
import type {TailPlaces} from './places.ts';
import {createTailReader} from './reader.ts';
import {setStarts} from './start.ts';

export interface TailFetcherOptions {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly channel: string;
  /** Bytes that one fetch may bring. */
  readonly capacity: number;
  readonly start: TailStart;
  readonly signal: AbortSignal;
  readonly places: TailPlaces;
  readonly notes: Notes;
  readonly hand: (records: readonly LogRecord[]) => Promise<void>;
  /** Is done as soon as the tail is not paused. */
  readonly whenOpen: () => Promise<void>;
}

/** Milliseconds that a broker may wait for a record to come. */
const longPoll = 500;
/** Milliseconds beyond that before a broker counts as silent. */
const patience = 2000;
/** Milliseconds before a leader with nothing to read is looked at again. */
const lookPause = 250;
/** Milliseconds before a silent broker is asked again; the pause doubles up to the second. */
const retryPause = 250;
const longestPause = 5000;

export const createTailFetcher = (options: TailFetcherOptions): {run(): Promise<void>} => {
  const {clock, channel, capacity, start, signal, places, notes, hand, whenOpen} = options;
  const loops = new Map<number, Promise<void>>();
  const silent = new Map<number, number>();
  const look = createTailLook(options);
  const reader = createTailReader({...options, look: look.ask});
  const pause = (ms: number): Promise<void> => clock.sleep(ms, signal).catch(() => {});

  const ready = (broker: number): TailPartition[] =>
    places
      .all()
      .filter(
        each => each.leader === broker && !each.isBusy && !each.isRefused && each.notBefore <= clock.now(),
      );

  /** One request to one leader, for all of its partitions. */
  const fetchOnce = async (link: Link, partitions: readonly TailPartition[]): Promise<void> => {
    const beginning = partitions.filter(({offset}) => offset === null);
    if (beginning.length > 0) await setStarts(link, beginning, start, {channel, signal}, notes);
    for (const partition of beginning)
      if (partition.offset === null) {
        reader.postpone(
          partition,
          `${partitionName(partition)} does not say yet where its log begins and ends.`,
        );
        look.ask();
      }
    const asked = partitions.flatMap(({topic, partition, offset}) =>
      offset === null ? [] : [{topic, partition, offset, maxBytes: capacity}],
    );
    if (asked.length === 0) return;
    const answer = await fetchFrom(
      link,
      asked,
      {maxWait: longPoll, minBytes: 1, maxBytes: capacity, isCommittedOnly: true},
      {channel, deadline: longPoll + patience, signal},
    );
    const first = partitions.find(({offset}) => offset !== null);
    const byName = new Map(partitions.map(each => [partitionName(each), each]));
    const lists: (readonly LogRecord[])[] = [];
    const refusals: (readonly [TailPartition, number])[] = [];
    for (const part of answer.partitions) {
      const partition = byName.get(partitionName(part));
      // It may have been deleted while the answer was on its way.
      if (!partition || partition.leader === null) continue;
      if (part.errorCode === 0) lists.push(reader.take(partition, part, partition === first));
      else refusals.push([partition, part.errorCode]);
    }
    const records = mergeByTime(lists);
    if (records.length > 0) await hand(records);
    // After the records are handed over: asking on may fail, and they count as read already.
    for (const [partition, code] of refusals) await reader.refuse(link, partition, code);
  };

  const unreached = async (
    broker: number,
    partitions: readonly TailPartition[],
    error: KafkaError,
  ): Promise<void> => {
    const failures = (silent.get(broker) ?? 0) + 1;
    silent.set(broker, failures);
    for (const partition of partitions)
      partition.waiting = `${partitionName(partition)} waits: ${error.message}`;
    notes.say(`broker ${broker}`, `Broker ${broker} is waited for: ${error.message}`);
    look.ask();
    await pause(Math.min(retryPause * 2 ** failures, longestPause));
  };

  /** Fetches from one leader as long as it leads anything; partitions take turns at being first in a request. */
  const follow = async (broker: number): Promise<void> => {
    for (let turn = 0; !signal.aborted; turn += 1) {
      await whenOpen();
      const link = places.link(broker);
      const mine = ready(broker);
      if (!link || signal.aborted) return;
      if (mine.length === 0) {
        if (!places.all().some(({leader, isRefused}) => leader === broker && !isRefused)) return;
        await pause(lookPause);
        continue;
      }
      const first = turn % mine.length;
      const partitions = [...mine.slice(first), ...mine.slice(0, first)];
      for (const partition of partitions) partition.isBusy = true;
      try {
        await fetchOnce(link, partitions);
        if (silent.delete(broker)) notes.clear(`broker ${broker}`);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof KafkaError)) throw error;
        await unreached(broker, partitions, error);
      } finally {
        for (const partition of partitions) partition.isBusy = false;
      }
    }
  };

  const startLoops = (): void => {
    for (const {leader} of places.all()) {
      if (leader === null || loops.has(leader) || !places.link(leader)) continue;
      loops.set(
        leader,
        follow(leader).finally(() => loops.delete(leader)),
      );
    }
  };

  return {
    async run() {
      await look.run(startLoops);
      await Promise.all(loops.values());
    },
  };
};

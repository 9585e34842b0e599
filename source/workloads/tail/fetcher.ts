import type {KafkaClient} from '../../clients/kafka/client.ts';
import {type FetchedPartition, fetchFrom} from '../../clients/kafka/fetch.ts';
import {failureFrom, KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {decodeRecords} from '../../clients/kafka/record-batch.ts';
import type {Clock} from '../../clock.ts';
import {kafkaFailure} from '../../errors.ts';
import type {LogRecord, TailStart} from '../../model/record.ts';
import {mergeByTime} from './merge.ts';
import type {Notes} from './notes.ts';
import {partitionName, type TailPartition} from './partition.ts';
import type {TailPlaces} from './places.ts';
import {readBounds, setStarts} from './start.ts';

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
/** Milliseconds before a partition that was refused is asked again, and between looks at who leads what. */
const retryPause = 250;
const lookPause = 250;
const waitingLook = 1000;
const idleLook = 5000;
const outOfRange = 1;
const notAuthorised = 29;

export const createTailFetcher = (options: TailFetcherOptions): {run(): Promise<void>} => {
  const {clock, channel, capacity, start, signal, places, notes, hand, whenOpen} = options;
  const loops = new Map<number, Promise<void>>();
  const silent = new Map<number, number>();
  let wake = (): void => {};
  let isLookWanted = false;

  /** Asks for a look at who leads what, soon. */
  const look = (): void => {
    isLookWanted = true;
    wake();
  };
  const pause = (ms: number): Promise<void> => clock.sleep(ms, signal).catch(() => {});

  const ready = (broker: number): TailPartition[] =>
    places
      .all()
      .filter(
        each => each.leader === broker && !each.isBusy && !each.isRefused && each.notBefore <= clock.now(),
      );

  const postpone = (partition: TailPartition, sentence: string): void => {
    partition.waiting = sentence;
    partition.notBefore = clock.now() + retryPause;
  };

  /** Finds a place to go on for a partition whose log no longer has the offset, or not yet. */
  const settleOffset = async (link: Link, partition: TailPartition, epoch: number | null): Promise<void> => {
    const name = partitionName(partition);
    const bounds = (await readBounds(link, [partition], {channel, signal})).get(name);
    const before = partition.offset ?? 0;
    if (!bounds) return postpone(partition, `${name} is not available.`);
    if (before < bounds.start) {
      partition.offset = bounds.start;
      notes.say(
        name,
        `${name} no longer has offsets ${before} to ${bounds.start - 1}: reading goes on at ${bounds.start}.`,
      );
    } else if (before > bounds.end) {
      // A log that lost its end has a newer leader epoch; without one it is another topic of the same name.
      const isNewTopic = (partition.leaderEpoch ?? 0) <= (epoch ?? 0);
      partition.offset = isNewTopic ? bounds.start : bounds.end;
      notes.say(
        name,
        isNewTopic
          ? `${name} was deleted and made again: it is read from its beginning.`
          : `${name} ends at ${bounds.end}, before offset ${before}: its leader lost records. Reading goes on there.`,
      );
    }
  };

  /**
   * Takes one partition's answer in and gives its records. Only the first in a request gets a batch that is larger than
   * the request allows for: what another does not get says nothing.
   */
  const take = (
    partition: TailPartition,
    answer: FetchedPartition,
    isFirst: boolean,
  ): readonly LogRecord[] => {
    const from = partition.offset ?? 0;
    const {records, nextOffset, problems} = decodeRecords(answer.records, {
      ...partition,
      from,
      aborted: answer.aborted,
    });
    for (const problem of problems) notes.say(`batch of ${partitionName(partition)}`, problem);
    partition.offset = nextOffset;
    partition.end = answer.highWatermark;
    const name = partitionName(partition);
    const isStuck = answer.records.length > 0 && nextOffset === from && isFirst;
    const isHeld = answer.records.length === 0 && nextOffset < answer.highWatermark && isFirst;
    if (isStuck) postpone(partition, `${name} holds a batch at offset ${from} whose end cannot be found.`);
    else if (isHeld && nextOffset >= answer.lastStableOffset)
      partition.waiting = `${name} has a transaction that is still open: what follows is waited for.`;
    else if (partition.waiting !== null) {
      partition.waiting = null;
      notes.clear(name);
    }
    if (partition.waiting !== null) notes.say(name, partition.waiting);
    return records;
  };

  const refused = async (link: Link, partition: TailPartition, code: number): Promise<void> => {
    const {sentence} = kafkaFailure(code, partitionName(partition));
    if (code === outOfRange) {
      const epoch = partition.leaderEpoch;
      await places.refresh().catch(() => {});
      if (partition.leader !== null) await settleOffset(link, partition, epoch);
      return;
    }
    if (code === notAuthorised) {
      partition.isRefused = true;
      partition.waiting = sentence;
      notes.say(partitionName(partition), sentence);
      return;
    }
    postpone(partition, sentence);
    look();
  };

  /** One request to one leader, for all of its partitions. */
  const fetchOnce = async (link: Link, partitions: readonly TailPartition[]): Promise<void> => {
    const beginning = partitions.filter(({offset}) => offset === null);
    if (beginning.length > 0) await setStarts(link, beginning, start, {channel, signal}, notes);
    for (const partition of beginning)
      if (partition.offset === null) {
        postpone(partition, `${partitionName(partition)} does not say yet where its log begins and ends.`);
        look();
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
    for (const part of answer.partitions) {
      const partition = byName.get(partitionName(part));
      // It may have been deleted while the answer was on its way.
      if (!partition || partition.leader === null) continue;
      if (part.errorCode === 0) lists.push(take(partition, part, partition === first));
      else await refused(link, partition, part.errorCode);
    }
    const records = mergeByTime(lists);
    if (records.length > 0) await hand(records);
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
    look();
    await pause(Math.min(retryPause * 2 ** failures, idleLook));
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

  /** A look that outlasts the tail is let go: a silent cluster must not hold up the end. */
  const lookOnce = (): Promise<void> =>
    new Promise(done => {
      signal.addEventListener('abort', () => done(), {once: true});
      places
        .refresh()
        .then(
          () => notes.clear('cluster'),
          (error: unknown) => notes.say('cluster', failureFrom(error).sentence),
        )
        .finally(done);
    });

  const untilNextLook = async (): Promise<void> => {
    await pause(lookPause);
    if (isLookWanted || signal.aborted) return;
    const idle = new AbortController();
    wake = () => idle.abort();
    signal.addEventListener('abort', wake, {once: true});
    const hasWaiting = places.all().length === 0 || places.all().some(({leader}) => leader === null);
    await clock.sleep(hasWaiting ? waitingLook : idleLook, idle.signal).catch(() => {});
    signal.removeEventListener('abort', wake);
  };

  return {
    async run() {
      while (!signal.aborted) {
        isLookWanted = false;
        await lookOnce();
        startLoops();
        await untilNextLook();
      }
      await Promise.all(loops.values());
    },
  };
};

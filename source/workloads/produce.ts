import type {KafkaClient} from '../clients/kafka/client.ts';
import {KafkaError} from '../clients/kafka/kafka-error.ts';
import {partitionOfKey} from '../clients/kafka/partition-of-key.ts';
import type {Acks, Compression} from '../clients/kafka/produce.ts';
import type {Clock} from '../clock.ts';
import {UserError} from '../errors.ts';
import type {Lane, PendingRecord} from './produce/lane.ts';
import {createLeaders} from './produce/leaders.ts';
import {createRoundRobin} from './produce/partitioner.ts';
import {createProducer} from './produce/producer.ts';
import {createTally, type ProduceProgress} from './produce/tally.ts';

export type {ProduceProgress} from './produce/tally.ts';

/** An event to be produced. */
export interface NewEvent {
  readonly key: Uint8Array | null;
  /** null: a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: readonly {readonly key: string; readonly value: Uint8Array | null}[];
  /** null: by the key; without a key by turns. */
  readonly partition: number | null;
}

export interface ProduceOptions {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly topic: string;
  /** What to produce; it is drawn from as room and rate allow. */
  readonly events: Iterable<NewEvent> | AsyncIterable<NewEvent>;
  /** Events a second; null: as fast as the brokers take them. */
  readonly rate?: number | null;
  /** Default `all`, and then each event is stored once at most, whatever happens on the way. */
  readonly acks?: Acks;
  readonly compression?: Compression;
  /** Milliseconds that an event waits for others to share a batch; default 5. */
  readonly linger?: number;
  /** Bytes of a batch before compression; default 64 KiB. */
  readonly batchBytes?: number;
  /** Milliseconds until an event that no leader took counts as failed; default 30 s. */
  readonly deliveryTimeout?: number;
  /** Is told of changes, several times a second at most. */
  readonly onProgress?: (progress: ProduceProgress) => void;
  /** Is told of each event that a leader has stored: its number from 0, and its place. */
  readonly onStored?: (event: number, partition: number, offset: number | null) => void;
}

export interface ProduceJob {
  /**
   * Resolves when every event is settled, or soon after `cancel`. Rejects with a UserError where nothing could begin: no
   * such topic, no such partition, no broker, no right to write.
   */
  readonly done: Promise<ProduceProgress>;
  progress(): ProduceProgress;
  /** Takes no more events, drops those that were not sent, and waits a moment for those that were. */
  cancel(): void;
}

const waitingBytes = 33_554_432;
const waitingRecords = 100_000;
/** Events that are drawn before others get a turn. */
const chunk = 500;
const progressPause = 200;
const roomPause = 10;
const cancelPatience = 2000;

const sizeOf = ({key, value, headers}: NewEvent): number =>
  (key?.length ?? 0) +
  (value?.length ?? 0) +
  headers.reduce((sum, header) => sum + header.key.length + (header.value?.length ?? 0), 32);

/** Starts to produce events. Where a partition has no leader, or refuses, the others go on. */
export const startProduce = (options: ProduceOptions): ProduceJob => {
  const {client, clock, topic, events, rate = null, acks = 'all', compression = 'none'} = options;
  const {linger = 5, batchBytes = 65_536, deliveryTimeout = 30_000, onProgress, onStored} = options;
  const stopping = new AbortController();
  const cancelling = new AbortController();
  const channel = client.channel('produce');
  const leaders = createLeaders(client, topic);
  const tally = createTally();
  const roundRobin = createRoundRobin(batchBytes);
  const {promise: fatal, reject: onFatal} = Promise.withResolvers<never>();
  const whenCancelled = new Promise<void>(resolve => {
    cancelling.signal.addEventListener('abort', () => resolve(), {once: true});
  });
  let onSettled = (): void => {};
  // It is waited for only while the job runs.
  fatal.catch(() => {});

  const producer = createProducer({
    clock,
    topic,
    leaders,
    acks,
    compression,
    linger,
    batchBytes,
    deliveryTimeout,
    signal: stopping.signal,
    channel,
    onFatal,
    onSent: tally.sent,
    onUnconfirmed(partition, records) {
      tally.released(partition, records);
      onSettled();
    },
    onStored(partition, records, offset) {
      tally.stored(partition, records);
      if (onStored)
        for (const [index, {i}] of records.entries())
          onStored(i, partition, offset === null ? null : offset + index);
      onSettled();
    },
    onFailed(partition, records, error) {
      tally.failed(partition, records, error);
      onSettled();
    },
  });

  const progress = (): ProduceProgress =>
    tally.progress(
      new Map(leaders.lanes.map(({partition, refusal}) => [partition, refusal?.sentence ?? null])),
    );

  const laneOf = (event: NewEvent): Lane => {
    const {lanes} = leaders;
    const wanted =
      event.partition ?? (event.key === null ? undefined : partitionOfKey(event.key, lanes.length));
    const lane = wanted === undefined ? roundRobin(lanes) : lanes.find(({partition}) => partition === wanted);
    if (lane) return lane;
    throw new UserError(
      `${topic} has no partition ${wanted}.`,
      `It has ${lanes.length === 1 ? 'partition 0 only' : `partitions 0 to ${lanes.length - 1}`}.`,
    );
  };

  const accept = (event: NewEvent, i: number): void => {
    const now = clock.now();
    const {key, value, headers} = event;
    const record: PendingRecord = {key, value, headers, timestamp: now, i, since: now, bytes: sizeOf(event)};
    const lane = laneOf(event);
    tally.accepted(lane.partition, record);
    producer.add(lane, record);
  };

  const pause = (ms: number): Promise<void> => clock.sleep(ms, cancelling.signal).catch(() => {});
  const hasRoom = (): boolean => tally.waiting < waitingRecords && tally.waitingBytes < waitingBytes;

  const draw = async (): Promise<void> => {
    const began = clock.now();
    let made = 0;
    for await (const event of events) {
      if (cancelling.signal.aborted) return;
      accept(event, made);
      made += 1;
      if (made % chunk === 0) {
        producer.pump();
        await pause(0);
      }
      while (!hasRoom() && !cancelling.signal.aborted) await pause(roomPause);
      if (rate === null) continue;
      const due = began + (made * 1000) / rate;
      if (due <= clock.now()) continue;
      producer.pump();
      await pause(Math.max(1, due - clock.now()));
    }
  };

  const settled = (): Promise<void> =>
    new Promise(resolve => {
      onSettled = () => {
        if (tally.waiting === 0) resolve();
      };
      onSettled();
    });

  const run = async (): Promise<ProduceProgress> => {
    const stopTelling = onProgress ? clock.every(progressPause, () => onProgress(progress())) : () => {};
    try {
      await leaders.refresh();
      // Events that come from a pipe may be long in coming: the end does not wait for the next one.
      await Promise.race([draw(), whenCancelled, fatal]);
      producer.flush();
      await Promise.race([settled(), whenCancelled, fatal]);
      if (cancelling.signal.aborted) {
        producer.dropUnsent(tally.released);
        await Promise.race([settled(), clock.sleep(cancelPatience, stopping.signal).catch(() => {})]);
        producer.abandon();
      }
      const last = progress();
      onProgress?.(last);
      return last;
    } catch (error) {
      if (error instanceof KafkaError)
        throw new UserError(error.message, 'Try kafka-lab brokers.', {cause: error});
      throw error;
    } finally {
      stopTelling();
      producer.close();
      stopping.abort();
      client.close(channel);
    }
  };

  return {done: run(), progress, cancel: () => cancelling.abort()};
};

import {KafkaError} from '../../clients/kafka/kafka-error.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {type Acks, type Compression, produceTo} from '../../clients/kafka/produce.ts';
import type {Clock} from '../../clock.ts';
import {UserError} from '../../errors.ts';
import {createIdentities} from './identities.ts';
import {type Batch, enqueue, type Lane, oldestIn, type PendingRecord, takeRecords} from './lane.ts';
import type {Leaders} from './leaders.ts';
import {createOutcome, type OutcomeOptions} from './outcome.ts';

export interface ProducerOptions extends Pick<OutcomeOptions, 'onStored' | 'onFailed'> {
  readonly clock: Clock;
  readonly topic: string;
  readonly leaders: Leaders;
  readonly acks: Acks;
  readonly compression: Compression;
  /** Milliseconds that a record waits for others to share a batch. */
  readonly linger: number;
  readonly batchBytes: number;
  /** Milliseconds from acceptance until a record counts as failed. */
  readonly deliveryTimeout: number;
  readonly signal: AbortSignal;
  readonly channel: string;
  /** Is told what keeps the whole job from going on. */
  readonly onFatal: (error: UserError) => void;
  /** Is told when records leave for a broker for the first time. */
  readonly onSent: (records: readonly PendingRecord[]) => void;
  /** With acks 0: is told of records that left and of which nothing more will be heard. */
  readonly onUnconfirmed: (partition: number, records: readonly PendingRecord[]) => void;
}

/** Sends what is in the lanes: one batch of a partition at a time, one request to a broker at a time. */
export interface Producer {
  /** Takes a record, to be sent when it is due. */
  add(lane: Lane, record: PendingRecord): void;
  /** Sends at once what is due. */
  pump(): void;
  /** From now on nothing waits for company. */
  flush(): void;
  /** Lets go of what never left; where the partition takes nothing, that is a failure with the reason's name. */
  dropUnsent(onDropped: (partition: number, records: readonly PendingRecord[]) => void): void;
  /** Gives up on what left and was not answered. */
  abandon(): void;
  /** Ends its timer; what is not settled stays so. */
  close(): void;
}

/** Milliseconds: how long a leader may wait for its followers, and we for the leader beyond that. */
const ackTimeout = 10_000;
const patience = 2000;
/** Milliseconds between looks at lanes that cannot send now. */
const idlePause = 100;
/** Milliseconds between looks for the leaders of partitions without one. */
const lookPause = 500;

const unanswered = (link: Link): KafkaError =>
  new KafkaError('not-read', `${link.name} left a partition out of its answer.`, null);

/**
 * Its leader has not even answered so far that a first batch could be made for it. Between two batches a lane is busy
 * without one for a moment, too.
 */
const isUnheard = ({isBusy, batch, nextSequence}: Lane): boolean =>
  isBusy && batch === null && nextSequence === 0;

export const createProducer = (options: ProducerOptions): Producer => {
  const {clock, topic, leaders, acks, compression, linger, batchBytes, deliveryTimeout, signal, channel} =
    options;
  const isIdempotent = acks === 'all';
  const busy = new Set<number>();
  const identityFor = createIdentities({channel, signal});
  let isFlushing = false;
  let isLooking = false;
  let nextLook = 0;
  let cancelTimer: (() => void) | undefined;

  const look = (): void => {
    if (isLooking || signal.aborted) return;
    isLooking = true;
    const done = (): void => {
      isLooking = false;
      pump();
    };
    leaders.refresh().then(done, done);
  };
  const outcome = createOutcome({...options, isIdempotent, onMoved: look});

  /** What has waited too long is given up: with its own last error where there is one. */
  const expire = (lane: Lane): void => {
    const limit = clock.now() - deliveryTimeout;
    const since = oldestIn(lane);
    if (since === undefined || since > limit || lane.isBusy) return;
    const error = lane.refusal?.error ?? 'REQUEST_TIMED_OUT';
    if (lane.batch) outcome.fail(lane, lane.batch, error);
    const young = lane.queue.findIndex(record => record.since > limit);
    const old = lane.queue.splice(0, young < 0 ? lane.queue.length : young);
    lane.queuedBytes -= old.reduce((sum, {bytes}) => sum + bytes, 0);
    if (old.length > 0) options.onFailed(lane.partition, old, error);
  };

  const isReady = (lane: Lane): boolean => {
    if (lane.leader === null || lane.isBusy || lane.notBefore > clock.now()) return false;
    if (lane.batch) return true;
    const [first] = lane.queue;
    return (
      first !== undefined &&
      (isFlushing || lane.queuedBytes >= batchBytes || clock.now() - first.since >= linger)
    );
  };

  /** The lane's next batch; undefined where its records were let go meanwhile. */
  const batchOf = async (link: Link, lane: Lane): Promise<Batch | undefined> => {
    if (lane.batch) return lane.batch;
    const identity = isIdempotent ? await identityFor(link, lane) : null;
    const records = takeRecords(lane, batchBytes);
    if (records.length === 0) return undefined;
    lane.batch = {
      records,
      identity,
      sequence: identity ? lane.nextSequence : -1,
      attempts: 0,
      isInDoubt: false,
    };
    return lane.batch;
  };

  const request = async (link: Link, lanes: readonly (readonly [Lane, Batch])[]): Promise<void> => {
    const fresh = lanes.filter(([, {attempts}]) => attempts === 0);
    options.onSent(fresh.flatMap(([, {records}]) => records));
    for (const [, batch] of lanes) batch.attempts += 1;
    try {
      const answers = await produceTo(
        link,
        {
          topic,
          acks,
          timeout: ackTimeout,
          compression,
          identity: lanes[0]?.[1].identity ?? null,
          batches: lanes.map(([{partition}, {sequence, records}]) => ({partition, sequence, records})),
        },
        {channel, deadline: ackTimeout + patience, signal},
      );
      for (const [lane, batch] of lanes) {
        const answer = answers.find(({partition}) => partition === lane.partition);
        if (answer) outcome.answered(lane, batch, answer);
        else if (acks === 0) {
          lane.batch = null;
          options.onUnconfirmed(lane.partition, batch.records);
        } else outcome.unanswered(lane, batch, unanswered(link));
      }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      for (const [lane, batch] of lanes) outcome.unanswered(lane, batch, error);
    }
  };

  const sendTo = async (broker: number, lanes: readonly Lane[]): Promise<void> => {
    const link = leaders.link(broker);
    if (!link) {
      look();
      return;
    }
    const batches: (readonly [Lane, Batch])[] = [];
    try {
      await link.open(channel);
      for (const lane of lanes) {
        const batch = await batchOf(link, lane);
        if (batch) batches.push([lane, batch]);
      }
    } catch (error) {
      if (error instanceof UserError) options.onFatal(error);
      else if (error instanceof KafkaError) for (const lane of lanes) outcome.unsent(lane, error);
      else throw error;
      return;
    }
    // The library writes one identity into all batches of a request.
    for (const group of Map.groupBy(batches, ([, {identity}]) => identity).values())
      await request(link, group);
  };

  const start = (broker: number, lanes: readonly Lane[]): void => {
    busy.add(broker);
    for (const lane of lanes) lane.isBusy = true;
    const done = (): void => {
      busy.delete(broker);
      for (const lane of lanes) lane.isBusy = false;
      pump();
    };
    sendTo(broker, lanes).then(done, (error: unknown) => {
      done();
      if (!signal.aborted) throw error;
    });
  };

  /** Partitions without a leader are looked after once in a while. */
  const lookSoon = (): void => {
    if (clock.now() < nextLook) return;
    nextLook = clock.now() + lookPause;
    look();
  };

  const pump = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (signal.aborted) return;
    for (const lane of leaders.lanes) expire(lane);
    for (const [broker, lanes] of Map.groupBy(leaders.lanes.filter(isReady), ({leader}) => leader))
      if (broker !== null && !busy.has(broker)) start(broker, lanes);
    const waiting = leaders.lanes.filter(
      lane => oldestIn(lane) !== undefined && (lane.leader === null || !busy.has(lane.leader)),
    );
    if (waiting.length === 0) return;
    if (waiting.some(({leader}) => leader === null)) lookSoon();
    const isHeldUp = waiting.every(({refusal}) => refusal !== null);
    cancelTimer = clock.after(isHeldUp ? idlePause : Math.max(1, linger), pump);
  };

  return {
    add(lane, record) {
      enqueue(lane, record);
      cancelTimer ??= clock.after(Math.max(1, linger), pump);
    },
    pump,
    flush() {
      isFlushing = true;
      pump();
    },
    dropUnsent(onDropped) {
      for (const lane of leaders.lanes) {
        const unsent = lane.queue.splice(0);
        lane.queuedBytes = 0;
        if (unsent.length === 0) continue;
        const error = lane.refusal?.error ?? (isUnheard(lane) ? 'REQUEST_TIMED_OUT' : null);
        if (error === null) onDropped(lane.partition, unsent);
        else options.onFailed(lane.partition, unsent, error);
      }
      pump();
    },
    abandon() {
      for (const lane of leaders.lanes)
        if (lane.batch) outcome.fail(lane, lane.batch, lane.refusal?.error ?? 'CANCELLED');
    },
    close() {
      cancelTimer?.();
    },
  };
};

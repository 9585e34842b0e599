import {failureFrom} from '../../clients/kafka/kafka-error.ts';
import type {CallOptions} from '../../clients/kafka/link.ts';
import type {Clock} from '../../clock.ts';
import {came, failedAfter, lastValue as readingValue, ready, waiting} from '../../model/reading.ts';
import type {World} from '../../model/world.ts';
import {readConfigs} from '../../queries/configs.ts';
import {isKraft, readQuorum} from '../../queries/controller.ts';
import {readLogDirs} from '../../queries/log-dirs.ts';
import {readOffsets} from '../../queries/offsets.ts';
import {readRecordTimes} from '../../queries/record-times.ts';
import {laggingOn, unanswered, withRecordTimes} from './record-times.ts';
import type {Member} from './roster.ts';
import {ledBy, withLastRecords, withLogDirs, withOffsets} from './world.ts';

export interface SlowReader {
  /** Reads what is due of one broker: log starts, newest records, log directories. Resolves soon, even if late. */
  read(member: Member, every: number, poll: number): Promise<void>;
  /** Reads what any broker can tell and is due: configurations, and the controller under KRaft. */
  readCluster(members: readonly Member[], every: number, poll: number): Promise<void>;
  /** Groups for whose lagging partitions the time of the next record is read. */
  wantTimes(groups: ReadonlySet<string> | 'all'): void;
  /** Everything is due at the next poll. */
  hurry(): void;
}

export interface SlowReaderOptions {
  readonly world: {get(): World; update(change: (world: World) => World): void};
  readonly clock: Clock;
  /** Polls between two readings. */
  readonly polls: number;
}

/**
 * These answers take the broker some work. They have a connection and a deadline of their own, so that a late one
 * neither holds up the poll nor speaks against the broker.
 */
const calls: CallOptions = {channel: 'slow', deadline: 5000};
const timesKey = 'times ';
/** Kafka takes a partition once in a request: groups that have come to different places of it are asked for in turn. */
const turns = 16;
/** Milliseconds that a poll waits for them. */
const patience = 1000;

export const createSlowReader = ({world, clock, polls}: SlowReaderOptions): SlowReader => {
  let wanted: ReadonlySet<string> | 'all' = new Set();
  const readAt = new Map<string, number>();
  const running = new Map<string, Promise<void>>();

  /** Starts `run` where it is due and not under way, and waits for it a little. */
  const whenDue = async (key: string, poll: number, run: () => Promise<void>): Promise<void> => {
    if (running.has(key) || poll - (readAt.get(key) ?? Number.NEGATIVE_INFINITY) < polls) return;
    readAt.set(key, poll);
    const work = run().finally(() => running.delete(key));
    running.set(key, work);
    const waited = new AbortController();
    await Promise.race([work, clock.sleep(patience, waited.signal).catch(() => {})]);
    waited.abort();
  };

  /** A part that fails is told in its reading, or leaves the last value with its age. */
  const attempt = async (
    run: () => Promise<void>,
    onError: (error: unknown) => void = () => {},
  ): Promise<void> => {
    try {
      await run();
    } catch (error) {
      onError(error);
    }
  };

  const readTimes = ({id, link}: Member): Promise<void> =>
    attempt(async () => {
      const passed = new Set<string>();
      for (let turn = 0; turn < turns; turn += 1) {
        const lagging = laggingOn(world.get(), id, wanted, passed);
        if (lagging.length === 0) return;
        const times = await readRecordTimes(link, lagging, calls);
        for (const place of unanswered(lagging, times)) passed.add(place);
        world.update(before => withRecordTimes(before, lagging, times));
      }
    });

  const readBroker = async ({id, link}: Member, every: number): Promise<void> => {
    const metadata = readingValue(world.get().metadata);
    const led = metadata ? ledBy(metadata, id) : [];
    await attempt(async () => {
      const starts = await readOffsets(link, led, 'earliest', calls);
      world.update(before => ({...before, starts: withOffsets(before.starts, starts, clock.now(), every)}));
    });
    await attempt(async () => {
      const newest = await readOffsets(link, led, 'newest-record', calls);
      world.update(before => withLastRecords(before, newest));
    });
    await attempt(
      async () => {
        const {logDirs, missing} = await readLogDirs(link, calls);
        world.update(before => withLogDirs(before, id, came(logDirs, missing, clock.now(), every)));
      },
      error =>
        world.update(before =>
          withLogDirs(
            before,
            id,
            failedAfter(before.logDirs.get(id) ?? waiting, failureFrom(error), clock.now()),
          ),
        ),
    );
  };

  const readConfigurations = async ({link}: Member, every: number): Promise<void> => {
    const topics = readingValue(world.get().metadata)?.topics.map(({name}) => name) ?? [];
    await attempt(
      async () => {
        const {configs, missing} = await readConfigs(link, topics, calls);
        world.update(before => ({...before, configs: came(configs, missing, clock.now(), every)}));
      },
      error =>
        world.update(before => ({
          ...before,
          configs: failedAfter(before.configs, failureFrom(error), clock.now()),
        })),
    );
  };

  const readController = async ({link}: Member, every: number): Promise<void> => {
    // A connection of its own: the broker holds the question back as long as no controller answers it.
    const controller = await readQuorum(link, {channel: 'quorum', deadline: calls.deadline ?? 0});
    world.update(before => ({...before, controller: ready(controller, clock.now(), every)}));
  };

  return {
    wantTimes(groups) {
      const before = wanted;
      wanted = groups;
      const isNew = before !== 'all' && (groups === 'all' || [...groups].some(id => !before.has(id)));
      // What has just come on screen is not left waiting for the slow clock.
      if (isNew) for (const key of readAt.keys()) if (key.startsWith(timesKey)) readAt.delete(key);
    },
    hurry: () => readAt.clear(),
    async read(member, every, poll) {
      await Promise.all([
        whenDue(`broker ${member.id}`, poll, () => readBroker(member, every * polls)),
        whenDue(`${timesKey}${member.id}`, poll, () => readTimes(member)),
      ]);
    },
    async readCluster(members, every, poll) {
      const [member] = members.filter(({link}) => link.isOpen());
      if (!member || readingValue(world.get().metadata) === undefined) return;
      const slowly = every * polls;
      await Promise.all([
        whenDue('configs', poll, () => readConfigurations(member, slowly)),
        isKraft(member.link) ? whenDue('quorum', poll, () => readController(member, slowly)) : undefined,
      ]);
    },
  };
};

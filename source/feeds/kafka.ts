import type {KafkaClient} from '../clients/kafka/client.ts';
import {failureFrom} from '../clients/kafka/kafka-error.ts';
import type {Clock} from '../clock.ts';
import type {Metadata} from '../model/cluster.ts';
import {failedAfter, isUnknown, lastValue as readingValue, ready} from '../model/reading.ts';
import type {World} from '../model/world.ts';
import {askMetadata} from '../queries/any-metadata.ts';
import {isKraft, zookeeperController} from '../queries/controller.ts';
import {readGroups} from '../queries/groups.ts';
import {readOffsets} from '../queries/offsets.ts';
import type {Feed} from './feed.ts';
import {createPace} from './kafka/pace.ts';
import {createRecordReader} from './kafka/records.ts';
import {createRoster, type Member} from './kafka/roster.ts';
import {createSlowReader} from './kafka/slow.ts';
import {
  ledBy,
  withGroups,
  withMetadata,
  withOffsets,
  withoutBroker,
  withoutGroups,
  withProbe,
} from './kafka/world.ts';

export interface KafkaFeed extends Feed {
  /** Groups on screen: for their lagging partitions the age of the next record is read. */
  wantTimes(groups: ReadonlySet<string> | 'all'): void;
  /** Topics whose records are read into the world as they come, the newest ones. */
  wantRecords(topics: readonly string[]): void;
}

export interface KafkaFeedOptions {
  readonly client: KafkaClient;
  readonly world: {get(): World; update(change: (world: World) => World): void};
  readonly clock: Clock;
  /** Milliseconds between polls. */
  readonly every: number;
}

/** Log ends wait this long (ms) for the committed offsets of slow coordinators, and not for one that is silent. */
const grace = 500;
/** Above this many partitions Metadata is read on the slow clock. */
const manyPartitions = 2000;
/** The slow clock, in polls. */
const slowPolls = 10;

const partitionCount = (metadata: Metadata): number =>
  metadata.topics.reduce((sum, {partitions}) => sum + (isUnknown(partitions) ? 0 : partitions.length), 0);

/**
 * Reads a cluster into the world. One round: Metadata once; from every broker its groups with their committed
 * offsets, and after those, so that lag is never negative by the order of reading, the ends of the partitions that it
 * leads. Each broker's answers are written as they come; a broker that misses its deadline is left to the roster.
 */
export const createKafkaFeed = ({client, world, clock, every: initialEvery}: KafkaFeedOptions): KafkaFeed => {
  let every = initialEvery;
  let isClosed = false;
  let polls = 0;
  let metadataRound = Number.NEGATIVE_INFINITY;
  let isMoved = false;
  let polling: Promise<void> | undefined;
  let busy = 0;
  const pace = createPace();

  const update = (change: (before: World) => World): void => {
    if (!isClosed) world.update(change);
  };
  /** Milliseconds between readings: a cluster that takes its time is asked less often, and its values last longer. */
  const interval = (took = 0): number => Math.max(every, pace.interval(busy + took));
  const roster = createRoster({
    client,
    clock,
    onProbe: (broker, probe) => update(before => withProbe(before, broker, probe)),
  });
  const slow = createSlowReader({world: {get: world.get, update}, clock, polls: slowPolls});
  const records = createRecordReader({world: {get: world.get, update}, clock});

  /** Takes a broker out of the poll where the error speaks against it. */
  const leave = (broker: number, error: unknown): boolean => {
    if (isClosed) return true;
    if (!roster.drop(broker, error)) return false;
    update(before => withoutBroker(before, broker, failureFrom(error), clock.now()));
    return true;
  };

  const syncRoster = (): void => {
    const {metadata, seenBrokers} = world.get();
    const registered = new Set(readingValue(metadata)?.brokers.map(({id}) => id));
    roster.set(
      new Map(
        [...seenBrokers].map(([id, {host, port}]) => [id, {host, port, isRegistered: registered.has(id)}]),
      ),
    );
  };

  const metadataEvery = (): number => {
    const known = readingValue(world.get().metadata);
    return known && partitionCount(known) > manyPartitions ? slowPolls : 1;
  };

  const pollMetadata = async (): Promise<void> => {
    const rounds = metadataEvery();
    if (polls - metadataRound < rounds && !isMoved && world.get().metadata.state === 'ready') return;
    try {
      const {metadata, link, took} = await askMetadata(client, {
        known: roster.members().map(member => member.link),
        onError(asked, error) {
          const member = roster.members().find(each => each.link === asked);
          if (member) leave(member.id, error);
        },
      });
      if (isClosed) return;
      const isZookeeper = !isKraft(link);
      metadataRound = polls;
      isMoved = false;
      busy += took;
      const read = interval() * (partitionCount(metadata) > manyPartitions ? slowPolls : 1);
      update(before => {
        const after = withMetadata(before, metadata, clock.now(), read);
        if (!isZookeeper) return after;
        return {...after, controller: ready(zookeeperController(metadata), clock.now(), read)};
      });
      syncRoster();
    } catch (error) {
      update(before => ({
        ...before,
        metadata: failedAfter(before.metadata, failureFrom(error), clock.now()),
      }));
    }
  };

  /** Runs one broker's part of the round; `run` gives the time (ms) that its answers took. */
  const part = async (
    {id}: Member,
    spent: Map<number, number>,
    run: () => Promise<number>,
    onRefused: (error: unknown) => void = () => {},
  ): Promise<void> => {
    try {
      spent.set(id, (spent.get(id) ?? 0) + (await run()));
    } catch (error) {
      if (!leave(id, error)) onRefused(error);
    }
  };

  const groupsRefused = (id: number, error: unknown): void =>
    update(before => withoutGroups(before, id, failureFrom(error), clock.now()));

  const pollGroups = async ({id, link}: Member): Promise<number> => {
    await link.open();
    const began = clock.now();
    const groups = await readGroups(link, id);
    const took = clock.now() - began;
    if (isClosed) return took;
    roster.confirm(id, took);
    update(before => withGroups(before, id, groups, began, interval(took)));
    return took;
  };

  const pollEnds = async ({id, link}: Member): Promise<number> => {
    const metadata = readingValue(world.get().metadata);
    if (!metadata) return 0;
    const began = clock.now();
    const answers = await readOffsets(link, ledBy(metadata, id), 'latest');
    isMoved ||= answers.some(({offset}) => isUnknown(offset));
    const now = clock.now();
    update(before => ({...before, ends: withOffsets(before.ends, answers, now, interval(now - began))}));
    return now - began;
  };

  const round = async (): Promise<void> => {
    polls += 1;
    busy = 0;
    const spent = new Map<number, number>();
    const about = pollMetadata();
    if (readingValue(world.get().metadata) === undefined) await about;
    const members = roster.members();
    const committed = members.map(member =>
      part(
        member,
        spent,
        () => pollGroups(member),
        error => groupsRefused(member.id, error),
      ),
    );
    const all = Promise.all([about, ...committed]);
    const patience = new AbortController();
    await Promise.race([all, clock.sleep(grace, patience.signal).catch(() => {})]);
    patience.abort();
    const ends = roster.members().map(member =>
      part(member, spent, async () => {
        const took = await pollEnds(member);
        await records.read(member, interval());
        await slow.read(member, interval(), polls);
        return took;
      }),
    );
    await Promise.all([all, ...ends]);
    await slow.readCluster(roster.members(), interval(), polls);
    busy += Math.max(0, ...spent.values());
    pace.add(busy);
  };

  return {
    poll() {
      if (isClosed) return Promise.resolve();
      polling ??= round().finally(() => {
        polling = undefined;
      });
      return polling;
    },
    rest: () => pace.interval(0),
    setEvery(milliseconds) {
      every = milliseconds;
    },
    wantTimes: slow.wantTimes,
    wantRecords: records.want,
    hurry() {
      isMoved = true;
      slow.hurry();
    },
    async close() {
      isClosed = true;
      roster.close();
      client.close();
      await polling;
    },
  };
};

import {type Watch, watch} from '../feeds/watch.ts';
import type {Container} from '../model/container.ts';
import {type Picture, pictureOf} from '../model/picture.ts';
import {isUnknown, lastValue} from '../model/reading.ts';
import {emptyWorld, type World} from '../model/world.ts';
import {readStats} from '../queries/container-stats.ts';
import {createStore, type Store} from '../store/store.ts';
import type {TargetContext} from './command.ts';
import {type FlagValues, isSet, numberOf} from './flag.ts';

/** Milliseconds between two readings of which a rate or a status is made. */
const defaultSample = 2000;
/** A reading made once is not old before its command ends, however slow a broker is. */
const patience = 60_000;
/** How long (ms) the first measurements of a stream are waited for. */
const firstStats = 4000;

export interface Opened {
  readonly world: Store<World>;
  readonly watch: Watch;
  /** Polls every feed once, all at the same time. */
  poll(): Promise<void>;
  /** Measures once what the listed containers use; about two seconds. */
  measure(): Promise<void>;
  /** Follows what they use from now on; resolves when each was measured, or soon. */
  followStats(): Promise<void>;
  picture(): Picture;
  close(): Promise<void>;
}

/** Milliseconds between polls: what the user said, else 2 s on a lab and 5 s on a named cluster. */
export const intervalOf = ({config, target}: TargetContext): number =>
  config.intervalMs ?? (target.kind === 'cluster' ? 5000 : 2000);

/** Whether a container is listed: the lab's, its command-line sessions, or with `--all` every one of the engine. */
export const isListed = ({role}: Container, flags: FlagValues): boolean =>
  role !== 'other' || isSet(flags, 'all');

/** Ids of the listed containers that use anything. */
const runningOf = ({containers}: World, flags: FlagValues): readonly string[] =>
  (lastValue(containers) ?? [])
    .filter(container => isListed(container, flags))
    .filter(({state}) => state === 'running' || state === 'paused')
    .map(({id}) => id);

/** Opens the target's clients and feeds on a world of their own. */
export const openWatch = (
  {target, security, docker, clock, flags, io}: TargetContext,
  every: number,
): Opened => {
  const world = createStore<World>(emptyWorld(target));
  // The engine's client is the command's: it may act through it when the reading is closed.
  const lent = docker && {...docker, close: () => {}};
  const watching = watch({target, security, docker: lent, world, clock, every});
  return {
    world,
    watch: watching,
    async poll() {
      await Promise.all(watching.feeds.map(feed => feed.poll()));
    },
    async measure() {
      if (!docker) return;
      const measured = await readStats(docker, clock, runningOf(world.get(), flags));
      const known = [...measured].flatMap(([id, sample]) =>
        isUnknown(sample) ? [] : [[id, sample] as const],
      );
      world.update(before => ({...before, stats: new Map([...before.stats, ...known])}));
    },
    async followStats() {
      const ids = runningOf(world.get(), flags);
      watching.dockerFeed?.wantStats(ids);
      // The first sample of a stream has no CPU share yet.
      const isMeasured = (): boolean =>
        ids.every(id => typeof world.get().stats.get(id)?.cpuPercent === 'number');
      const end = clock.now() + firstStats;
      while (!isMeasured() && clock.now() < end && !io.signal.aborted)
        await clock.sleep(100, io.signal).catch(() => {});
    },
    picture: () => pictureOf(world.get(), clock.now()),
    close: () => watching.close(),
  };
};

export interface ReadOptions {
  /** Whether a rate or a status needs a second reading, `--sample` later. */
  readonly isSampled: boolean;
  /** Whether what containers use is shown. */
  readonly hasStats?: boolean;
}

/** One whole reading of the target, closed again when it is made. */
export const readWhole = async (
  context: TargetContext,
  {isSampled, hasStats = false}: ReadOptions,
): Promise<Picture> => {
  const {clock, io, flags} = context;
  const opened = openWatch(context, patience);
  try {
    await opened.poll();
    const second = async (): Promise<void> => {
      await clock.sleep(numberOf(flags, 'sample') ?? defaultSample, io.signal);
      // The age of what was not read yet comes from the records at the offsets that this poll finds committed.
      opened.watch.kafkaFeed.wantTimes('all');
      await opened.poll();
    };
    await Promise.all([isSampled ? second() : undefined, hasStats ? opened.measure() : undefined]);
    io.signal.throwIfAborted();
    return opened.picture();
  } finally {
    await opened.close();
  }
};

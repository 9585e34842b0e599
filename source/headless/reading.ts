import {type Watch, watch} from '../feeds/watch.ts';
import {type Picture, pictureOf} from '../model/picture.ts';
import {isUnknown, lastValue} from '../model/reading.ts';
import {emptyWorld, type World} from '../model/world.ts';
import {readStats} from '../queries/container-stats.ts';
import {createStore, type Store} from '../store/store.ts';
import type {TargetContext} from './command.ts';
import {numberOf} from './flag.ts';

/** Milliseconds between two readings of which a rate or a status is made. */
const defaultSample = 2000;
/** A reading made once is not old before its command ends, however slow a broker is. */
const patience = 60_000;

export interface Opened {
  readonly world: Store<World>;
  readonly watch: Watch;
  /** Polls every feed once, all at the same time. */
  poll(): Promise<void>;
  /** Follows what the lab's running containers use. */
  wantStats(): void;
  picture(): Picture;
  close(): Promise<void>;
}

/** Milliseconds between polls: what the user said, else 2 s on a lab and 5 s on a named cluster. */
export const intervalOf = ({config, target}: TargetContext): number =>
  config.intervalMs ?? (target.kind === 'cluster' ? 5000 : 2000);

/** Ids of the lab's containers that use anything. */
const runningOf = ({containers}: World): readonly string[] =>
  (lastValue(containers) ?? [])
    .filter(({state, role}) => role === 'lab' && (state === 'running' || state === 'paused'))
    .map(({id}) => id);

/** Opens the target's clients and feeds on a world of their own. */
export const openWatch = ({target, security, docker, clock}: TargetContext, every: number): Opened => {
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
    wantStats: () => watching.dockerFeed?.wantStats(runningOf(world.get())),
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

const measure = async ({docker, clock}: TargetContext, {world}: Opened): Promise<void> => {
  const {containers} = world.get();
  if (!docker || !('value' in containers)) return;
  const running = (containers.value ?? []).filter(({state, role}) => state === 'running' && role === 'lab');
  const measured = await readStats(
    docker,
    clock,
    running.map(({id}) => id),
  );
  world.update(before => {
    const stats = new Map(before.stats);
    for (const [id, sample] of measured) if (!isUnknown(sample)) stats.set(id, sample);
    return {...before, stats};
  });
};

/** One whole reading of the target, closed again when it is made. */
export const readWhole = async (
  context: TargetContext,
  {isSampled, hasStats = false}: ReadOptions,
): Promise<Picture> => {
  const {clock, io, flags} = context;
  const opened = openWatch(context, patience);
  // Lag in seconds of a group that does not move comes from the records at its committed offsets.
  if (isSampled) opened.watch.kafkaFeed.wantTimes('all');
  try {
    await opened.poll();
    const second = async (): Promise<void> => {
      await clock.sleep(numberOf(flags, 'sample') ?? defaultSample, io.signal);
      await opened.poll();
    };
    await Promise.all([isSampled ? second() : undefined, hasStats ? measure(context, opened) : undefined]);
    io.signal.throwIfAborted();
    return opened.picture();
  } finally {
    await opened.close();
  }
};

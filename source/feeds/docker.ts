import type {DockerClient} from '../clients/docker/client.ts';
import type {EngineEvent} from '../clients/docker/events.ts';
import {EngineError} from '../clients/docker/failure.ts';
import type {Clock} from '../clock.ts';
import type {ContainerStats} from '../model/container.ts';
import {came, failedAfter} from '../model/reading.ts';
import type {World} from '../model/world.ts';
import {createContainerReader} from '../queries/containers.ts';
import {createFindAbsent, type LabOf} from './absent.ts';
import {createStatsFollower} from './docker-stats.ts';
import type {Feed} from './feed.ts';

export interface DockerFeed extends Feed {
  /** Statistics are streamed for these containers (ids) only: those that are on screen. */
  wantStats(ids: readonly string[]): void;
}

export interface DockerFeedOptions {
  readonly client: DockerClient;
  readonly update: (change: (world: World) => World) => void;
  readonly clock: Clock;
  /** Milliseconds between polls. */
  readonly every: number;
  readonly target: LabOf;
  /** Called with each event of a container, as it comes. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** An event is often the first of several: `stop` is kill, die and stop. */
const debounce = 250;
/** Every so many polls all containers are inspected again, whatever the events said. */
const wholeEvery = 5;
const pauses = [250, 1000, 2000, 5000] as const;

const withStats = (world: World, samples: ReadonlyMap<string, ContainerStats>): World => {
  const stats = new Map(world.stats);
  for (const [id, sample] of samples) {
    // A container that does not run sends empty measurements: it was not measured.
    if (sample.memoryBytes === null && sample.cpuPercent === null) stats.delete(id);
    else stats.set(id, sample);
  }
  return {...world, stats};
};

/**
 * Keeps the world's containers: the engine's events make it read what they are about, a quarter of a second later,
 * and each poll lists all containers in case an event was missed.
 */
export const createDockerFeed = ({
  client,
  update,
  clock,
  every,
  target,
  onEvent = () => {},
}: DockerFeedOptions): DockerFeed => {
  const reader = createContainerReader(client, target);
  const findAbsent = createFindAbsent(target);
  const closing = new AbortController();
  let stream = new AbortController();
  let watching: Promise<void> | undefined;
  let reading: Promise<void> | undefined;
  let isAgain = false;
  let dirty = new Set<string>();
  let untilWhole = 0;
  let cancelRead: (() => void) | undefined;

  const follower = createStatsFollower(client, clock, samples => {
    if (!closing.signal.aborted) update(world => withStats(world, samples));
  });

  const round = async (): Promise<void> => {
    const asked = dirty;
    dirty = new Set();
    const isWhole = untilWhole <= 0;
    untilWhole = isWhole ? wholeEvery : untilWhole - 1;
    try {
      const {containers, missing} = await reader.read(asked, isWhole);
      if (closing.signal.aborted) return;
      const absent = findAbsent(containers);
      const measured = new Set(
        containers.filter(({state}) => state === 'running' || state === 'paused').map(({id}) => id),
      );
      update(world => ({
        ...world,
        containers: came(containers, missing, clock.now(), every),
        absent,
        stats: [...world.stats.keys()].every(id => measured.has(id))
          ? world.stats
          : new Map([...world.stats].filter(([id]) => measured.has(id))),
      }));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (closing.signal.aborted) return;
      const {why, sentence} = error;
      untilWhole = 0;
      // An engine that is silent may have left the stream of events open for ever.
      stream.abort();
      update(world => ({...world, containers: failedAfter(world.containers, {why, sentence}, clock.now())}));
    }
  };

  /** One round at a time; what is asked for meanwhile is read by one more round. */
  const read = (): Promise<void> => {
    if (closing.signal.aborted) return Promise.resolve();
    if (reading !== undefined) {
      isAgain = true;
      return reading;
    }
    reading = round().finally(() => {
      reading = undefined;
      if (!isAgain) return;
      isAgain = false;
      void read();
    });
    return reading;
  };

  const readSoon = (): void => {
    cancelRead ??= clock.after(debounce, () => {
      cancelRead = undefined;
      void read();
    });
  };

  const watch = async (): Promise<void> => {
    let since: string | null = null;
    let failures = 0;
    while (!closing.signal.aborted) {
      stream = new AbortController();
      await client
        .events(since, AbortSignal.any([stream.signal, closing.signal]), event => {
          // The engine's `since` is inclusive: the last event comes again.
          if (since !== null && event.since <= since) return;
          since = event.since;
          failures = 0;
          dirty.add(event.id);
          onEvent(event);
          readSoon();
        })
        .catch(() => {});
      const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 5000;
      failures += 1;
      await clock.sleep(pause, closing.signal).catch(() => {});
      untilWhole = 0;
    }
  };

  return {
    poll() {
      watching ??= watch();
      return read();
    },
    wantStats: ids => {
      if (!closing.signal.aborted) follower.want(ids);
    },
    async close() {
      closing.abort();
      cancelRead?.();
      await Promise.all([watching, follower.close(), reading?.catch(() => {})]);
    },
  };
};

import type {DockerClient} from '../clients/docker/client.ts';
import type {Clock} from '../clock.ts';
import type {ContainerStats} from '../model/container.ts';

/** Follows the statistics of the containers that are asked for, and of no others: each stream costs the engine. */
export interface StatsFollower {
  /** The ids to follow from now on. */
  want(ids: readonly string[]): void;
  close(): Promise<void>;
}

const pause = 2000;
/** Samples of several containers come at about the same moment: they are handed out together. */
const gathering = 300;

export const createStatsFollower = (
  client: DockerClient,
  clock: Clock,
  onSamples: (samples: ReadonlyMap<string, ContainerStats>) => void,
): StatsFollower => {
  const streams = new Map<string, {readonly controller: AbortController; readonly done: Promise<void>}>();
  let gathered = new Map<string, ContainerStats>();
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel = undefined;
    const samples = gathered;
    gathered = new Map();
    onSamples(samples);
  };

  const follow = async (id: string, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await client
        .stats(id, signal, sample => {
          if (signal.aborted) return;
          gathered.set(id, sample);
          cancel ??= clock.after(gathering, flush);
        })
        // Why the engine does not answer is said by the containers' reading.
        .catch(() => {});
      if (!signal.aborted) await clock.sleep(pause, signal).catch(() => {});
    }
  };

  const want = (ids: readonly string[]): void => {
    for (const [id, {controller}] of streams) {
      if (ids.includes(id)) continue;
      controller.abort();
      streams.delete(id);
      gathered.delete(id);
    }
    for (const id of ids) {
      if (streams.has(id)) continue;
      const controller = new AbortController();
      streams.set(id, {controller, done: follow(id, controller.signal)});
    }
  };
  return {
    want,
    async close() {
      const all = [...streams.values()];
      want([]);
      cancel?.();
      await Promise.all(all.map(stream => stream.done));
    },
  };
};

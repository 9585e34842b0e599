import type {Clock} from '../clock.ts';
import type {Feed} from './feed.ts';

/** Feeds that are polled on a clock. */
export interface Polling {
  /** Polls all feeds now, or next where a poll of theirs is under way, with what else is read more seldom. */
  refresh(): void;
  setEvery(milliseconds: number): void;
  /** Resolves when the poll of each feed that is under way, or else its next one, has ended. */
  round(): Promise<void>;
  /** Ends the polls and closes the feeds. */
  stop(): Promise<void>;
}

/**
 * Polls each feed by itself, so that a slow one delays no other. A feed's next poll begins one interval after the last
 * one began, and never before it ended.
 */
export const startPolling = (feeds: readonly Feed[], clock: Clock, every: number): Polling => {
  let interval = every;
  let isStopped = false;
  const loops = feeds.map(feed => {
    let isPolling = false;
    let isWanted = false;
    let cancel = (): void => {};
    let ended = Promise.withResolvers<void>();
    const poll = async (): Promise<void> => {
      cancel();
      if (isStopped) return;
      if (isPolling) {
        isWanted = true;
        return;
      }
      isPolling = true;
      isWanted = false;
      const began = clock.now();
      await feed.poll();
      isPolling = false;
      ended.resolve();
      ended = Promise.withResolvers();
      const wait = isWanted ? 0 : Math.max(50, began + Math.max(interval, feed.rest?.() ?? 0) - clock.now());
      if (!isStopped) cancel = clock.after(wait, () => void poll());
    };
    void poll();
    return {poll, end: () => ended.promise, cancel: () => cancel()};
  });
  const refresh = (): void => {
    for (const feed of feeds) feed.hurry?.();
    for (const loop of loops) void loop.poll();
  };
  return {
    refresh,
    setEvery(milliseconds) {
      interval = milliseconds;
      for (const feed of feeds) feed.setEvery?.(milliseconds);
      refresh();
    },
    async round() {
      await Promise.all(loops.map(loop => loop.end()));
    },
    async stop() {
      isStopped = true;
      for (const loop of loops) loop.cancel();
      await Promise.all(feeds.map(feed => feed.close()));
    },
  };
};

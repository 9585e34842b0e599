import type {PostgresClient} from '../clients/postgres/client.ts';
import {PostgresError} from '../clients/postgres/failure.ts';
import type {Clock} from '../clock.ts';
import {failedAfter, ready} from '../model/reading.ts';
import type {World} from '../model/world.ts';
import {readSlots} from '../queries/replication-slots.ts';
import type {Feed} from './feed.ts';

export interface PostgresFeedOptions {
  readonly client: PostgresClient;
  readonly update: (change: (world: World) => World) => void;
  readonly clock: Clock;
  /** Milliseconds between polls. */
  readonly every: number;
}

/** Keeps the replication slots of the world's PostgreSQL server. */
export const createPostgresFeed = ({client, update, clock, every}: PostgresFeedOptions): Feed => {
  let isClosed = false;
  let running: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    const change = await readSlots(client).then(
      value => () => ready(value, clock.now(), every),
      error => {
        if (!(error instanceof PostgresError)) throw error;
        const {why, sentence} = error;
        return (before: World['postgres']) => failedAfter(before, {why, sentence}, clock.now());
      },
    );
    if (!isClosed) update(world => ({...world, postgres: change(world.postgres)}));
  };

  return {
    async poll() {
      running ??= read().finally(() => {
        running = undefined;
      });
      await running;
    },
    async close() {
      isClosed = true;
      client.close();
      await running?.catch(() => {});
    },
  };
};

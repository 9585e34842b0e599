import type {ConnectClient} from '../clients/connect/client.ts';
import {ConnectError} from '../clients/connect/failure.ts';
import type {Clock} from '../clock.ts';
import type {ConnectWorker} from '../model/connector.ts';
import {came, failedAfter, waiting} from '../model/reading.ts';
import type {World} from '../model/world.ts';
import {readWorker} from '../queries/connectors.ts';
import type {Feed} from './feed.ts';

export interface ConnectFeedOptions {
  /** One client for each of the target's workers. */
  readonly clients: readonly ConnectClient[];
  readonly update: (change: (world: World) => World) => void;
  readonly clock: Clock;
  /** Milliseconds between polls. */
  readonly every: number;
}

/** Keeps the world's Connect workers, each by itself: a silent one keeps none of the others waiting. */
export const createConnectFeed = ({clients, update, clock, every}: ConnectFeedOptions): Feed => {
  let isClosed = false;
  /** What a worker told when it last answered; forgotten when it does not, as it may start anew with other plugins. */
  const told = new Map<string, ConnectWorker>();
  const inFlight = new Map<string, Promise<void>>();

  const write = (change: (before: World['workers']) => World['workers']): void => {
    if (!isClosed) update(world => ({...world, workers: change(world.workers)}));
  };

  const readOne = async (client: ConnectClient): Promise<void> => {
    const {name} = client;
    try {
      const {worker, missing} = await readWorker(client, told.get(name));
      told.set(name, worker);
      write(workers => new Map(workers).set(name, came(worker, missing, clock.now(), every)));
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      told.delete(name);
      const {why, sentence} = error;
      write(workers =>
        new Map(workers).set(name, failedAfter(workers.get(name) ?? waiting, {why, sentence}, clock.now())),
      );
    }
  };

  return {
    async poll() {
      await Promise.all(
        clients.map(client => {
          const running =
            inFlight.get(client.name) ?? readOne(client).finally(() => inFlight.delete(client.name));
          inFlight.set(client.name, running);
          return running;
        }),
      );
    },
    async close() {
      isClosed = true;
      await Promise.all([...inFlight.values()].map(running => running.catch(() => {})));
    },
  };
};

import type {Clock} from '../clock.ts';
import {clientsOf} from './loads/client.ts';
import {consume} from './loads/consumer.ts';
import {produce} from './loads/producer.ts';
import type {Load} from './scenes/scene.ts';

export interface Loads {
  close(): Promise<void>;
}

const retryEvery = 2000;

/**
 * Runs the clients of a scene: ordinary ones, of kafkajs, that know nothing of the lab but its addresses. Each goes on
 * trying for as long as the lab lives, whatever is done to the brokers.
 */
export const runLoads = (loads: readonly Load[], bootstrap: readonly string[], clock: Clock): Loads => {
  const ending = new AbortController();
  const {signal} = ending;

  const forever = async (load: Load): Promise<void> => {
    const open = clientsOf(bootstrap, clock, signal);
    let number = 1;
    while (!signal.aborted) {
      if (load.kind === 'producer') number = await produce(load, number, open, clock, signal);
      else {
        await consume(load, open, clock, signal);
        if (load.leavesAfter !== undefined) return;
      }
      await clock.sleep(retryEvery, signal).catch(() => {});
    }
  };

  const running = loads.map(forever);
  return {
    async close() {
      ending.abort();
      await Promise.all(running);
    },
  };
};

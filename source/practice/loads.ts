import {Kafka, logLevel} from 'kafkajs';
import type {Clock} from '../clock.ts';
import type {Load} from './scenes/scene.ts';

export interface Loads {
  close(): Promise<void>;
}

const retryEvery = 2000;
const retry = {initialRetryTime: 300, maxRetryTime: 3000, retries: 5} as const;
const bytesPerFetch = 1024;
const longestFetch = 1000;

/**
 * Runs the clients of a scene: ordinary ones, of kafkajs, that know nothing of the lab but its addresses. Each goes on
 * trying for as long as the lab lives, whatever is done to the brokers.
 */
export const runLoads = (loads: readonly Load[], bootstrap: readonly string[], clock: Clock): Loads => {
  const ending = new AbortController();
  const client = (clientId: string) =>
    new Kafka({
      clientId,
      brokers: [...bootstrap],
      logLevel: logLevel.NOTHING,
      retry,
    });

  const produce = async (load: Extract<Load, {kind: 'producer'}>, from: number): Promise<number> => {
    let number = from;
    const producer = client(`${load.topic}-writer`).producer({allowAutoTopicCreation: false});
    try {
      await producer.connect();
      while (!ending.signal.aborted) {
        await producer.send({topic: load.topic, messages: [load.record(number, clock.now())]});
        number += 1;
        await clock.sleep(1000 / load.perSecond, ending.signal).catch(() => {});
      }
    } catch {
      // A broker is away: it is tried again below.
    }
    await producer.disconnect().catch(() => {});
    return number;
  };

  const consume = async (load: Extract<Load, {kind: 'consumer'}>): Promise<void> => {
    const consumer = client(`${load.group}-1`).consumer({
      groupId: load.group,
      allowAutoTopicCreation: false,
      // A slow one would else work for minutes on what it got of one partition, and the others would stand still.
      maxBytesPerPartition: bytesPerFetch,
      // It is not closed before its last fetch has been answered.
      maxWaitTimeInMs: longestFetch,
      // Another one is made below: one that starts itself again outlives its own disconnect.
      retry: {...retry, restartOnFailure: async () => false},
    });
    const over = new Promise<void>(resolve => {
      ending.signal.addEventListener('abort', () => resolve(), {once: true});
      consumer.on('consumer.crash', () => resolve());
      if (load.leavesAfter !== undefined) clock.after(load.leavesAfter, resolve);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({topics: [load.topic], fromBeginning: true});
      await consumer.run({
        autoCommitInterval: 2000,
        eachMessage: async () => {
          await clock.sleep(1000 / load.perSecond, ending.signal).catch(() => {});
        },
      });
      await over;
    } catch {
      // A broker is away: it is tried again below.
    }
    await consumer.disconnect().catch(() => {});
  };

  const forever = async (load: Load): Promise<void> => {
    let number = 1;
    while (!ending.signal.aborted) {
      if (load.kind === 'producer') number = await produce(load, number);
      else {
        await consume(load);
        if (load.leavesAfter !== undefined) return;
      }
      await clock.sleep(retryEvery, ending.signal).catch(() => {});
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

import {Kafka, logLevel} from 'kafkajs';
import type {Clock} from '../../clock.ts';
import {createSockets} from '../connect/sockets.ts';

/** A client for one attempt of a load; the next attempt has another, which asks another broker first. */
export interface LoadClient {
  readonly kafka: Kafka;
  /** Resolves as `connecting` does, or when the lab ends; rejects where no broker answers in time. */
  connected(connecting: Promise<void>): Promise<void>;
  /**
   * Takes leave, and cuts what is still open where a broker does not answer: one that is paused never does. Whoever asks
   * for an answer once more after that is not waited for, and where the lab ends nobody is.
   */
  end(leave: () => Promise<void>): Promise<void>;
}

export type OpenClient = (clientId: string) => LoadClient;

/** How long a broker may take to answer when a client connects, and when it leaves (ms). */
const connectTime = 5000;
const leaveTime = 3000;
const requestTime = 10_000;

/** Resolves when the signal is aborted. Nothing is kept of it once nobody waits any more, which `done` tells. */
const aborted = (signal: AbortSignal, done: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true, signal: done});
  });

/**
 * Opens clients of kafkajs. It would ask the first address of its list again and again, so each one's list begins
 * elsewhere. `ending` is aborted when the lab ends.
 */
export const clientsOf = (bootstrap: readonly string[], clock: Clock, ending: AbortSignal): OpenClient => {
  let attempts = 0;
  return clientId => {
    const first = attempts % bootstrap.length;
    attempts += 1;
    const sockets = createSockets();
    const kafka = new Kafka({
      clientId,
      brokers: [...bootstrap.slice(first), ...bootstrap.slice(0, first)],
      logLevel: logLevel.NOTHING,
      requestTimeout: requestTime,
      // What fails twice is tried again by another client.
      retry: {initialRetryTime: 300, maxRetryTime: 3000, retries: 1},
      socketFactory: ({host, port, onConnect}) => sockets.open({host, port, onConnect}),
    });
    return {
      kafka,
      async connected(connecting) {
        const cancel = clock.after(connectTime, sockets.cut);
        const done = new AbortController();
        await Promise.race([connecting, aborted(ending, done.signal)]).finally(() => {
          cancel();
          done.abort();
        });
      },
      async end(leave) {
        const left = new AbortController();
        await Promise.race([
          leave()
            .catch(() => {})
            .finally(() => left.abort()),
          clock.sleep(leaveTime, AbortSignal.any([left.signal, ending])).catch(() => {}),
        ]);
        sockets.cut();
      },
    };
  };
};

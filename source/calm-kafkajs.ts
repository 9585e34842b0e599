import {createRequire} from 'node:module';

let isCalm = false;

/**
 * A consumer of kafkajs 2.2.4 that is told to stop just while its fetchers are made anew, because a broker has gone, stops
 * those of before: the new ones then ask a consumer that does not run, get nothing at once, and ask again without end, in
 * a loop that lets nothing else of the process run. From now on such a question stops them.
 */
const endFetchersOf = (runner: unknown): void => {
  if (typeof runner !== 'function') return;
  const fetch: unknown = Reflect.get(runner.prototype, 'fetch');
  if (typeof fetch !== 'function') return;
  Reflect.set(
    runner.prototype,
    'fetch',
    function ended(
      this: {readonly running: boolean; readonly fetchManager: {stop(): Promise<void>}},
      node: number,
    ): unknown {
      // They are told now; the promise is done when the last of them has asked this.
      if (!this.running) void this.fetchManager.stop();
      return fetch.call(this, node);
    },
  );
};

/**
 * kafkajs 2.2.4 looks for waiting requests every millisecond on each of its connections, whether one waits or not
 * (tulios/kafkajs#1704, open), by timers below zero that Node warns of. From now on it looks where one waits: pushing
 * a request sends it or sets the timer, so that nothing is missed.
 */
export const calmKafkajs = (): void => {
  if (isCalm) return;
  isCalm = true;
  const load = createRequire(import.meta.url);
  endFetchersOf(load('kafkajs/src/consumer/runner'));
  const queue: unknown = load('kafkajs/src/network/requestQueue');
  if (typeof queue !== 'function') return;
  const look: unknown = Reflect.get(queue.prototype, 'scheduleCheckPendingRequests');
  if (typeof look !== 'function') return;
  Reflect.set(
    queue.prototype,
    'scheduleCheckPendingRequests',
    function schedule(this: {readonly pending: readonly unknown[]}): void {
      if (this.pending.length > 0) look.call(this);
    },
  );
};

import {createRequire} from 'node:module';

let isCalm = false;

/**
 * kafkajs 2.2.4 looks for waiting requests every millisecond on each of its connections, whether one waits or not
 * (tulios/kafkajs#1704, open), by timers below zero that Node warns of. From now on it looks where one waits: pushing
 * a request sends it or sets the timer, so that nothing is missed.
 */
export const calmKafkajs = (): void => {
  if (isCalm) return;
  isCalm = true;
  const queue: unknown = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
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

import type {Clock} from '../../clock.ts';
import type {Load} from '../scenes/scene.ts';
import type {OpenClient} from './client.ts';

const bytesPerFetch = 1024;
const longestFetch = 1000;

/** One membership in a group, until it fails, has lasted as long as it should, or is told to end. */
export const consume = async (
  load: Extract<Load, {kind: 'consumer'}>,
  open: OpenClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const client = open(`${load.group}-1`);
  const consumer = client.kafka.consumer({
    groupId: load.group,
    allowAutoTopicCreation: false,
    // A slow one would else work for minutes on what it got of one partition, and the others would stand still.
    maxBytesPerPartition: bytesPerFetch,
    // One that keeps up would else fetch and commit each record by itself, and that is most of what the lab does. One that
    // has fallen behind finds as much at once.
    minBytes: bytesPerFetch,
    // It is not closed before its last fetch has been answered.
    maxWaitTimeInMs: longestFetch,
    // Another one is made by the next attempt: one that starts itself again outlives its own disconnect.
    retry: {retries: 1, restartOnFailure: async () => false},
  });
  const done = new AbortController();
  const over = new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), {once: true, signal: done.signal});
    consumer.on('consumer.crash', () => resolve());
    if (load.leavesAfter !== undefined)
      done.signal.addEventListener('abort', clock.after(load.leavesAfter, resolve), {once: true});
  });
  const join = async (): Promise<void> => {
    await client.connected(consumer.connect());
    if (signal.aborted) return;
    await consumer.subscribe({topics: [load.topic], fromBeginning: true});
    await consumer.run({
      autoCommitInterval: 2000,
      eachMessage: async () => {
        await clock.sleep(1000 / load.perSecond, signal).catch(() => {});
      },
    });
    await over;
  };
  try {
    // It joins for as long as a coordinator is away.
    await Promise.race([join(), over]);
  } catch {
    // No broker answers: the next attempt asks another one.
  }
  done.abort();
  await client.end(() => consumer.disconnect());
};

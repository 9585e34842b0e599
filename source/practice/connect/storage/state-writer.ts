import type {Clock} from '../../../clock.ts';
import {createIdleProducer} from '../idle-producer.ts';
import {kafkaClient} from '../kafka.ts';
import type {Sockets} from '../sockets.ts';
import type {Switch} from '../switch.ts';

export interface StateWriterOptions {
  readonly clientId: string;
  readonly bootstrap: readonly string[];
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly thawed: Switch;
  readonly killed: AbortSignal;
}

/** Writes a worker's state, one record after the other, however long the brokers are away. */
export interface StateWriter {
  /** Resolves when Kafka has it. A value of null takes away what the key named. */
  write(topic: string, key: string, value: unknown): Promise<void>;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

interface Pending {
  readonly topic: string;
  readonly key: string;
  readonly value: string | null;
  readonly done: () => void;
}

const retryWait = 1000;

export const createStateWriter = (options: StateWriterOptions): StateWriter => {
  const {clientId, bootstrap, clock, thawed, killed} = options;
  const sockets = options.sockets.branch();
  const producer = createIdleProducer(kafkaClient(clientId, bootstrap, sockets), clock, false);
  killed.addEventListener('abort', () => void producer.close(), {once: true});
  let pending: Pending[] = [];
  let pumping: Promise<void> | null = null;

  const send = async (batch: readonly Pending[]): Promise<void> => {
    await producer.send(
      [...Map.groupBy(batch, ({topic}) => topic)].map(([topic, of]) => ({
        topic,
        messages: of.map(({key, value}) => ({key, value})),
      })),
    );
  };

  const pump = async (): Promise<void> => {
    while (pending.length > 0 && !killed.aborted) {
      await thawed.untilOn(killed);
      const batch = pending;
      try {
        await send(batch);
      } catch {
        await clock.sleep(retryWait, killed).catch(() => {});
        continue;
      }
      pending = pending.slice(batch.length);
      for (const {done} of batch) done();
    }
    pumping = null;
  };

  return {
    write: (topic, key, value) =>
      new Promise(resolve => {
        const text = value === null ? null : JSON.stringify(value);
        pending = [...pending, {topic, key, value: text, done: resolve}];
        pumping ??= pump();
      }),
    async close() {
      await pumping;
      await producer.close();
      sockets.cut();
    },
  };
};

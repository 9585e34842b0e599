import type {Kafka, TopicMessages} from 'kafkajs';
import type {Clock} from '../../clock.ts';

/** A producer that is connected only while it has something to send: an idle connection of kafkajs costs time. */
export interface IdleProducer {
  /** Resolves when all replicas in sync have it; rejects where that cannot be, and may be called again. */
  send(topicMessages: readonly TopicMessages[]): Promise<void>;
  close(): Promise<void>;
}

/** How long it stays connected after it has sent something (ms). */
const idleTime = 5000;

export const createIdleProducer = (
  client: Kafka,
  clock: Clock,
  allowAutoTopicCreation: boolean,
): IdleProducer => {
  let open: Promise<ReturnType<Kafka['producer']>> | null = null;
  let keepOpen = (): void => {};

  const connect = async () => {
    const producer = client.producer({allowAutoTopicCreation});
    await producer.connect();
    return producer;
  };
  const close = async (): Promise<void> => {
    keepOpen();
    const closing = open;
    open = null;
    const producer = await closing?.catch(() => null);
    await producer?.disconnect().catch(() => {});
  };

  return {
    async send(topicMessages) {
      keepOpen();
      open ??= connect();
      try {
        await (await open).sendBatch({topicMessages: [...topicMessages], acks: -1});
      } catch (error) {
        await close();
        throw error;
      }
      keepOpen = clock.after(idleTime, () => void close());
    },
    close,
  };
};

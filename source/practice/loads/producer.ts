import type {Clock} from '../../clock.ts';
import type {Load} from '../scenes/scene.ts';
import type {OpenClient} from './client.ts';

/** How long a record may be on its way before it is given up: longer than a cluster takes to notice a silent broker (ms). */
const deliveryTime = 20_000;

/**
 * Writes until it fails or is told to end. No record waits for the one before: those for a leader that is silent would
 * else hold up those for all others. Resolves with the number of the next record.
 */
export const produce = async (
  load: Extract<Load, {kind: 'producer'}>,
  from: number,
  open: OpenClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> => {
  const {topic, perSecond, record} = load;
  const failing = new AbortController();
  const over = AbortSignal.any([signal, failing.signal]);
  const client = open(`${topic}-writer`);
  const producer = client.kafka.producer({allowAutoTopicCreation: false});
  const send = async (number: number): Promise<void> => {
    const cancel = clock.after(deliveryTime, () => failing.abort());
    await producer
      .send({topic, messages: [record(number, clock.now())]})
      .catch(() => failing.abort())
      .finally(cancel);
  };
  let number = from;
  try {
    await client.connected(producer.connect());
    for (; !over.aborted; number++) {
      void send(number);
      await clock.sleep(1000 / perSecond, over).catch(() => {});
    }
  } catch {
    // No broker answers: the next attempt asks another one.
  }
  await client.end(() => producer.disconnect());
  return number;
};

import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** How long (ms) an engine may take for a stop: a broker hands over first. */
const deadline = 60_000;

/** Waits until both brokers are registered and every partition is in sync. */
export const whole = (hand: Hand): Promise<unknown> =>
  until(
    'the cluster is whole',
    async () => {
      const {brokers, topics} = await hand.metadata();
      const partitions = topics.flatMap(topic => (Array.isArray(topic.partitions) ? topic.partitions : []));
      return {
        brokers: brokers.length,
        behind: partitions.filter(({isr, replicas}) => isr.length < replicas.length).length,
      };
    },
    ({brokers, behind}) => brokers === 2 && behind === 0,
    90_000,
  );

/** Runs something while a container is stopped; the lab is whole again after it. */
export const whileStopped = async (
  hand: Hand,
  container: string,
  run: () => Promise<void>,
): Promise<void> => {
  await hand.docker.act('stop', container, deadline);
  try {
    await run();
  } finally {
    await hand.docker.act('start', container, deadline);
    await whole(hand);
  }
};

import {electLeaders} from '../../../source/clients/kafka/apis.ts';
import type {Metadata, PartitionMetadata} from '../../../source/model/cluster.ts';
import {isUnknown} from '../../../source/model/reading.ts';
import {byTopic} from '../../../source/queries/offsets.ts';
import {until} from '../../real/support.ts';
import type {Hand} from './hand.ts';

/** How long (ms) an engine may take for a stop: a broker hands over first. */
const deadline = 60_000;

const partitionsOf = ({topics}: Metadata) =>
  topics.flatMap(({name, partitions}) =>
    isUnknown(partitions) ? [] : partitions.map(partition => ({...partition, topic: name})),
  );

const isMoved = ({leader, replicas}: PartitionMetadata): boolean => leader !== replicas[0];

/** Gives every partition to its preferred leader. A lab does this by itself half a minute later, in the middle of some other test. */
export const electPreferred = async (hand: Hand): Promise<void> => {
  const metadata = await hand.metadata();
  const moved = byTopic(
    partitionsOf(metadata)
      .filter(isMoved)
      .map(({topic, id}) => ({topic, partition: id})),
  );
  if (moved.size === 0) return;
  const link = await hand.link(metadata.controllerId ?? metadata.brokers[0]?.id ?? 1);
  const asked = [...moved].map(([name, each]) => ({name, partitions: each.map(({partition}) => partition)}));
  await link.call(electLeaders, [asked, 10_000]);
};

/** Waits until both brokers are registered, every partition is in sync, and the preferred leaders lead. */
export const whole = (hand: Hand): Promise<unknown> =>
  until(
    'the cluster is whole',
    async () => {
      const metadata = await hand.metadata();
      const partitions = partitionsOf(metadata);
      const behind = partitions.filter(({isr, replicas}) => isr.length < replicas.length).length;
      const isComplete = metadata.brokers.length === 2 && behind === 0;
      if (isComplete) await electPreferred(hand);
      return {brokers: metadata.brokers.length, behind, moved: partitions.filter(isMoved).length};
    },
    ({brokers, behind, moved}) => brokers === 2 && behind === 0 && moved === 0,
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

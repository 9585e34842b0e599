import type {Address} from '../../clients/kafka/address.ts';
import type {KafkaClient} from '../../clients/kafka/client.ts';
import type {Link} from '../../clients/kafka/link.ts';
import {UserError} from '../../errors.ts';
import {isUnknown} from '../../model/reading.ts';
import {askMetadata} from '../../queries/any-metadata.ts';
import {type Lane, newLane} from './lane.ts';

/** The partitions of one topic and who leads them. */
export interface Leaders {
  readonly lanes: readonly Lane[];
  /** Rejects where no broker answers, with a UserError where the topic cannot be written to at all. */
  refresh(): Promise<void>;
  link(broker: number): Link | undefined;
  /** Any broker that has an open connection, else one that was named at the start. */
  anyLink(): Link | undefined;
}

export const createLeaders = (client: KafkaClient, topic: string): Leaders => {
  const brokers = new Map<number, Address>();
  const lanes: Lane[] = [];
  const links = (): Link[] => [...brokers.values()].map(client.link);
  return {
    lanes,
    async refresh() {
      const {metadata} = await askMetadata(client, {known: links(), topics: [topic]});
      const partitions = metadata.topics.find(({name}) => name === topic)?.partitions;
      if (partitions === undefined || isUnknown(partitions)) {
        // Once it was there it is waited for: a broker that has just started may not know it yet.
        if (lanes.length > 0) return;
        const sentence = partitions?.sentence ?? `There is no topic ${topic}.`;
        const isRefused = partitions?.unknown === 'not-authorised';
        throw new UserError(
          isRefused ? sentence : `There is no topic ${topic}.`,
          isRefused ? '' : 'Create it first: events never create a topic.',
        );
      }
      for (const {id, host, port} of metadata.brokers) brokers.set(id, {host, port});
      for (const {id, leader} of partitions) {
        const lane = lanes.find(({partition}) => partition === id) ?? newLane(id);
        if (!lanes.includes(lane)) lanes.push(lane);
        lane.leader = leader;
        if (leader === null)
          lane.refusal = {error: 'LEADER_NOT_AVAILABLE', sentence: `${topic}-${id} has no leader.`};
        else if (lane.refusal?.error === 'LEADER_NOT_AVAILABLE') lane.refusal = null;
      }
    },
    link(broker) {
      const address = brokers.get(broker);
      return address && client.link(address);
    },
    anyLink: () => links().find(link => link.isOpen()) ?? links()[0] ?? client.bootstrap[0],
  };
};

import type {Address} from '../../clients/kafka/address.ts';
import type {KafkaClient} from '../../clients/kafka/client.ts';
import type {Link} from '../../clients/kafka/link.ts';
import type {Metadata} from '../../model/cluster.ts';
import {isUnknown} from '../../model/reading.ts';
import {askMetadata} from '../../queries/any-metadata.ts';
import type {Notes} from './notes.ts';
import {newPartition, partitionName, type TailPartition} from './partition.ts';

export interface TailPlacesOptions {
  readonly client: KafkaClient;
  readonly topics: readonly string[] | null;
  readonly partitions?: readonly number[];
  readonly notes: Notes;
}

/** The partitions that a tail reads, and who leads them. */
export interface TailPlaces {
  all(): readonly TailPartition[];
  /** Asks the cluster who leads what. Rejects where no broker answers; what was known stays then. */
  refresh(): Promise<void>;
  /** The link to a broker; undefined where its address is not known. */
  link(broker: number): Link | undefined;
}

/** Which partitions of a topic a tail reads. */
const wantedIn = (
  topic: Metadata['topics'][number],
  wanted: readonly number[] | undefined,
): readonly {readonly id: number; readonly leader: number | null; readonly leaderEpoch: number | null}[] => {
  if (isUnknown(topic.partitions)) return [];
  return wanted ? topic.partitions.filter(({id}) => wanted.includes(id)) : topic.partitions;
};

export const createTailPlaces = ({client, topics, partitions, notes}: TailPlacesOptions): TailPlaces => {
  const places = new Map<string, TailPartition>();
  const brokers = new Map<number, Address>();
  let isFirst = true;

  const take = (metadata: Metadata): void => {
    for (const {id, host, port} of metadata.brokers) brokers.set(id, {host, port});
    const there = new Set<string>();
    for (const topic of metadata.topics) {
      if (topics === null && topic.isInternal) continue;
      if (topics !== null && isUnknown(topic.partitions)) notes.say(topic.name, topic.partitions.sentence);
      for (const {id, leader, leaderEpoch} of wantedIn(topic, partitions)) {
        const name = partitionName({topic: topic.name, partition: id});
        there.add(name);
        const place = places.get(name) ?? newPartition({topic: topic.name, partition: id}, !isFirst);
        places.set(name, place);
        place.leader = leader;
        place.leaderEpoch = leaderEpoch;
        if (leader === null) {
          place.waiting = `${name} has no leader: its records are waited for.`;
          notes.say(name, place.waiting);
        }
      }
    }
    for (const [name, place] of places)
      if (!there.has(name)) {
        places.delete(name);
        place.leader = null;
      }
    isFirst = false;
  };

  return {
    all: () => [...places.values()],
    async refresh() {
      const known = [...brokers.values()].map(client.link);
      take((await askMetadata(client, {known, topics})).metadata);
    },
    link(broker) {
      const address = brokers.get(broker);
      return address && client.link(address);
    },
  };
};

import type {Known} from './reading.ts';

/** A broker as Metadata names it: the address is the advertised one of the listener that was asked. */
export interface RegisteredBroker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** A partition as Metadata describes it. `leader` is null where the partition has none (-1 on the wire). */
export interface PartitionMetadata {
  readonly id: number;
  readonly leader: number | null;
  readonly leaderEpoch: number | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offline: readonly number[];
}

/** A topic as Metadata describes it; `partitions` is unknown where the broker refuses to say. */
export interface TopicMetadata {
  readonly name: string;
  readonly isInternal: boolean;
  readonly partitions: Known<readonly PartitionMetadata[]>;
}

/** One Metadata answer. `controllerId` is what Metadata says: true under ZooKeeper, any live broker under KRaft. */
export interface Metadata {
  readonly clusterId: string | null;
  readonly controllerId: number | null;
  readonly brokers: readonly RegisteredBroker[];
  readonly topics: readonly TopicMetadata[];
  /** The broker that answered. */
  readonly answeredBy: number | null;
}

/** Who controls the cluster. Under KRaft the controller may be a node that is no broker. */
export interface Controller {
  readonly mode: 'zookeeper' | 'kraft';
  readonly id: Known<number | null>;
  readonly voters: readonly number[];
}

/** Whether a broker answers us: the second of the three facts that make its state. */
export interface Probe {
  readonly at: number;
  readonly result: 'answers' | 'silent' | 'refused' | 'unresolvable' | 'not-authorised';
  readonly sentence: string;
  /** Time that its last answers took (ms), where it answers. */
  readonly took?: number;
}

/** An offset (next to be written, first kept, or of a time) and when it was read; `every` as in a reading. */
export interface OffsetAt {
  readonly offset: Known<number>;
  readonly at: number;
  readonly every: number;
}

/** A value per topic and partition. */
export type ByPartition<T> = ReadonlyMap<string, ReadonlyMap<number, T>>;

export const at = <T>(map: ByPartition<T>, topic: string, partition: number): T | undefined =>
  map.get(topic)?.get(partition);

/** One configuration entry as DescribeConfigs gives it. A sensitive value is null. */
export interface ConfigEntry {
  readonly name: string;
  readonly value: string | null;
  readonly source: 'topic' | 'dynamic-broker' | 'dynamic-default' | 'static' | 'default' | 'other';
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
}

/** Bytes that one broker's log directories hold, per topic and partition. */
export interface LogDirs {
  readonly bytes: ByPartition<number>;
  readonly total: number;
}

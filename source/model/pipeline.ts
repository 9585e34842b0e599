import type {Connector} from './connector.ts';
import type {ReplicationSlot} from './postgres.ts';
import type {Known, Sum, Unknown} from './reading.ts';

export interface PipelineTopic {
  readonly name: string;
  /** The log ends of its partitions, added up; null where there is no such topic yet. */
  readonly end: Known<Sum | null>;
}

/** A group that reads one of the topics, with its lag there. */
export interface PipelineReader {
  readonly group: string;
  readonly lag: Known<Sum | null>;
}

/** The way of a change: from PostgreSQL's slot by a connector's task into topics, and to who reads them. */
export interface Pipeline {
  readonly id: string;
  /** Null for a slot that no connector reads from; unknown while a worker that may have one is silent. */
  readonly connector: Known<Connector | null>;
  /** The name of its slot, there or not; null for a lab without slots. */
  readonly slotName: string | null;
  readonly slot: Known<ReplicationSlot | null>;
  /** The state of its task, or of the one of its tasks that is worst off; null where it has none. */
  readonly task: Known<string | null>;
  readonly topics: Known<readonly PipelineTopic[]>;
  readonly readers: Known<readonly PipelineReader[]>;
  /** Why there may be more readers; null where every group was seen. */
  readonly unseenReaders: Unknown | null;
}

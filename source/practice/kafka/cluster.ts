import type {Clock} from '../../clock.ts';
import {codes} from './codes.ts';
import {brokerDefaults, brokerNameOf, defaultOf, topicDefaults} from './configs.ts';
import {createFaults} from './faults.ts';
import {createGroup, type GroupState, type SeedGroup, seedGroup} from './groups.ts';
import {
  brokerJoined,
  brokerLeft,
  followUp,
  type Liveness,
  preferLeader,
  spreadReplicas,
} from './leadership.ts';
import {PartitionLog} from './log.ts';
import {type Batch, type BatchOptions, batchOf, type NewRecord} from './records.ts';
import {note} from './sequences.ts';
import {type BrokerState, type PartitionState, type TopicState, wake} from './state.ts';
import {createWireLog} from './wire-log.ts';

/** The listener of one broker. */
export interface Door {
  /** Listens on the port, on any free one for 0, and returns it. */
  open(port: number): Promise<number>;
  /** Ends listening and every connection. */
  close(): Promise<void>;
  /** Connections are accepted, nothing is read or answered. */
  pause(): void;
  resume(): void;
}

export interface ClusterOptions {
  readonly mode: 'zookeeper' | 'kraft';
  readonly clusterId: string;
  readonly clock: Clock;
  /** After this time without a sign of life a broker is no longer registered (ms). */
  readonly sessionTimeoutMs: number;
  /** How long the first members of a group wait for others (ms). */
  readonly initialRebalanceDelayMs: number;
  /** All logs together hold at most this; the oldest records go first. */
  readonly maxLogBytes: number;
  /** A longer request closes its connection. */
  readonly maxRequestBytes: number;
  /** Settings of all brokers that differ from Kafka's defaults. */
  readonly configs: Readonly<Record<string, string>>;
}

/** A topic to be created. */
export interface NewTopic {
  readonly name: string;
  /** 1 without it. */
  readonly partitions?: number;
  /** The broker's default.replication.factor without it. */
  readonly replicationFactor?: number;
  /** The replicas of each partition, in place of both. */
  readonly replicas?: readonly (readonly number[])[];
  readonly configs?: Readonly<Record<string, string>>;
}

/** The node that controls a KRaft cluster: none of the brokers. */
export const quorumVoter = 1000;
export const offsetsTopic = '__consumer_offsets';

/** Java's String.hashCode, by which a group finds its partition. */
const javaHash = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (31 * hash + text.charCodeAt(index)) | 0;
  return hash;
};

const isLegalName = (name: string): boolean =>
  /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..';

/** What the brokers share: who is there, who leads what, the logs, the groups. */
export class Cluster {
  readonly options: ClusterOptions;
  readonly clock: Clock;
  readonly faults = createFaults();
  readonly wire = createWireLog();
  readonly brokers = new Map<number, BrokerState>();
  readonly topics = new Map<string, TopicState>();
  readonly groups = new Map<string, GroupState>();
  readonly live: Liveness = {
    isRegistered: id => this.brokers.get(id)?.isRegistered ?? false,
    isUp: id => this.brokers.get(id)?.run === 'up',
  };
  #doors = new Map<number, Door>();
  #sessions = new Map<number, () => void>();
  #controller = -1;
  #isQuorumUp = true;
  #made = 0;
  #asked = 0;

  constructor(options: ClusterOptions) {
    this.options = options;
    this.clock = options.clock;
  }

  get isQuorumUp(): boolean {
    return this.#isQuorumUp;
  }

  /** The broker that controls a ZooKeeper cluster; -1 where there is none. */
  get controller(): number {
    return this.#controller;
  }

  /** What an answer says the controller is: under KRaft it is any live broker, each time another. */
  controllerForAnswer(): number {
    if (this.options.mode === 'zookeeper') return this.#controller;
    const ids = this.registered();
    this.#asked += 1;
    return ids[this.#asked % Math.max(1, ids.length)] ?? -1;
  }

  registered(): readonly number[] {
    return [...this.brokers.values()].filter(broker => broker.isRegistered).map(broker => broker.id);
  }

  /** A number for ids that must differ, as a UUID. */
  nextId(): string {
    this.#made += 1;
    return `5ab00000-0000-4000-8000-${this.#made.toString(16).padStart(12, '0')}`;
  }

  // Brokers

  /** Adds a broker and starts it. `host` is the address that clients are told. */
  async addBroker(id: number, door: Door, host: string, port = 0, rack: string | null = null): Promise<void> {
    this.#doors.set(id, door);
    this.brokers.set(id, {id, rack, host, port, run: 'stopped', isRegistered: false});
    await this.startBroker(id);
  }

  /** Starts a broker that was stopped or killed, on the port that it had. */
  async startBroker(id: number): Promise<void> {
    const broker = this.#broker(id);
    if (broker.run === 'stopped') broker.port = (await this.#doors.get(id)?.open(broker.port)) ?? broker.port;
    this.#doors.get(id)?.resume();
    broker.run = 'up';
    this.#sessions.get(id)?.();
    this.#sessions.delete(id);
    if (this.#isQuorumUp) this.#register(broker);
    else for (const partition of this.partitions()) followUp(partition, this.live);
  }

  /** Stops a broker as SIGTERM does: leadership moves first, and Metadata names it no more. */
  async stopBroker(id: number): Promise<void> {
    const broker = this.#broker(id);
    if (this.#isQuorumUp && broker.run === 'up') this.#deregister(broker);
    await this.#down(broker);
  }

  /** Stops a broker as SIGKILL does: Metadata goes on naming it until its session ends. */
  async killBroker(id: number): Promise<void> {
    const broker = this.#broker(id);
    await this.#down(broker);
  }

  /** Freezes a broker: connections are accepted and nothing is answered, until its session ends and after. */
  pauseBroker(id: number): void {
    const broker = this.#broker(id);
    if (broker.run !== 'up') return;
    broker.run = 'paused';
    this.#doors.get(id)?.pause();
    this.#startSession(broker);
  }

  unpauseBroker(id: number): Promise<void> {
    return this.startBroker(id);
  }

  /** Ends the session of a broker that is paused or killed now, as the passing of time would. */
  expire(id: number): void {
    const broker = this.#broker(id);
    if (this.#isQuorumUp && broker.run !== 'up') this.#deregister(broker);
  }

  /** ZooKeeper, or the KRaft controller, is down: nothing is elected, created, or noticed. */
  stopQuorum(): void {
    this.#isQuorumUp = false;
    for (const cancel of this.#sessions.values()) cancel();
    this.#sessions.clear();
  }

  startQuorum(): void {
    this.#isQuorumUp = true;
    for (const broker of this.brokers.values()) {
      if (broker.run === 'up') this.#register(broker);
      else if (broker.isRegistered) this.#startSession(broker);
    }
  }

  /** Ends everything: no socket and no timer is left. */
  async close(): Promise<void> {
    for (const cancel of this.#sessions.values()) cancel();
    this.#sessions.clear();
    for (const group of this.groups.values()) {
      group.cancelRebalance();
      for (const member of group.members.values()) member.cancelSession();
    }
    await Promise.all([...this.#doors.values()].map(door => door.close()));
  }

  #broker(id: number): BrokerState {
    const broker = this.brokers.get(id);
    if (!broker) throw new Error(`There is no broker ${id}.`);
    return broker;
  }

  async #down(broker: BrokerState): Promise<void> {
    broker.run = 'stopped';
    if (broker.isRegistered) this.#startSession(broker);
    await this.#doors.get(broker.id)?.close();
  }

  #startSession(broker: BrokerState): void {
    this.#sessions.get(broker.id)?.();
    if (!this.#isQuorumUp) return;
    const cancel = this.clock.after(this.options.sessionTimeoutMs, () => this.expire(broker.id));
    this.#sessions.set(broker.id, cancel);
  }

  #register(broker: BrokerState): void {
    broker.isRegistered = true;
    if (this.#controller === -1) this.#controller = broker.id;
    for (const partition of this.partitions()) brokerJoined(partition, broker.id, this.live);
  }

  #deregister(broker: BrokerState): void {
    if (!broker.isRegistered) return;
    broker.isRegistered = false;
    this.#sessions.get(broker.id)?.();
    this.#sessions.delete(broker.id);
    if (this.#controller === broker.id) this.#controller = this.registered()[0] ?? -1;
    for (const partition of this.partitions()) brokerLeft(partition, broker.id, this.live);
  }

  // Topics

  *partitions(): Generator<PartitionState> {
    for (const topic of this.topics.values()) yield* topic.partitions;
  }

  partition(topic: string, id: number): PartitionState | undefined {
    return this.topics.get(topic)?.partitions[id];
  }

  topicById(id: string): TopicState | undefined {
    return [...this.topics.values()].find(topic => topic.id === id);
  }

  brokerConfig(name: string): string {
    return this.options.configs[name] ?? defaultOf(brokerDefaults, name) ?? '';
  }

  topicConfig(topic: TopicState, name: string): string {
    const ofBroker = brokerNameOf[name];
    return (
      topic.configs.get(name) ??
      (ofBroker ? this.options.configs[ofBroker] : undefined) ??
      defaultOf(topicDefaults, name) ??
      ''
    );
  }

  /** Why a topic cannot be created, or 0. */
  refusalOf({name, partitions = 1, replicationFactor, replicas, configs = {}}: NewTopic): number {
    if (!isLegalName(name)) return codes.INVALID_TOPIC_EXCEPTION;
    if (this.topics.has(name)) return codes.TOPIC_ALREADY_EXISTS;
    if (Object.keys(configs).some(key => !topicDefaults.some(entry => entry.name === key)))
      return codes.INVALID_CONFIG;
    if (replicas) {
      const ids = replicas.flat();
      const isWhole =
        replicas.length > 0 && replicas.every(list => list.length > 0 && new Set(list).size === list.length);
      return isWhole && ids.every(id => this.brokers.has(id)) ? codes.NONE : codes.INVALID_REPLICA_ASSIGNMENT;
    }
    if (partitions < 1) return codes.INVALID_PARTITIONS;
    const factor = replicationFactor ?? Number(this.brokerConfig('default.replication.factor'));
    return factor < 1 || factor > this.registered().length ? codes.INVALID_REPLICATION_FACTOR : codes.NONE;
  }

  /** Creates a topic; throws where `refusalOf` says why not. */
  createTopic(topic: NewTopic): TopicState {
    const code = this.refusalOf(topic);
    if (code !== codes.NONE) throw new Error(`Topic ${topic.name} is refused with error ${code}.`);
    const factor = topic.replicationFactor ?? Number(this.brokerConfig('default.replication.factor'));
    const replicas = topic.replicas ?? spreadReplicas(this.registered(), topic.partitions ?? 1, factor);
    const state: TopicState = {
      name: topic.name,
      id: this.nextId(),
      isInternal: topic.name === offsetsTopic,
      configs: new Map(Object.entries(topic.configs ?? {})),
      partitions: replicas.map((list, id) => this.#newPartition(topic.name, id, list)),
    };
    this.topics.set(topic.name, state);
    return state;
  }

  deleteTopic(name: string): void {
    const topic = this.topics.get(name);
    this.topics.delete(name);
    for (const partition of topic?.partitions ?? []) {
      partition.leader = -1;
      wake(partition);
    }
    for (const group of this.groups.values()) group.committed.delete(name);
  }

  #newPartition(topic: string, id: number, replicas: readonly number[]): PartitionState {
    const isr = replicas.filter(replica => this.live.isRegistered(replica));
    return {
      topic,
      id,
      replicas,
      isr: isr.length > 0 ? isr : replicas.slice(0, 1),
      leader: isr[0] ?? -1,
      epoch: 0,
      log: new PartitionLog(),
      sequences: new Map(),
      watchers: new Set(),
    };
  }

  /** Makes the preferred replica the leader again, everywhere or in one topic. */
  electPreferred(topic?: string): void {
    for (const partition of this.partitions())
      if (topic === undefined || partition.topic === topic) preferLeader(partition, this.live);
  }

  // Records

  /** Stores a batch as the partition's leader does, and returns it as it was stored. */
  store(partition: PartitionState, batch: Batch): Batch {
    const stored = partition.log.append(batch, partition.epoch);
    note(partition.sequences, stored);
    this.#makeRoom();
    followUp(partition, this.live);
    return stored;
  }

  /** Appends records to a partition without a client. Returns the offset of the first. */
  append(topic: string, partition: number, records: readonly NewRecord[], options?: BatchOptions): number {
    return this.appendBatch(topic, partition, batchOf(records, this.clock.now(), options));
  }

  /** Appends a batch as it is: of a transaction, a marker, or damaged. Returns its offset. */
  appendBatch(topic: string, partition: number, batch: Batch): number {
    return this.store(this.#existing(topic, partition), batch).baseOffset;
  }

  /** Moves the log's start, as retention does. */
  deleteRecords(topic: string, partition: number, before: number): void {
    this.#existing(topic, partition).log.deleteBefore(before);
  }

  #existing(topic: string, partition: number): PartitionState {
    const found = this.partition(topic, partition);
    if (!found) throw new Error(`There is no partition ${topic}-${partition}.`);
    return found;
  }

  #makeRoom(): void {
    const logs = (): PartitionLog[] => [...this.partitions()].map(partition => partition.log);
    let total = logs().reduce((sum, log) => sum + log.bytes, 0);
    if (total <= this.options.maxLogBytes) return;
    for (const log of logs().sort((a, b) => b.bytes - a.bytes)) {
      for (
        let before = log.bytes;
        total > this.options.maxLogBytes * 0.9 && log.deleteOldest();
        before = log.bytes
      )
        total -= before - log.bytes;
    }
  }

  // Groups

  /** The partition of __consumer_offsets that a group belongs to; undefined before the topic is there. */
  groupPartition(group: string): PartitionState | undefined {
    const partitions = this.topics.get(offsetsTopic)?.partitions ?? [];
    return partitions[Math.abs(javaHash(group)) % Math.max(1, partitions.length)];
  }

  /** Whether a broker is a group's coordinator: it leads the group's partition of __consumer_offsets. */
  isCoordinator(broker: number, group: string): boolean {
    return this.groupPartition(group)?.leader === broker;
  }

  /** Creates __consumer_offsets, as the first search for a coordinator does. False where that is not possible now. */
  createOffsetsTopic(): boolean {
    if (this.topics.has(offsetsTopic)) return true;
    const topic: NewTopic = {
      name: offsetsTopic,
      partitions: Number(this.brokerConfig('offsets.topic.num.partitions')),
      replicationFactor: Number(this.brokerConfig('offsets.topic.replication.factor')),
      configs: {'cleanup.policy': 'compact', 'compression.type': 'producer', 'segment.bytes': '104857600'},
    };
    if (!this.#isQuorumUp || this.refusalOf(topic) !== codes.NONE) return false;
    this.createTopic(topic);
    return true;
  }

  group(id: string): GroupState {
    const group = this.groups.get(id) ?? createGroup(id);
    this.groups.set(id, group);
    return group;
  }

  /** Puts a group there, or changes one, without a client. */
  seedGroup(seed: SeedGroup): void {
    this.createOffsetsTopic();
    seedGroup(this.group(seed.id), seed, this.clock.now());
  }
}

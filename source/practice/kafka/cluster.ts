import type {Clock} from '../../clock.ts';
import {startChores} from './chores.ts';
import {codes} from './codes.ts';
import {type Control, createControl} from './control.ts';
import {createFaults} from './faults.ts';
import {
  type Commit,
  commit,
  commitRecord,
  createGroup,
  type GroupState,
  type SeedGroup,
  seedGroup,
} from './groups.ts';
import {followUp, preferLeader} from './leadership.ts';
import type {Budget} from './log.ts';
import type {ClusterOptions} from './options.ts';
import {copyRate, createReassignments, type Reassignments} from './reassignment.ts';
import type {Rules} from './rebalance.ts';
import {type Batch, type BatchOptions, batchOf, markerOf, type NewRecord} from './records.ts';
import type {Refusal} from './refusal.ts';
import type {SegmentLimits} from './segments.ts';
import {note} from './sequences.ts';
import {createSettings, type Settings} from './settings/settings.ts';
import type {BrokerState, PartitionState, TopicState} from './state.ts';
import {topicProblem} from './topic-rules.ts';
import {
  addPartitions,
  createTopic,
  endTopic,
  groupHash,
  type NewTopic,
  offsetsTopic,
  offsetsTopicOf,
  transactionsTopic,
  transactionsTopicOf,
} from './topics.ts';
import {createTransactions, type Transactions} from './transactions.ts';
import {createWireLog, type WireLog} from './wire-log.ts';
import {type Words, wordsOf} from './words.ts';

/** What the brokers share: who is there, who leads what, the logs, the groups; and the faults that are done to them. */
export class Cluster {
  readonly options: ClusterOptions;
  readonly clock: Clock;
  readonly rules: Rules;
  /** How this kind of cluster says what it refuses. */
  readonly words: Words;
  /** What brokers and topics are set to at the moment. */
  readonly settings: Settings;
  /** Rights refused, APIs missing, answers slow or broken. */
  readonly faults = createFaults();
  /** Every request that a broker has read. */
  readonly wire: WireLog;
  readonly topics = new Map<string, TopicState>();
  readonly groups = new Map<string, GroupState>();
  /** Who has which transactional id, and what is open. */
  readonly transactions: Transactions;
  /** The partitions that are on their way to other replicas. */
  readonly reassignments: Reassignments;
  /** What is done to brokers and to the quorum, and who of them is there. */
  readonly control: Control;
  #topicsById = new Map<string, TopicState>();

  #endChores: () => void;
  #budget: Budget = {bytes: 0};
  #ids = 0;
  #producers = 0;
  #answers = 0;

  constructor(options: ClusterOptions) {
    this.options = options;
    this.wire = createWireLog(options.requestsKept);
    this.clock = options.clock;
    this.rules = {clock: options.clock, initialDelayMs: options.initialRebalanceDelayMs};
    this.words = wordsOf(options.mode);
    this.settings = createSettings(options.configs, options.mode);
    this.control = createControl(options, () => this.partitions());
    this.reassignments = createReassignments({
      clock: options.clock,
      live: this.live,
      isQuorumUp: () => this.isQuorumUp,
      words: this.words,
      bytesPerSecond: (partition, replica) => copyRate(this.settings, partition, replica),
    });
    this.transactions = createTransactions({
      clock: options.clock,
      newProducerId: () => this.nextProducerId(),
      mark: ({topic, partition}, end, {producerId, epoch}) => {
        if (this.partition(topic, partition))
          this.appendBatch(
            topic,
            partition,
            markerOf(end, {producerId, producerEpoch: epoch}, this.clock.now()),
          );
      },
      commitOffset: (group, {topic, partition}, value) =>
        this.commit(this.group(group), topic, partition, value),
    });
    this.#endChores = startChores({
      clock: options.clock,
      live: this.live,
      isQuorumUp: () => this.isQuorumUp,
      topics: () => this.topics.values(),
      brokerIds: () => [...this.brokers.keys()],
      brokerConfig: name => this.brokerConfig(name),
      topicConfig: (topic, name) => this.topicConfig(topic, name),
      isMoving: partition => this.reassignments.of(partition) !== undefined,
    });
  }

  // Brokers

  get brokers(): ReadonlyMap<number, BrokerState> {
    return this.control.brokers;
  }

  get isQuorumUp(): boolean {
    return this.control.isQuorumUp;
  }

  get controller(): number {
    return this.control.controller;
  }

  get live(): Control['live'] {
    return this.control.live;
  }

  /** The brokers that Metadata names. */
  registered(): readonly BrokerState[] {
    return this.control.registered();
  }

  /** What an answer says the controller is: under KRaft it is any live broker, each time another. */
  controllerForAnswer(): number {
    if (this.options.mode === 'zookeeper') return this.controller;
    const brokers = this.registered();
    this.#answers += 1;
    return brokers[this.#answers % Math.max(1, brokers.length)]?.id ?? -1;
  }

  /** Changes the address that Metadata names for a broker; it goes on listening where it was. */
  advertise(id: number, host: string, port?: number): void {
    const broker = this.brokers.get(id);
    if (broker) Object.assign(broker, {host, port: port ?? broker.port});
  }

  /** Ends everything: no socket and no timer is left. */
  async close(): Promise<void> {
    for (const group of this.groups.values()) {
      group.cancelRebalance();
      for (const member of group.members.values()) member.cancelSession();
    }
    this.#endChores();
    this.transactions.close();
    this.reassignments.close();
    await this.control.close();
  }

  // Topics

  *partitions(): Generator<PartitionState> {
    for (const topic of this.topics.values()) yield* topic.partitions;
  }

  partition(topic: string, id: number): PartitionState | undefined {
    return this.topics.get(topic)?.partitions[id];
  }

  topicById(id: string): TopicState | undefined {
    return this.#topicsById.get(id);
  }

  /** A broker's setting; without an id what all brokers have. */
  brokerConfig(name: string, id?: number): string {
    return this.settings.broker(name, id);
  }

  topicConfig(topic: TopicState, name: string): string {
    return this.settings.topic(topic.configs, name);
  }

  /** Why a topic cannot be created; null where it can. */
  topicProblem(topic: NewTopic): Refusal | null {
    return topicProblem(topic, {
      topics: this.topics,
      brokers: this.brokers,
      registered: this.registered().length,
      defaultFactor: Number(this.brokerConfig('default.replication.factor')),
      words: this.words,
    });
  }

  /** The code of why a topic cannot be created, or 0. */
  topicRefusal(topic: NewTopic): number {
    return this.topicProblem(topic)?.code ?? codes.NONE;
  }

  /** Creates a topic; throws where `topicProblem` says why not. */
  createTopic(topic: NewTopic): TopicState {
    const problem = this.topicProblem(topic);
    if (problem)
      throw new Error(`Topic ${topic.name} is refused with error ${problem.code}: ${problem.message}`);
    const created = createTopic(topic, this.nextId(), this.settings, this.control, this.#budget);
    this.topics.set(created.name, created);
    this.#topicsById.set(created.id, created);
    return created;
  }

  /** Gives a topic more partitions, up to `count`; `replicas` are those of the new ones, null for any. */
  addPartitions(topic: TopicState, count: number, replicas: readonly (readonly number[])[] | null): void {
    addPartitions(topic, count, replicas, this.control, this.#budget);
  }

  deleteTopic(name: string): void {
    const topic = this.topics.get(name);
    if (!topic) return;
    this.topics.delete(name);
    this.#topicsById.delete(topic.id);
    for (const partition of topic.partitions) this.reassignments.drop(partition);
    endTopic(topic);
    for (const group of this.groups.values()) group.committed.delete(name);
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
    partition.segments.note(stored, this.#segmentLimits(partition.topic));
    note(partition.sequences, stored);
    followUp(partition, this.live);
    if (this.#budget.bytes > this.options.maxLogBytes) this.#makeRoom();
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

  #segmentLimits(name: string): SegmentLimits {
    const topic = this.topics.get(name);
    const limit = (setting: string): number => (topic ? Number(this.topicConfig(topic, setting)) : 0);
    return {bytes: limit('segment.bytes'), ms: limit('segment.ms')};
  }

  #existing(topic: string, partition: number): PartitionState {
    const found = this.partition(topic, partition);
    if (!found) throw new Error(`There is no partition ${topic}-${partition}.`);
    return found;
  }

  /** Drops the oldest records of the largest logs, a tenth more than is needed now. */
  #makeRoom(): void {
    const logs = [...this.partitions()].map(({log}) => log).sort((a, b) => b.bytes - a.bytes);
    const enough = this.options.maxLogBytes * 0.9;
    for (const log of logs) while (this.#budget.bytes > enough && log.deleteOldest());
  }

  // Groups

  /** The partition of __consumer_offsets that a group belongs to; undefined before the topic is there. */
  groupPartition(group: string): PartitionState | undefined {
    const partitions = this.topics.get(offsetsTopic)?.partitions ?? [];
    return partitions[groupHash(group) % Math.max(1, partitions.length)];
  }

  /** Whether a broker is a group's coordinator: it leads the group's partition of __consumer_offsets. */
  isCoordinator(broker: number, group: string): boolean {
    return this.groupPartition(group)?.leader === broker;
  }

  /** The partition of __transaction_state that a transactional id belongs to; undefined before the topic is there. */
  transactionPartition(transactionalId: string): PartitionState | undefined {
    const partitions = this.topics.get(transactionsTopic)?.partitions ?? [];
    return partitions[groupHash(transactionalId) % Math.max(1, partitions.length)];
  }

  /** Creates __transaction_state, as the first search for its coordinator does, where that is possible now. */
  createTransactionsTopic(): void {
    const topic = transactionsTopicOf(this.settings);
    if (this.isQuorumUp && this.topicRefusal(topic) === codes.NONE) this.createTopic(topic);
  }

  /** Creates __consumer_offsets, as the first search for a coordinator does, where that is possible now. */
  createOffsetsTopic(): void {
    const topic = offsetsTopicOf(this.settings);
    if (this.isQuorumUp && this.topicRefusal(topic) === codes.NONE) this.createTopic(topic);
  }

  /** The group of that id; it is made where there is none. */
  group(id: string): GroupState {
    const group = this.groups.get(id) ?? createGroup(id);
    this.groups.set(id, group);
    return group;
  }

  /** Notes a commit, and keeps it in __consumer_offsets too. */
  commit(group: GroupState, topic: string, partition: number, value: Commit): void {
    commit(group, topic, partition, value);
    const home = this.groupPartition(group.id);
    if (home) this.store(home, batchOf([commitRecord(group.id, topic, partition, value)], value.at));
  }

  /** Puts a group there, or changes one, without a client. */
  seedGroup(seed: SeedGroup): void {
    this.createOffsetsTopic();
    seedGroup(this.group(seed.id), seed, this.clock.now());
  }

  // Ids, each once

  nextId(): string {
    this.#ids += 1;
    return `5ab00000-0000-4000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
  }

  nextProducerId(): number {
    this.#producers += 1;
    return 1000 + this.#producers;
  }

  /** How many producer ids were given away. */
  get producers(): number {
    return this.#producers;
  }
}

import type {Clock} from '../../clock.ts';
import {neededInSync} from '../../model/min-insync.ts';
import {type Catalog, createCatalog} from './catalog.ts';
import {startChores} from './chores.ts';
import {codes} from './codes.ts';
import {type Control, createControl} from './control.ts';
import {type Coordination, createCoordination} from './coordination.ts';
import {createFaults} from './faults.ts';
import {createIds} from './ids.ts';
import {preferLeader} from './leadership.ts';
import type {Budget} from './log.ts';
import type {ClusterOptions} from './options.ts';
import {copyRate, createReassignments, type Reassignments} from './reassignment.ts';
import type {Rules} from './rebalance.ts';
import {markerOf} from './records.ts';
import {createSettings, type Settings} from './settings/settings.ts';
import type {BrokerState, PartitionState, TopicState} from './state.ts';
import {createStorage, type Storage} from './storage.ts';
import type {NewTopic} from './topics.ts';
import {createTransactions, type Transactions} from './transactions.ts';
import {createWireLog, type WireLog} from './wire-log.ts';
import {type Words, wordsOf} from './words.ts';

/** What the brokers share, put together: who is there, who leads what, the logs, the groups; and the faults done to them. */
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
  readonly ids = createIds();
  /** Every request that a broker has read. */
  readonly wire: WireLog;
  /** Who has which transactional id, and what is open. */
  readonly transactions: Transactions;
  /** The partitions that are on their way to other replicas. */
  readonly reassignments: Reassignments;
  /** What is done to brokers and to the quorum, and who of them is there. */
  readonly control: Control;

  readonly topics: Catalog['topics'];
  readonly topicById: Catalog['byId'];
  readonly partition: Catalog['partition'];
  readonly partitions: Catalog['partitions'];
  readonly topicProblem: Catalog['problem'];
  readonly createTopic: Catalog['create'];
  readonly addPartitions: Catalog['grow'];
  readonly deleteTopic: Catalog['delete'];

  readonly store: Storage['store'];
  readonly append: Storage['append'];
  readonly appendBatch: Storage['appendBatch'];
  readonly deleteRecords: Storage['deleteRecords'];

  readonly groups: Coordination['groups'];
  readonly group: Coordination['group'];
  readonly groupPartition: Coordination['groupPartition'];
  readonly transactionPartition: Coordination['transactionPartition'];
  readonly createOffsetsTopic: Coordination['createOffsetsTopic'];
  readonly createTransactionsTopic: Coordination['createTransactionsTopic'];
  readonly commit: Coordination['commit'];
  readonly seedGroup: Coordination['seed'];

  #end: () => Promise<void>;
  #answers = 0;

  constructor(options: ClusterOptions) {
    const {clock} = options;
    this.options = options;
    this.wire = createWireLog(options.requestsKept);
    this.clock = clock;
    this.rules = {
      clock,
      initialDelayMs: options.initialRebalanceDelayMs,
      termOf(group) {
        const home = coordination.groupPartition(group);
        return home && live.isUp(home.leader) ? home.epoch : null;
      },
    };
    const words = wordsOf(options.mode);
    this.words = words;
    const settings = createSettings(options.configs, options.mode);
    this.settings = settings;
    const control: Control = createControl(
      options,
      () => catalog.partitions(),
      partition => this.neededInSync(partition),
    );
    this.control = control;
    const {live} = control;
    const isQuorumUp = (): boolean => control.isQuorumUp;

    const reassignments = createReassignments({
      clock,
      live,
      isQuorumUp,
      words,
      bytesPerSecond: (partition, replica) =>
        copyRate(settings, catalog.topics.get(partition.topic)?.configs ?? new Map(), partition, replica),
    });
    this.reassignments = reassignments;

    const budget: Budget = {bytes: 0};
    const catalog: Catalog = createCatalog({
      settings,
      control,
      words,
      budget,
      nextId: this.ids.next,
      deleting(topic) {
        for (const partition of topic.partitions) reassignments.drop(partition);
        coordination.forget(topic.name);
      },
    });
    this.topics = catalog.topics;
    this.topicById = catalog.byId;
    this.partition = catalog.partition;
    this.partitions = catalog.partitions;
    this.topicProblem = catalog.problem;
    this.createTopic = catalog.create;
    this.addPartitions = catalog.grow;
    this.deleteTopic = catalog.delete;

    const {maxLogBytes} = options;
    const storage = createStorage({catalog, settings, live, budget, maxLogBytes, clock});
    this.store = storage.store;
    this.append = storage.append;
    this.appendBatch = storage.appendBatch;
    this.deleteRecords = storage.deleteRecords;

    const coordination: Coordination = createCoordination({catalog, storage, settings, clock});
    this.groups = coordination.groups;
    this.group = coordination.group;
    this.groupPartition = coordination.groupPartition;
    this.transactionPartition = coordination.transactionPartition;
    this.createOffsetsTopic = coordination.createOffsetsTopic;
    this.createTransactionsTopic = coordination.createTransactionsTopic;
    this.commit = coordination.commit;
    this.seedGroup = coordination.seed;

    const transactions = createTransactions({
      clock,
      newProducerId: this.ids.nextProducer,
      mark: ({topic, partition}, end, {producerId, epoch}) => {
        if (catalog.partition(topic, partition))
          storage.appendBatch(
            topic,
            partition,
            markerOf(end, {producerId, producerEpoch: epoch}, clock.now()),
          );
      },
      commitOffset: (group, {topic, partition}, value) =>
        coordination.commit(coordination.group(group), topic, partition, value),
    });
    this.transactions = transactions;

    const endChores = startChores({
      clock,
      live,
      isQuorumUp,
      topics: () => catalog.topics.values(),
      brokerIds: () => [...control.brokers.keys()],
      brokerConfig: name => this.brokerConfig(name),
      topicConfig: (topic, name) => this.topicConfig(topic, name),
      isMoving: partition => reassignments.of(partition) !== undefined,
    });
    this.#end = async () => {
      coordination.close();
      endChores();
      transactions.close();
      reassignments.close();
      await control.close();
    };
  }

  /** Ends everything: no socket and no timer is left. */
  close(): Promise<void> {
    return this.#end();
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

  /** Makes the preferred replica the leader again, everywhere or in one topic. */
  electPreferred(topic?: string): void {
    for (const partition of this.partitions())
      if (topic === undefined || partition.topic === topic) preferLeader(partition, this.live);
  }

  /** Whether a broker is a group's coordinator: it leads the group's partition of __consumer_offsets. */
  isCoordinator(broker: number, group: string): boolean {
    return this.groupPartition(group)?.leader === broker;
  }

  // Settings

  /** A broker's setting; without an id what all brokers have. */
  brokerConfig(name: string, id?: number): string {
    return this.settings.broker(name, id);
  }

  topicConfig(topic: TopicState, name: string): string {
    return this.settings.topic(topic.configs, name);
  }

  /** How many replicas of a partition have to be in sync for acks=all. */
  neededInSync({topic, replicas}: PartitionState): number {
    const state = this.topics.get(topic);
    return state ? neededInSync(Number(this.topicConfig(state, 'min.insync.replicas')), replicas) : 1;
  }

  /** The code of why a topic cannot be created, or 0. */
  topicRefusal(topic: NewTopic): number {
    return this.topicProblem(topic)?.code ?? codes.NONE;
  }
}

import {brokerJoined, brokerLeft, followUp, type Liveness} from './leadership.ts';
import type {ClusterOptions, Door} from './options.ts';
import type {BrokerState, PartitionState} from './state.ts';

/** A broker to be added. `host` is the address that clients are told; a free port is taken for 0. */
export interface NewBroker {
  readonly id: number;
  readonly door: Door;
  readonly host: string;
  readonly port?: number;
  readonly rack?: string | null;
}

/** Who of the brokers is there, and who thinks so: their lives, their sessions, their controller. */
export interface Control {
  readonly brokers: ReadonlyMap<number, BrokerState>;
  readonly live: Liveness;
  readonly isQuorumUp: boolean;
  /** The broker that controls a ZooKeeper cluster; -1 where there is none. */
  readonly controller: number;
  registered(): readonly BrokerState[];
  /**
   * Ids of brokers that are not there and can be given replicas all the same: with KRaft a broker that was registered
   * stays so, fenced, when it is stopped or taken away (Kafka's StripedReplicaPlacer); with ZooKeeper there are none.
   */
  fenced(): readonly number[];
  add(broker: NewBroker): Promise<void>;
  /** Starts a broker that was stopped, killed or paused, on the port that it had. */
  start(id: number): Promise<void>;
  /**
   * What SIGTERM does first: others lead the broker's partitions, and it is out of sync everywhere; Metadata still names
   * it. Returns how many of its partitions nobody else can lead. With ZooKeeper it goes on leading these, and those that
   * only it has, which are not counted; with KRaft nobody leads them, and none is counted.
   */
  handOver(id: number): number;
  /** As SIGTERM does in the end: leadership moves where it has not yet, and the broker is no longer registered. */
  stop(id: number): Promise<void>;
  /** As SIGKILL does: the broker stays registered until its session ends. */
  kill(id: number): Promise<void>;
  /** Connections are accepted and nothing is answered; the session ends all the same. */
  pause(id: number): void;
  /** Ends the session of a broker that is not up, as the passing of time does. */
  expire(id: number): void;
  /** Nothing is elected or noticed while ZooKeeper, or the KRaft controller, is down. */
  stopQuorum(): void;
  startQuorum(): void;
  /** Ends every listener and timer. */
  close(): Promise<void>;
}

/** `partitions` gives all partitions that there are at the time of the call, `needed` how many are to be in sync. */
export const createControl = (
  options: ClusterOptions,
  partitions: () => Iterable<PartitionState>,
  needed: Liveness['needed'],
): Control => {
  const brokers = new Map<number, BrokerState>();
  const doors = new Map<number, Door>();
  const sessions = new Map<number, () => void>();
  const everRegistered = new Set<number>();
  let controller = -1;
  let isQuorumUp = true;

  const live: Liveness = {
    isRegistered: id => brokers.get(id)?.isRegistered ?? false,
    isUp: id => brokers.get(id)?.run === 'up',
    needed,
  };
  const registered = (): readonly BrokerState[] =>
    [...brokers.values()].filter(broker => broker.isRegistered);

  const brokerOf = (id: number): BrokerState => {
    const broker = brokers.get(id);
    if (!broker) throw new Error(`There is no broker ${id}.`);
    return broker;
  };

  const endSession = (id: number): void => {
    sessions.get(id)?.();
    sessions.delete(id);
  };

  const register = (broker: BrokerState): void => {
    endSession(broker.id);
    broker.isRegistered = true;
    everRegistered.add(broker.id);
    if (controller === -1) controller = broker.id;
    for (const partition of partitions()) brokerJoined(partition, broker.id, live);
  };

  const deregister = (broker: BrokerState): void => {
    endSession(broker.id);
    if (!broker.isRegistered) return;
    broker.isRegistered = false;
    if (controller === broker.id) controller = registered()[0]?.id ?? -1;
    for (const partition of partitions()) brokerLeft(partition, broker.id, live);
  };

  const expire = (id: number): void => {
    const broker = brokerOf(id);
    if (isQuorumUp && broker.run !== 'up') deregister(broker);
  };

  const startSession = (id: number): void => {
    endSession(id);
    if (isQuorumUp && live.isRegistered(id))
      sessions.set(
        id,
        options.clock.after(options.sessionTimeoutMs, () => expire(id)),
      );
  };

  const kill = async (id: number): Promise<void> => {
    brokerOf(id).run = 'stopped';
    startSession(id);
    await doors.get(id)?.close();
  };

  const start = async (id: number): Promise<void> => {
    const broker = brokerOf(id);
    if (broker.run === 'stopped') broker.port = (await doors.get(id)?.open(broker.port)) ?? broker.port;
    doors.get(id)?.resume();
    broker.run = 'up';
    if (isQuorumUp) register(broker);
    else for (const partition of partitions()) followUp(partition, live);
  };

  return {
    brokers,
    live,
    get isQuorumUp() {
      return isQuorumUp;
    },
    get controller() {
      return controller;
    },
    registered,
    fenced: () => (options.mode === 'kraft' ? [...everRegistered].filter(id => !live.isRegistered(id)) : []),
    async add({id, door, host, port = 0, rack = null}) {
      doors.set(id, door);
      brokers.set(id, {id, rack, host, port, run: 'stopped', isRegistered: false});
      await start(id);
    },
    start,
    handOver(id) {
      const others: Liveness = {...live, isRegistered: other => other !== id && live.isRegistered(other)};
      let kept = 0;
      for (const partition of partitions()) {
        const isLost = partition.leader === id && !partition.isr.some(others.isRegistered);
        if (!isLost || options.mode === 'kraft') brokerLeft(partition, id, others);
        else if (partition.replicas.length > 1) kept += 1;
      }
      return kept;
    },
    async stop(id) {
      const broker = brokerOf(id);
      if (isQuorumUp && broker.run === 'up') deregister(broker);
      await kill(id);
    },
    kill,
    pause(id) {
      const broker = brokerOf(id);
      if (broker.run !== 'up') return;
      broker.run = 'paused';
      doors.get(id)?.pause();
      startSession(id);
    },
    expire,
    stopQuorum() {
      isQuorumUp = false;
      for (const id of [...sessions.keys()]) endSession(id);
    },
    startQuorum() {
      isQuorumUp = true;
      for (const broker of brokers.values()) {
        if (broker.run === 'up') register(broker);
        else startSession(broker.id);
      }
    },
    async close() {
      for (const id of [...sessions.keys()]) endSession(id);
      await Promise.all([...doors.values()].map(door => door.close()));
    },
  };
};

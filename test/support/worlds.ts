import {advance} from '../../source/model/advance.ts';
import type {ByPartition, Metadata, OffsetAt, PartitionMetadata, Probe} from '../../source/model/cluster.ts';
import type {ConnectWorker} from '../../source/model/connector.ts';
import type {Container} from '../../source/model/container.ts';
import type {Committed, GroupReading} from '../../source/model/group.ts';
import {type Picture, pictureOf} from '../../source/model/picture.ts';
import type {PostgresReading} from '../../source/model/postgres.ts';
import {type Failure, failedAfter, known, ready, unknown, waiting} from '../../source/model/reading.ts';
import type {Target} from '../../source/model/target.ts';
import {emptyWorld, type World} from '../../source/model/world.ts';
import {
  consumerGroup,
  every,
  labContainers,
  labMetadata,
  labPostgres,
  labTarget,
  labWorkers,
  type Mode,
  minInsync,
  noon,
} from './lab-parts.ts';

/** Why a broker or worker says nothing. */
export type Silence = Exclude<Probe['result'], 'answers'>;

const silences: Readonly<Record<Silence, string>> = {
  silent: 'did not answer within 1.5 s.',
  refused: 'refuses the connection: nothing listens there.',
  unresolvable: 'does not resolve from here.',
  'not-authorised': 'refuses the login: the user name or the password is wrong.',
};

/**
 * A lab that exists only as what is read of it. Tests change it (`stop`, `write`, `commit` …) and `poll`: every part
 * that still answers is then read anew, 2 s later, and goes through `advance` as a real reading does, so that history
 * and events are the real ones.
 */
export interface SeededLab {
  readonly target: Target;
  world(): World;
  picture(): Picture;
  now(): number;
  /** Reads everything that answers, once every 2 s. `between` runs before each reading. */
  poll(times?: number, between?: (time: number) => void): SeededLab;
  /** Appends records to a partition, or to all of a topic. */
  write(topic: string, count: number, partition?: number): SeededLab;
  /** Sets the log start of a partition, as retention does. */
  retain(topic: string, partition: number, start: number): SeededLab;
  /** Sets the log end of a partition, as truncation does. */
  truncate(topic: string, partition: number, end: number): SeededLab;
  end(topic: string, partition: number): number;
  /** Commits an offset of a group; null takes its commit away. */
  commit(group: string, topic: string, partition: number, offset: number | null): SeededLab;
  /** Commits the log end of every partition that the group has. */
  catchUp(group: string): SeededLab;
  group(id: string, change: (group: GroupReading) => GroupReading): SeededLab;
  addGroup(group: GroupReading): SeededLab;
  removeGroup(id: string): SeededLab;
  metadata(change: (metadata: Metadata) => Metadata): SeededLab;
  partitions(
    change: (partition: PartitionMetadata, topic: string) => PartitionMetadata,
    topic?: string,
  ): SeededLab;
  container(name: string, changes: Partial<Container> | null): SeededLab;
  /** Makes a broker say nothing, or (null) answer again. */
  silence(broker: number, how: Silence | null): SeededLab;
  /** What the metadata says after the cluster has noticed that a broker is gone: others lead, it is out of sync. */
  notice(broker: number): SeededLab;
  worker(name: string, change: ((worker: ConnectWorker) => ConnectWorker) | Failure): SeededLab;
  /** What PostgreSQL says, or why it says nothing. */
  postgres(change: ((reading: PostgresReading) => PostgresReading) | Failure): SeededLab;
  /** Any other change of what was read. */
  change(change: (world: World) => World): SeededLab;
}

type Offsets = Map<string, Map<number, number>>;

const offsetsOf = (metadata: Metadata, value: number): Offsets =>
  new Map(
    metadata.topics.map(({name, partitions}) => [
      name,
      new Map((known(partitions) ?? []).map(({id}) => [id, value])),
    ]),
  );

export interface SeededLabOptions {
  readonly mode?: Mode;
  readonly target?: Target;
}

/** A lab in which all is well, before its first reading. */
export const createLab = ({
  mode = 'zookeeper',
  target = labTarget(mode),
}: SeededLabOptions = {}): SeededLab => {
  let now = noon;
  let world = emptyWorld(target);
  let metadata = labMetadata(mode);
  let containers = target.dockerHost === null ? null : labContainers(mode);
  const silent = new Map<number, Silence>();
  const ends = offsetsOf(metadata, 1000);
  const starts = offsetsOf(metadata, 0);
  const groups = new Map<string, GroupReading>();
  const workers = new Map<string, ConnectWorker | Failure>(
    target.connect.flatMap(({name}) => {
      const worker = labWorkers.find(each => each.name === name);
      return worker ? [[name, worker] as const] : [];
    }),
  );

  let postgres: PostgresReading | Failure = labPostgres;

  const update = (change: (before: World) => World): void => {
    world = advance(world, change(world), now);
  };
  const answering = (): readonly number[] => metadata.brokers.map(({id}) => id).filter(id => !silent.has(id));

  const readOffsets = (
    before: ByPartition<OffsetAt>,
    offsets: Offsets,
    pace: number,
  ): ByPartition<OffsetAt> => {
    const able = new Set(answering());
    return new Map(
      metadata.topics.map(({name, partitions}) => {
        const read = new Map(before.get(name));
        for (const {id, leader} of known(partitions) ?? [])
          if (leader !== null && able.has(leader))
            read.set(id, {offset: offsets.get(name)?.get(id) ?? 0, at: now, every: pace});
        return [name, read];
      }),
    );
  };

  const readProbes = (): void => {
    const ids = new Set([...metadata.brokers.map(({id}) => id), ...world.seenBrokers.keys()]);
    for (const id of ids) {
      const how = silent.get(id);
      const probe: Probe = how
        ? {at: now, result: how, sentence: `localhost:${id}9092 ${silences[how]}`}
        : {at: now, result: 'answers', sentence: `localhost:${id}9092 answers in 3 ms.`, took: 3};
      update(before => ({...before, probes: new Map(before.probes).set(id, probe)}));
    }
  };

  const readMetadata = (): void => {
    if (answering().length === 0) {
      const error: Failure = {why: 'unreachable', sentence: 'localhost:29092 refuses the connection.'};
      update(before => ({...before, metadata: failedAfter(before.metadata, error, now)}));
      return;
    }
    const seen = new Map(world.seenBrokers);
    for (const {id, host, port} of metadata.brokers) seen.set(id, {host, port, at: now});
    const controllers =
      mode === 'kraft' ? {id: 1000, voters: [1000]} : {id: metadata.controllerId, voters: []};
    update(before => ({
      ...before,
      // A new object each time, as from the wire.
      metadata: ready({...metadata}, now, every),
      seenBrokers: seen,
      controller: ready({mode, ...controllers}, now, every),
      groups: new Map([...before.groups].filter(([id]) => metadata.brokers.some(broker => broker.id === id))),
    }));
  };

  const readGroups = (): void => {
    for (const {id} of metadata.brokers) {
      const how = silent.get(id);
      const own = [...groups.values()].filter(({coordinator}) => coordinator === id);
      update(before => ({
        ...before,
        groups: new Map(before.groups).set(
          id,
          how
            ? failedAfter(before.groups.get(id) ?? waiting, {why: 'timed-out', sentence: silences[how]}, now)
            : ready(own, now, every),
        ),
      }));
    }
  };

  const readRest = (): void => {
    update(before => ({
      ...before,
      ends: readOffsets(before.ends, ends, every),
      starts: readOffsets(before.starts, starts, 10 * every),
      configs: ready(
        new Map(
          metadata.topics.map(({name}) => [
            name,
            Object.entries({'min.insync.replicas': minInsync[name] ?? '1', 'cleanup.policy': 'delete'}).map(
              ([key, value]) =>
                ({name: key, value, source: 'topic', isReadOnly: false, isSensitive: false}) as const,
            ),
          ]),
        ),
        now,
        10 * every,
      ),
      containers: ready(containers, now, every),
    }));
    const said = postgres;
    if (target.postgres)
      update(before => ({
        ...before,
        postgres: 'why' in said ? failedAfter(before.postgres, said, now) : ready(said, now, every),
      }));
    for (const [name, worker] of workers)
      update(before => {
        const reading = before.workers.get(name) ?? waiting;
        const next = 'why' in worker ? failedAfter(reading, worker, now) : ready(worker, now, every);
        return {...before, workers: new Map(before.workers).set(name, next)};
      });
  };

  const lab: SeededLab = {
    target,
    world: () => world,
    picture: () => pictureOf(world, now),
    now: () => now,
    poll(times = 1, between = () => {}) {
      for (let time = 0; time < times; time++) {
        between(time);
        now += every;
        readMetadata();
        readProbes();
        readGroups();
        readRest();
      }
      return lab;
    },
    write(topic, count, only) {
      const partitions = ends.get(topic);
      for (const [id, end] of partitions ?? [])
        if (only === undefined || only === id) partitions?.set(id, end + count);
      return lab;
    },
    retain(topic, id, start) {
      starts.get(topic)?.set(id, start);
      return lab;
    },
    truncate(topic, id, end) {
      ends.get(topic)?.set(id, end);
      return lab;
    },
    end: (topic, id) => ends.get(topic)?.get(id) ?? 0,
    commit(id, topic, partition, offset) {
      return lab.group(id, group => {
        const others = (known(group.committed) ?? []).filter(
          row => row.topic !== topic || row.partition !== partition,
        );
        return {...group, committed: [...others, {topic, partition, offset}]};
      });
    },
    catchUp(id) {
      return lab.group(id, group => ({
        ...group,
        committed: (known(group.committed) ?? []).map(
          (row): Committed => ({...row, offset: lab.end(row.topic, row.partition)}),
        ),
      }));
    },
    group(id, change) {
      const group = groups.get(id);
      if (!group) throw new Error(`the seeded lab has no group ${id}`);
      groups.set(id, change(group));
      return lab;
    },
    addGroup(group) {
      groups.set(group.id, group);
      return lab;
    },
    removeGroup(id) {
      groups.delete(id);
      return lab;
    },
    metadata(change) {
      metadata = change(metadata);
      for (const {name, partitions} of metadata.topics) {
        for (const offsets of [ends, starts]) if (!offsets.has(name)) offsets.set(name, new Map());
        for (const {id} of known(partitions) ?? [])
          for (const offsets of [ends, starts])
            if (!offsets.get(name)?.has(id)) offsets.get(name)?.set(id, 0);
      }
      return lab;
    },
    partitions(change, only) {
      return lab.metadata(before => ({
        ...before,
        topics: before.topics.map(topic => {
          const partitions = known(topic.partitions);
          if (!partitions || (only !== undefined && only !== topic.name)) return topic;
          return {...topic, partitions: partitions.map(each => change(each, topic.name))};
        }),
      }));
    },
    container(name, changes) {
      containers = (containers ?? []).flatMap(each => {
        if (each.name !== name) return [each];
        return changes === null ? [] : [{...each, ...changes}];
      });
      return lab;
    },
    silence(broker, how) {
      if (how === null) silent.delete(broker);
      else silent.set(broker, how);
      return lab;
    },
    notice(broker) {
      lab.metadata(before => ({
        ...before,
        controllerId: before.controllerId === broker ? (broker === 1 ? 2 : 1) : before.controllerId,
        brokers: before.brokers.filter(({id}) => id !== broker),
      }));
      lab.partitions(each => {
        if (!each.replicas.includes(broker)) return each;
        const left = each.isr.filter(id => id !== broker);
        const epoch = (each.leaderEpoch ?? 0) + 1;
        // The last in-sync replica stays in the set: ZooKeeper's clusters keep it there, nobody else may lead.
        if (left.length === 0) return {...each, leader: null, leaderEpoch: epoch, offline: [broker]};
        if (each.leader !== broker) return {...each, isr: left, offline: [broker]};
        return {...each, leader: left[0] ?? null, leaderEpoch: epoch, isr: left, offline: [broker]};
      });
      for (const group of groups.values())
        if (group.coordinator === broker) groups.set(group.id, {...group, coordinator: broker === 1 ? 2 : 1});
      return lab;
    },
    worker(name, change) {
      const before = workers.get(name);
      if (typeof change !== 'function') workers.set(name, change);
      else if (before && !('why' in before)) workers.set(name, change(before));
      return lab;
    },
    postgres(change) {
      if (typeof change !== 'function') postgres = change;
      else if (!('why' in postgres)) postgres = change(postgres);
      return lab;
    },
    change(change) {
      update(change);
      return lab;
    },
  };
  lab.addGroup(consumerGroup('billing', 'orders', [0, 1, 2]));
  lab.addGroup(consumerGroup('reports', 'payments', [0, 1]));
  return lab.catchUp('billing').catchUp('reports');
};

/** A lab that was watched for a while: 20 records/s go to each partition of `orders`, and everybody keeps up. */
export const healthyLab = (options: SeededLabOptions = {}): SeededLab => {
  const lab = createLab(options);
  return lab.poll(20, () => {
    lab.write('orders', 40).catchUp('billing').catchUp('reports');
  });
};

/** Nothing was read yet. */
export const unreadWorld = (target: Target | null = labTarget('zookeeper')): World => emptyWorld(target);

/** What reading says where a user may not read. */
export const refusedReading = unknown('not-authorised', 'this user may not use the topic');

import type {Broker, BrokerState} from './broker.ts';
import type {Metadata, PartitionMetadata, Probe, RegisteredBroker} from './cluster.ts';
import type {Container} from './container.ts';
import {containerOf} from './container-of.ts';
import {isUnknown, type Known, known, lastValue, type Unknown, unknown} from './reading.ts';
import type {SeenBroker, World} from './world.ts';

interface Facts {
  readonly registered: RegisteredBroker | undefined;
  readonly isRead: boolean;
  readonly probe: Probe | undefined;
  readonly container: Container | undefined;
  readonly seen: SeenBroker | undefined;
}

interface Judged {
  readonly state: Known<BrokerState>;
  readonly sentence: string;
}

const ended = ({name, exitCode, isOutOfMemory}: Container): string =>
  `Its container ${name} is not running${exitCode === null ? '' : ` (exit code ${exitCode}${isOutOfMemory ? ', out of memory' : ''})`}.`;

const stillNamed = ' Metadata goes on naming it until its session ends.';

/** The first that fits of the three facts, in the order of the truth rules. */
const judge = ({registered, isRead, probe, container, seen}: Facts): Judged => {
  const where = registered ?? seen;
  const address = where ? `${where.host}:${where.port}` : 'its address';
  if (container?.state === 'paused')
    return {
      state: 'paused',
      sentence: `Its container ${container.name} is paused: it takes connections and answers nothing.`,
    };
  if (container && container.state !== 'running')
    return {state: 'stopped', sentence: ended(container) + (registered ? stillNamed : '')};
  if (!isRead)
    return {state: unknown('not-read', 'No metadata has come yet.'), sentence: 'No metadata has come yet.'};
  if (registered && !probe)
    return {
      state: unknown('not-read', `${address} was not tried yet.`),
      sentence: `${address} was not tried yet.`,
    };
  if (registered && probe) {
    switch (probe.result) {
      case 'answers':
        return {state: 'up', sentence: `It is registered, and answers at ${address}.`};
      case 'silent':
        return {state: 'hung', sentence: `It takes connections at ${address} and does not answer.`};
      case 'not-authorised':
        return {state: unknown('not-authorised', probe.sentence), sentence: probe.sentence};
      default:
        return {
          state: 'unreachable',
          sentence: `It is registered, but not reachable from here: ${probe.sentence}`,
        };
    }
  }
  if (probe?.result === 'answers')
    return {
      state: 'unregistered',
      sentence: `It answers at ${address}, but Metadata does not name it as a live broker.`,
    };
  if (container)
    return {
      state: 'unregistered',
      sentence: `Its container ${container.name} runs, but Metadata does not name it as a live broker.`,
    };
  return {
    state: 'gone',
    sentence: 'Metadata does not name it, it does not answer, and there is no container of it.',
  };
};

/** Ids of all brokers that are to be expected: in Metadata, in replica lists, as containers, or seen before. */
const expectedIds = (
  world: World,
  metadata: Metadata | undefined,
  containers: readonly Container[],
): readonly number[] => {
  const ids = new Set<number>([...(metadata?.brokers.map(({id}) => id) ?? []), ...world.seenBrokers.keys()]);
  for (const topic of metadata?.topics ?? [])
    for (const {replicas} of known(topic.partitions) ?? []) for (const id of replicas) ids.add(id);
  for (const {role, nodeId, nodeRole} of containers)
    if (role === 'lab' && nodeRole === 'broker' && nodeId !== null) ids.add(nodeId);
  return [...ids].sort((a, b) => a - b);
};

interface Tally {
  readonly leaders: number;
  readonly replicas: number;
  readonly outOfSync: number;
  readonly preferred: number;
}

const nothing: Tally = {leaders: 0, replicas: 0, outOfSync: 0, preferred: 0};

/** What every broker leads and holds, in one pass over all partitions. */
const tallies = (partitions: Iterable<PartitionMetadata>): ReadonlyMap<number, Tally> => {
  const counts = new Map<number, {leaders: number; replicas: number; outOfSync: number; preferred: number}>();
  const of = (id: number) => {
    const count = counts.get(id) ?? {...nothing};
    counts.set(id, count);
    return count;
  };
  for (const {leader, replicas, isr} of partitions) {
    if (leader !== null) of(leader).leaders += 1;
    const [first] = replicas;
    if (first !== undefined) of(first).preferred += 1;
    for (const id of replicas) {
      const count = of(id);
      count.replicas += 1;
      if (!isr.includes(id)) count.outOfSync += 1;
    }
  }
  return counts;
};

const logBytesOf = (world: World, id: number): Known<number> => {
  const reading = world.logDirs.get(id);
  if (!reading || reading.state === 'waiting')
    return unknown('not-read', 'Its log directories were not read yet.');
  if (reading.state === 'failed') return unknown(reading.error.why, reading.error.sentence);
  if (reading.state === 'stale') return unknown(reading.error.why, reading.error.sentence, reading.at);
  return reading.value.total;
};

const isControllerOf = (world: World, id: number): Known<boolean> => {
  const controller = lastValue(world.controller);
  if (!controller) return unknown('not-read', 'The controller was not read yet.');
  return isUnknown(controller.id) ? controller.id : controller.id === id;
};

/** Every broker that is to be expected, with its state; a dead one stays. Pure. */
export const brokersOf = (world: World): readonly Broker[] => {
  const metadata = lastValue(world.metadata);
  const containers = lastValue(world.containers) ?? [];
  const notRead: Unknown = unknown('not-read', 'No metadata has come yet.');
  const unreadTopic = metadata?.topics.find(topic => isUnknown(topic.partitions));
  const counts = tallies((metadata?.topics ?? []).flatMap(topic => known(topic.partitions) ?? []));
  const told = (value: number): Known<number> =>
    metadata
      ? unreadTopic && isUnknown(unreadTopic.partitions) && value === 0
        ? unreadTopic.partitions
        : value
      : notRead;
  return expectedIds(world, metadata, containers).map((id): Broker => {
    const registered = metadata?.brokers.find(broker => broker.id === id);
    const seen = world.seenBrokers.get(id);
    const container = containerOf(containers, id, registered ?? seen);
    const judged = judge({
      registered,
      isRead: metadata !== undefined,
      probe: world.probes.get(id),
      container,
      seen,
    });
    const tally = counts.get(id) ?? nothing;
    return {
      id,
      host: registered?.host ?? seen?.host ?? null,
      port: registered?.port ?? seen?.port ?? null,
      rack: registered?.rack ?? null,
      ...judged,
      isRegistered: metadata ? registered !== undefined : notRead,
      isController: isControllerOf(world, id),
      leaders: told(tally.leaders),
      replicas: told(tally.replicas),
      outOfSync: told(tally.outOfSync),
      preferred: told(tally.preferred),
      logBytes: logBytesOf(world, id),
      container: container?.name ?? null,
    };
  });
};

import type {Broker} from './broker.ts';
import {brokerContainers} from './broker-containers.ts';
import {judgeBroker} from './broker-state.ts';
import type {Metadata} from './cluster.ts';
import type {Container} from './container.ts';
import {type Failure, isUnknown, type Known, known, lastValue, type Reading, unknown} from './reading.ts';
import type {World} from './world.ts';

/** What every broker leads and holds, as Metadata says. */
interface Tally {
  leaders: number;
  replicas: number;
  outOfSync: number;
  preferred: number;
}

/** All brokers that any partition names, in one pass over all of them: there may be ten thousand. */
const tallies = (metadata: Metadata | undefined): ReadonlyMap<number, Readonly<Tally>> => {
  const counts = new Map<number, Tally>();
  const of = (id: number): Tally => {
    const count = counts.get(id) ?? {leaders: 0, replicas: 0, outOfSync: 0, preferred: 0};
    counts.set(id, count);
    return count;
  };
  for (const topic of metadata?.topics ?? [])
    for (const {leader, replicas, isr} of known(topic.partitions) ?? []) {
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

/** Why a reading gives no value; undefined where it gives one, however old. */
const failureOf = (reading: Reading<unknown>, what: string): Failure | undefined => {
  if (reading.state === 'waiting') return {why: 'not-read', sentence: `${what} was not read yet.`};
  return reading.state === 'failed' ? reading.error : undefined;
};

const unknownFor = ({why, sentence}: Failure) => unknown(why, sentence);

const logBytesOf = ({logDirs}: World, id: number): Known<number> => {
  const reading = logDirs.get(id) ?? {state: 'waiting'};
  if (reading.state === 'stale') return unknown('stale', reading.error.sentence, reading.at);
  const failure = failureOf(reading, `What broker ${id} holds on disk`);
  return failure ? unknownFor(failure) : (lastValue(reading)?.total ?? 0);
};

const isControllerOf = ({controller}: World, id: number): Known<boolean> => {
  const failure = failureOf(controller, 'The controller');
  if (failure) return unknownFor(failure);
  const current = lastValue(controller)?.id ?? null;
  return isUnknown(current) ? current : current === id;
};

/** In Metadata, in a replica list, a broker container of the lab, or seen before. */
const expectedIds = (
  world: World,
  metadata: Metadata | undefined,
  counts: ReadonlyMap<number, unknown>,
  containers: readonly Container[],
): readonly number[] => {
  const ids = new Set([
    ...(metadata?.brokers ?? []).map(({id}) => id),
    ...counts.keys(),
    ...world.seenBrokers.keys(),
  ]);
  for (const {role, nodeId, nodeRole} of containers)
    if (role === 'lab' && nodeRole === 'broker' && nodeId !== null) ids.add(nodeId);
  return [...ids].sort((a, b) => a - b);
};

/** Every broker that is to be expected, with its state; a dead one stays. Pure. */
export const brokersOf = (world: World): readonly Broker[] => {
  const metadata = lastValue(world.metadata);
  const unread = failureOf(world.metadata, 'The metadata of the cluster');
  const containers = lastValue(world.containers) ?? [];
  const counts = tallies(metadata);
  const registered = new Map((metadata?.brokers ?? []).map(broker => [broker.id, broker]));
  const placed = expectedIds(world, metadata, counts, containers).map(id => {
    const place = registered.get(id) ?? world.seenBrokers.get(id);
    return {id, host: place?.host ?? null, port: place?.port ?? null};
  });
  const homes = brokerContainers(placed, containers, world.target);
  // What a topic does not tell may belong to any broker: a count of nothing is then no count.
  const hidden = metadata?.topics.map(({partitions}) => partitions).find(isUnknown);
  const told = (count: number | undefined): Known<number> => {
    if (unread) return unknownFor(unread);
    return count ?? hidden ?? 0;
  };
  return placed.map(({id, host, port}): Broker => {
    const container = homes.get(id);
    const place = registered.get(id);
    const tally = counts.get(id);
    return {
      id,
      host,
      port,
      rack: place?.rack ?? null,
      ...judgeBroker({
        registered: unread ?? place ?? null,
        probe: world.probes.get(id),
        container,
        seen: world.seenBrokers.get(id),
      }),
      isRegistered: unread ? unknownFor(unread) : place !== undefined,
      isController: isControllerOf(world, id),
      leaders: told(tally?.leaders),
      replicas: told(tally?.replicas),
      outOfSync: told(tally?.outOfSync),
      preferred: told(tally?.preferred),
      logBytes: logBytesOf(world, id),
      container: container?.name ?? null,
    };
  });
};

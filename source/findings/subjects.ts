import type {Broker, BrokerState} from '../model/broker.ts';
import type {Container} from '../model/container.ts';
import type {Picture} from '../model/picture.ts';
import {isUnknown, lastValue} from '../model/reading.ts';
import type {Partition, Topic} from '../model/topic.ts';
import type {Figure, Subject} from './finding.ts';

/** Some names, and how many there are besides: a sentence stays a sentence. */
export const named = (names: readonly string[], most = 4): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** `is` or `are`, `has` or `have`. */
export const verb = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** Figures that a card shows at most. */
const figuresShown = 20;

/** As many figures as a card holds, and how many there are besides. */
export const some = (figures: readonly Figure[]): readonly Figure[] =>
  figures.length <= figuresShown
    ? figures
    : [...figures.slice(0, figuresShown), ['and', `${figures.length - figuresShown} more`]];

export const theLab: Subject = {kind: 'lab', id: 'lab'};
export const broker = (id: number): Subject => ({kind: 'broker', id: String(id)});
export const container = (name: string): Subject => ({kind: 'container', id: name});

export interface PlacedPartition {
  readonly topic: Topic;
  readonly partition: Partition;
  readonly name: string;
}

/** Every partition of the picture that could be read. */
export const partitionsOf = (picture: Picture): readonly PlacedPartition[] =>
  picture.topics.flatMap(topic =>
    isUnknown(topic.partitions)
      ? []
      : topic.partitions.map(partition => ({topic, partition, name: `${topic.name}-${partition.id}`})),
  );

export const topicsIn = (placed: readonly PlacedPartition[]): readonly string[] => [
  ...new Set(placed.map(({topic}) => topic.name)),
];

/** The partitions and their topics: what a finding about partitions is about, too. */
export const subjectsOf = (placed: readonly PlacedPartition[]): readonly Subject[] => [
  ...topicsIn(placed).map((id): Subject => ({kind: 'topic', id})),
  ...placed.map(({name}): Subject => ({kind: 'partition', id: name})),
];

/** What users made before what Kafka keeps for itself: those are the names that say something. */
export const namesOf = (placed: readonly PlacedPartition[], most = 3): string =>
  named(
    [...placed].sort((a, b) => Number(a.topic.isInternal) - Number(b.topic.isInternal)).map(({name}) => name),
    most,
  );

/** `orders-0`, or how many there are and some of their names. */
export const partitionsText = (placed: readonly PlacedPartition[]): string =>
  placed.length === 1 ? namesOf(placed) : `${plural(placed.length, 'partition')} (${namesOf(placed)})`;

/** Brokers in a state that is known. */
export const brokersIn = (picture: Picture, ...states: readonly BrokerState[]): readonly Broker[] =>
  picture.brokers.filter(({state}) => !isUnknown(state) && states.includes(state));

export const addressOf = ({host, port}: Broker): string =>
  host === null ? 'its address' : `${host}:${port ?? '?'}`;

export const containerNamed = (picture: Picture, name: string | null): Container | undefined =>
  name === null ? undefined : picture.containers.find(each => each.name === name);

/** What the container of a broker is called; where none is known, as the lab calls it. */
export const homeOf = ({container: name, id}: Broker): string => name ?? `kafka${id}`;

/** The broker's container as a subject, where it has one. */
export const alsoHome = ({container: name}: Broker): readonly Subject[] =>
  name === null ? [] : [container(name)];

/** The mode of the cluster, as far as it was read; the lab's variant tells it before. */
export const modeOf = ({world}: Picture): 'zookeeper' | 'kraft' | null =>
  lastValue(world.controller)?.mode ?? world.target?.variant ?? null;

/** How long Kafka goes on naming a broker that was killed. */
export const sessionTime = (picture: Picture): string => {
  const mode = modeOf(picture);
  if (mode === null) return 'up to 18 s under ZooKeeper, 9 s under KRaft';
  return mode === 'zookeeper' ? 'up to 18 s' : 'up to 9 s';
};

export const isDown = ({state}: Container): boolean => state !== 'running';

/** Whether it is ZooKeeper's container, or a controller of KRaft's that is no broker. */
export const isQuorum = ({role, name, service, nodeRole}: Container): boolean =>
  role === 'lab' &&
  (nodeRole === 'controller' || ['zookeeper', 'controller'].some(each => name === each || service === each));

/**
 * The containers that decide on elections and do not run, where so many are down that nothing is decided. `stopping`
 * are counted as if they had stopped.
 */
export const quorumDown = (picture: Picture, stopping: readonly string[] = []): readonly Container[] => {
  const quorum = [...picture.containers, ...picture.absent].filter(isQuorum);
  const down = quorum.filter(each => isDown(each) || stopping.includes(each.name));
  const voters = Math.max(quorum.length, lastValue(picture.world.controller)?.voters.length ?? 0);
  return down.length > 0 && 2 * (voters - down.length) <= voters ? down : [];
};

/** So long (ms) a broker may take from its start until it is registered and takes connections. */
export const startTime = 60_000;

/** `exit code 137`, `exit code 137, out of memory`; how else it is where it has none. */
export const endOf = ({state, exitCode, isOutOfMemory}: Container): string => {
  if (state === 'created') return 'never started';
  if (state === 'missing') return 'it was removed, or never made';
  if (exitCode === null) return state;
  return `exit code ${exitCode}${isOutOfMemory ? ', out of memory' : ''}`;
};

/** `4 s ago`, without a space where it is not known. */
export const ago = (at: number | null, now: number): string =>
  at === null || at > now ? '' : ` ${Math.round((now - at) / 1000).toLocaleString('en-US')} s ago`;

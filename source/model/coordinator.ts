import {isUnknown, lastValue, type Missing, type Reading} from './reading.ts';
import type {World} from './world.ts';

/** The topic whose partition leaders coordinate the groups. */
export const offsetsTopic = '__consumer_offsets';

/** The hash of a Java string: over its UTF-16 units, in 32 bits with sign. */
const javaHash = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
};

/**
 * The partition of `__consumer_offsets` whose leader coordinates a group. Kafka takes the absolute value of the hash,
 * with 0 for the one number that has none (not its lower 31 bits, as for the keys of records).
 */
export const coordinatorPartition = (group: string, partitions: number): number => {
  const hash = javaHash(group);
  return (hash === -0x80000000 ? 0 : Math.abs(hash)) % partitions;
};

const offsetsPartitions = (world: World) => {
  const topic = lastValue(world.metadata)?.topics.find(({name}) => name === offsetsTopic);
  return topic && !isUnknown(topic.partitions) ? topic.partitions : [];
};

/** The broker that should coordinate a group: null where its partition has no leader, undefined where nobody can tell. */
export const coordinatorOf = (world: World, group: string): number | null | undefined => {
  const partitions = offsetsPartitions(world);
  if (partitions.length === 0) return undefined;
  const id = coordinatorPartition(group, partitions.length);
  return partitions.find(partition => partition.id === id)?.leader;
};

/** Partitions of `__consumer_offsets` without a leader: the groups that they hold are invisible, not absent. */
export const leaderlessCoordinators = (world: World): readonly number[] =>
  offsetsPartitions(world)
    .filter(({leader}) => leader === null)
    .map(({id}) => id);

/** Groups that were listed once and cannot be seen now, because their coordinator partition has no leader. */
export const invisibleGroups = (world: World): readonly string[] => {
  const listed = new Set(
    [...world.groups.values()].flatMap(reading => lastValue(reading) ?? []).map(({id}) => id),
  );
  return [...world.history.coordinators.keys()]
    .filter(group => !listed.has(group) && coordinatorOf(world, group) === null)
    .sort();
};

const some = (list: readonly (number | string)[]): string =>
  list.length > 6 ? `${list.slice(0, 6).join(', ')} …` : list.join(', ');

const ofLeaderless = (world: World): readonly Missing[] => {
  const leaderless = leaderlessCoordinators(world);
  if (leaderless.length === 0) return [];
  const [which, is] =
    leaderless.length === 1
      ? [`partition ${some(leaderless)} of ${offsetsTopic}`, 'it has no leader']
      : [`${leaderless.length} partitions of ${offsetsTopic} (${some(leaderless)})`, 'they have no leader'];
  return [
    {
      path: offsetsTopic,
      why: 'unreachable',
      sentence: `Groups in ${which} are invisible, not absent: ${is}.`,
    },
  ];
};

const ofReading = ([broker, reading]: readonly [number, Reading<unknown>]): readonly Missing[] => {
  const path = `broker ${broker}`;
  const groups = `Groups that broker ${broker} coordinates`;
  switch (reading.state) {
    case 'waiting':
      return [{path, why: 'not-read', sentence: `${groups} were not read yet.`}];
    case 'failed':
    case 'stale':
      return [{path, why: reading.error.why, sentence: `${groups}: ${reading.error.sentence}`}];
    case 'partial':
      return reading.missing;
    case 'ready':
      return [];
  }
};

/** Groups that nobody lists any more, as long as that may be a coordinator on its way. */
const ofUnlisted = (world: World): readonly Missing[] => {
  const groups = [...world.history.unlisted.keys()].filter(group => coordinatorOf(world, group) !== null);
  if (groups.length === 0) return [];
  const [which, are] = groups.length === 1 ? ['Group', 'is'] : ['Groups', 'are'];
  return [
    {
      path: 'groups',
      why: 'not-read',
      sentence: `${which} ${some(groups.sort())} ${are} listed by no broker now: deleted, or handed to another coordinator.`,
    },
  ];
};

/** What keeps the list of groups from being whole: partitions without leader, coordinators that said nothing. */
export const groupsMissing = (world: World): readonly Missing[] => {
  const {metadata} = world;
  if (metadata.state === 'waiting')
    return [
      {path: 'groups', why: 'not-read', sentence: 'No metadata has come yet: groups were not looked for.'},
    ];
  if (metadata.state === 'failed') return [{path: 'groups', ...metadata.error}];
  const coordinators = new Set([
    ...metadata.value.brokers.map(({id}) => id),
    ...offsetsPartitions(world).flatMap(({leader}) => leader ?? []),
  ]);
  const unread = [...coordinators]
    .filter(id => !world.groups.has(id))
    .map((id): readonly [number, Reading<unknown>] => [id, {state: 'waiting'}]);
  return [...ofLeaderless(world), ...ofUnlisted(world), ...[...world.groups, ...unread].flatMap(ofReading)];
};

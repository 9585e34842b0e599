import type {ContainerVerb} from '../clients/docker/client.ts';
import {named, partitionsOf, plural, quorumDown, sessionTime} from '../findings/subjects.ts';
import * as words from '../findings/what-follows.ts';
import type {Container} from '../model/container.ts';
import {type CoordinatorFate, type Impact, impactOf, type PartitionImpact} from '../model/impact.ts';
import type {Picture} from '../model/picture.ts';
import {lastValue as readingValue} from '../model/reading.ts';

/** Names, of which a few are said before the rest is only counted. */
const some = (names: readonly string[]): string => named(names, 3);

const brokersIn = (
  picture: Picture,
  containers: readonly Container[],
): readonly {id: number; container: string}[] => {
  const fromBrokers = picture.brokers.flatMap(({id, container}) =>
    containers.some(({name}) => name === container) ? [{id, container: container ?? ''}] : [],
  );
  const fromContainers = containers.flatMap(({nodeId, nodeRole, name}) =>
    nodeRole === 'broker' && nodeId !== null ? [{id: nodeId, container: name}] : [],
  );
  const ids = new Set(fromBrokers.map(({id}) => id));
  return [...fromBrokers, ...fromContainers.filter(({id}) => !ids.has(id))];
};

const leads = (picture: Picture, id: number, container: string): string => {
  if (readingValue(picture.world.metadata) === undefined)
    return `${container} is broker ${id}; what it leads could not be read.`;
  const led = partitionsOf(picture).filter(({partition}) => partition.leader === id);
  const own = led.filter(({topic}) => !topic.isInternal).length;
  const internal = led.length - own;
  const also = internal === 0 ? '' : ` and ${internal} of Kafka's internal topics`;
  return `${container} leads ${plural(own, 'partition')}${also}.`;
};

/** Partitions of what users made; what the loss of Kafka's own topics means is said of the groups. */
const touched = ({topics}: Impact, isMeant: (partition: PartitionImpact) => boolean): readonly string[] =>
  topics
    .filter(({isInternal}) => !isInternal)
    .flatMap(({topic, partitions}) => partitions.filter(isMeant).map(({id}) => `${topic}-${id}`));

const clause = (names: readonly string[], text: (where: string) => string): readonly string[] =>
  names.length === 0 ? [] : [`${text(some(names))}.`];

const losses = (impact: Impact): readonly string[] =>
  words.whys.flatMap(why =>
    clause(
      touched(impact, ({whyNone}) => whyNone === why),
      where => words.lost(where, why),
    ),
  );

const acknowledgements = (impact: Impact): readonly string[] => [
  ...clause(
    touched(impact, ({leader, takesAll}) => leader !== null && takesAll === false),
    where => words.refusedAll(where, impact).join(', and '),
  ),
  ...clause(
    touched(impact, ({takesAll}) => takesAll === undefined),
    words.unsureAll,
  ),
];

const coordinators = ({groups}: Impact): readonly string[] =>
  (['frozen', 'moves', 'unknown'] satisfies CoordinatorFate[]).flatMap(fate => {
    const names = groups.filter(({coordinator}) => coordinator === fate).map(({group}) => group);
    return names.length === 0
      ? []
      : [`${names.length === 1 ? 'Group' : 'Groups'} ${some(names)}: ${words.fateText(fate, names.length)}.`];
  });

const workers = (picture: Picture, containers: readonly Container[]): readonly string[] =>
  [...picture.world.workers].flatMap(([name, reading]) => {
    if (!containers.some(container => container.name === name)) return [];
    const connectors = readingValue(reading)?.connectors.map(connector => connector.name) ?? [];
    return [
      connectors.length === 0
        ? `${name} is a Connect worker: its connectors stop.`
        : `${name} runs ${plural(connectors.length, 'connector')} (${some(connectors)}): they stop.`,
    ];
  });

/** How Kafka learns of it, which is the difference between the verbs. */
const noticed = (verb: ContainerVerb, picture: Picture): readonly string[] => {
  const time = sessionTime(picture);
  switch (verb) {
    case 'kill':
    case 'remove':
      return [`Kafka notices after ${time}, and names the dead broker as leader until then.`];
    case 'pause':
      return [`Its connections stay open and nothing answers; Kafka notices after ${time}.`];
    case 'stop':
    case 'restart':
      return ['It hands its leaderships over first (controlled shutdown), where another replica is in sync.'];
    default:
      return [];
  }
};

/** What compose or docker named by itself, and forgets with the container. */
const anonymous = /^[0-9a-f]{64}$/;

/** What becomes of the files of containers that are removed. */
const files = (containers: readonly Container[]): readonly string[] =>
  containers.map(({name, mounts}) => {
    const kept = mounts
      .map(({source}) => source)
      .filter(each => !each.startsWith('/') && !anonymous.test(each));
    return kept.length === 0
      ? `${name} has no named volume: what it stored goes with it.`
      : `${name} goes with its own files; what it stored in ${some(kept)} stays.`;
  });

/**
 * What follows when these containers stop, are paused or killed: the sentences of the confirmation. Pure; says what
 * the last readings know, and that it is not known where they do not.
 */
export const consequences = (
  verb: ContainerVerb,
  picture: Picture,
  names: readonly string[],
): readonly string[] => {
  if (verb === 'start' || verb === 'unpause') return [];
  const containers = picture.containers.filter(({name}) => names.includes(name));
  const running = containers.filter(({state}) => state === 'running' || state === 'paused');
  const idle = containers.filter(container => !running.includes(container));
  const brokers = brokersIn(picture, running);
  const ids = brokers.map(({id}) => id);
  const stopping = running.map(({name}) => name);
  const isElecting = words.isElectingWithout(picture, stopping);
  const impact = impactOf(picture, ids, isElecting);
  // One that is down already is no consequence, unless somebody would have to elect now.
  const isQuorumTouched =
    brokers.length > 0 || quorumDown(picture, stopping).some(({name}) => stopping.includes(name));
  const unled = isQuorumTouched ? words.withoutQuorum(picture, stopping) : null;
  return [
    ...brokers.map(({id, container}) => leads(picture, id, container)),
    ...losses(impact),
    ...acknowledgements(impact),
    ...coordinators(impact),
    ...(unled === null ? [] : [unled]),
    ...workers(picture, running),
    ...(ids.length === 0
      ? []
      : impact.left.length === 0
        ? [words.noneLeft]
        : isElecting
          ? noticed(verb, picture)
          : []),
    ...(ids.length > 0 && impact.unknown.length > 0 ? [words.alsoUnknown(impact.unknown)] : []),
    ...(verb === 'remove' ? files(containers) : []),
    ...idle.map(({name, state}) => `${name} does not run (${state}).`),
  ];
};

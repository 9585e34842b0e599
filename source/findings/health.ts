import {ageText} from '../format/age.ts';
import type {Container} from '../model/container.ts';
import type {Picture} from '../model/picture.ts';
import {isOld, isUnknown, lastValue, type Reading} from '../model/reading.ts';
import type {Finding} from './finding.ts';
import {named, plural, quorumDown, verb} from './subjects.ts';

const isAnswering = (reading: Reading<unknown> | undefined): boolean =>
  reading?.state === 'ready' || reading?.state === 'partial';

const brokersNotReady = ({brokers}: Picture): string | null => {
  if (brokers.length === 0) return 'no broker is registered';
  // One that has left, and left no replica behind, is not waited for.
  const down = brokers.filter(({state, replicas}) => state !== 'up' && !(state === 'gone' && replicas === 0));
  if (down.length === 0) return null;
  return `${down.length === 1 ? 'broker' : 'brokers'} ${down.map(({id}) => id).join(', ')} ${verb(down.length, 'is', 'are')} not up`;
};

/** A cluster of others may refuse to say who its controller is; a lab may not. */
const controllerNotReady = (picture: Picture): string | null => {
  const {world} = picture;
  const [judge] = quorumDown(picture);
  if (judge) return `${judge.name} is ${judge.state}`;
  const id = lastValue(world.controller)?.id;
  if (id === null) return 'there is no controller';
  const isTold = id !== undefined && !isUnknown(id);
  return isTold || world.target?.kind === 'cluster' ? null : 'the controller is not known';
};

const partitionsNotReady = ({topics}: Picture): string | null => {
  let under = 0;
  for (const {underReplicated, leaderless} of topics) {
    // What this user may not see says nothing against the cluster.
    if (isUnknown(underReplicated) && underReplicated.unknown !== 'not-authorised')
      return 'not every topic could be described';
    under += isUnknown(underReplicated) ? 0 : underReplicated;
    if (!isUnknown(leaderless) && leaderless > 0) return 'not every partition has a leader';
  }
  return under === 0 ? null : `${plural(under, 'partition')} ${verb(under, 'is', 'are')} under-replicated`;
};

const workersNotReady = ({world}: Picture): string | null => {
  const silent = (world.target?.connect ?? []).filter(({name}) => !isAnswering(world.workers.get(name)));
  if (silent.length === 0) return null;
  const workers = silent.length === 1 ? 'Connect worker' : 'Connect workers';
  return `${workers} ${named(silent.map(({name}) => name))} ${verb(silent.length, 'does', 'do')} not answer`;
};

const isPostgres = ({role, name, service}: Container): boolean =>
  role === 'lab' && (service === 'postgres' || name === 'postgres');

const databaseNotReady = ({world, containers, absent}: Picture): string | null => {
  if (world.target === null || world.target.kind === 'cluster') return null;
  if (!isAnswering(world.containers)) return 'the containers were not read';
  const database = [...containers, ...absent].find(isPostgres);
  if (!database) return null;
  if (database.state !== 'running') return `PostgreSQL is ${database.state}`;
  return database.health === null || database.health === 'healthy'
    ? null
    : `PostgreSQL is ${database.health}`;
};

/**
 * What still keeps the lab from being ready; null when it is: brokers registered, a controller, nothing
 * under-replicated, the Connect workers answering, PostgreSQL accepting.
 */
export const notReady = (picture: Picture): string | null => {
  const {metadata} = picture.world;
  if (metadata.state !== 'ready' && metadata.state !== 'partial')
    return 'the metadata of the cluster was not read';
  // What was well a minute ago says nothing of now.
  if (isOld(metadata, picture.now))
    return `the cluster was last read ${ageText(picture.now - metadata.at)} ago`;
  return (
    brokersNotReady(picture) ??
    controllerNotReady(picture) ??
    partitionsNotReady(picture) ??
    workersNotReady(picture) ??
    databaseNotReady(picture)
  );
};

/** Whether the lab is ready, or the named cluster whole. Findings about groups and the like do not count. */
export const isReady = (picture: Picture, _findings: readonly Finding[] = []): boolean =>
  notReady(picture) === null;

const wellSentence = ({world, brokers, topics, groups}: Picture): string => {
  const id = lastValue(world.controller)?.id;
  const own = topics.filter(({isInternal}) => !isInternal).length;
  return [
    `All is well: ${plural(brokers.filter(({state}) => state === 'up').length, 'broker')} up`,
    ...(typeof id === 'number' ? [`controller ${id}`] : []),
    'every partition led and in sync',
    `${plural(own, 'topic')}, ${plural(groups.length, 'group')}`,
    ...(world.workers.size > 0 ? [`${plural(world.workers.size, 'Connect worker')} answering`] : []),
  ]
    .join('; ')
    .concat('.');
};

/** The health of what is watched, in one sentence with its reason. */
export const healthSentence = (picture: Picture, findings: readonly Finding[]): string => {
  const {target, metadata} = picture.world;
  if (!target) return 'There is nothing to watch yet: r says why, and looks again.';
  const [worst] = findings;
  if (worst && worst.severity !== 'info') return worst.sentence;
  if (metadata.state === 'waiting')
    return `Nothing was read of ${target.bootstrap.join(', ') || target.name} yet.`;
  const open = notReady(picture);
  return open === null ? wellSentence(picture) : `Not ready yet: ${open}.`;
};

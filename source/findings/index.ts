import type {Picture} from '../model/picture.ts';
import {isUnknown} from '../model/reading.ts';
import {clusterSilent, engineSilent, notAuthorised} from './access.ts';
import {brokerDown} from './broker-down.ts';
import {brokerSilent} from './broker-silent.ts';
import {connectorFailed, workerUnreachable} from './connect.ts';
import {containerExited, containerUnhealthy, startFailure} from './containers.ts';
import {coordinatorDown} from './coordinator.ts';
import {severalElections} from './elections.ts';
import type {Finding, Rule, Severity} from './finding.ts';
import {beyondEnd, groupStatus, noCommit} from './groups.ts';
import {leaderless, silentLeader} from './leaderless.ts';
import {quorumDown} from './quorum.ts';
import {belowMinInsync, notPreferred, underReplicated} from './replication.ts';
import {retentionDanger} from './retention.ts';

/** Every rule, causes before their effects: of two findings as bad as each other the first is told. */
export const rules: readonly Rule[] = [
  clusterSilent,
  quorumDown,
  startFailure,
  brokerDown,
  brokerSilent,
  leaderless,
  coordinatorDown,
  silentLeader,
  belowMinInsync,
  underReplicated,
  engineSilent,
  containerExited,
  containerUnhealthy,
  workerUnreachable,
  connectorFailed,
  groupStatus,
  beyondEnd,
  retentionDanger,
  notAuthorised,
  notPreferred,
  severalElections,
  noCommit,
];

const order: Readonly<Record<Severity, number>> = {critical: 0, warning: 1, info: 2};

/** Everything that is wrong in a picture: the worst first, causes before their effects. */
export const findingsOf = (picture: Picture): readonly Finding[] =>
  rules.flatMap(rule => rule.find(picture)).sort((a, b) => order[a.severity] - order[b.severity]);

/** What still keeps the lab from being ready; null when it is. */
export const notReady = (picture: Picture): string | null => {
  const {world, brokers} = picture;
  if (world.metadata.state !== 'ready' && world.metadata.state !== 'partial')
    return 'the metadata of the cluster was not read';
  const down = brokers.filter(({state}) => state !== 'up');
  if (brokers.length === 0) return 'no broker is registered';
  if (down.length > 0)
    return `broker ${down.map(({id}) => id).join(', ')} ${down.length === 1 ? 'is' : 'are'} not up`;
  const controller =
    world.controller.state === 'ready' || world.controller.state === 'partial'
      ? world.controller.value.id
      : null;
  if (controller === null) return 'no controller is known';
  const under = picture.topics.reduce(
    (sum, topic) => sum + (isUnknown(topic.underReplicated) ? 0 : topic.underReplicated),
    0,
  );
  if (under > 0) return `${under} partitions are under-replicated`;
  const silent = [...world.workers].filter(
    ([, reading]) => reading.state !== 'ready' && reading.state !== 'partial',
  );
  if (silent.length > 0) return `Connect worker ${silent.map(([name]) => name).join(', ')} does not answer`;
  const idle = picture.containers.filter(
    ({role, state, health}) =>
      role === 'lab' && (state !== 'running' || (health !== null && health !== 'healthy')),
  );
  return idle.length > 0
    ? `${idle.map(({name}) => name).join(', ')} ${idle.length === 1 ? 'does' : 'do'} not run or is not healthy`
    : null;
};

export const isReady = (picture: Picture, _findings: readonly Finding[]): boolean =>
  notReady(picture) === null;

const upSentence = (picture: Picture): string => {
  const {brokers, topics, groups} = picture;
  return `All is well: ${brokers.length} of ${brokers.length} brokers up, every partition is led and in sync; ${topics.filter(topic => !topic.isInternal).length} topics, ${groups.length} groups.`;
};

/** The health of what is watched, in one sentence with its reason. */
export const healthSentence = (picture: Picture, findings: readonly Finding[]): string => {
  if (!picture.world.target) return 'There is nothing to watch yet.';
  if (picture.world.metadata.state === 'waiting') return 'Reading the cluster …';
  const [worst] = findings;
  if (worst && worst.severity !== 'info') return worst.sentence;
  const open = notReady(picture);
  if (open !== null) return `Not ready yet: ${open}.`;
  return upSentence(picture);
};

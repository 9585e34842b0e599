import type {Picture} from '../model/picture.ts';
import {brokerGone} from './brokers/gone.ts';
import {brokerHung} from './brokers/hung.ts';
import {brokerKilledUnnoticed} from './brokers/killed-unnoticed.ts';
import {listenerUnresolvable} from './brokers/listener-unresolvable.ts';
import {brokerPaused} from './brokers/paused.ts';
import {brokerStopped} from './brokers/stopped.ts';
import {brokerUnreachable} from './brokers/unreachable.ts';
import {brokerUnregistered} from './brokers/unregistered.ts';
import {engineSilent} from './cluster/engine-silent.ts';
import {noController} from './cluster/no-controller.ts';
import {notAuthorised} from './cluster/not-authorised.ts';
import {quorumDown} from './cluster/quorum-down.ts';
import {clusterSilent} from './cluster/silent.ts';
import {connectorFailed} from './connect/connector-failed.ts';
import {connectorUnassigned} from './connect/connector-unassigned.ts';
import {postgresUnread} from './connect/postgres-unread.ts';
import {slotInactive} from './connect/slot-inactive.ts';
import {slotLost} from './connect/slot-lost.ts';
import {slotUnused} from './connect/slot-unused.ts';
import {taskFailed} from './connect/task-failed.ts';
import {workerUnreachable} from './connect/worker-unreachable.ts';
import {containerExited} from './containers/exited.ts';
import {containerMissing} from './containers/missing.ts';
import {containerRestarting} from './containers/restarting.ts';
import {startFailure} from './containers/start-failure.ts';
import {containerUnhealthy} from './containers/unhealthy.ts';
import type {Finding, Rule, Severity} from './finding.ts';
import {groupBeyondEnd} from './groups/beyond-end.ts';
import {coordinatorUnavailable} from './groups/coordinator-unavailable.ts';
import {groupDataLost} from './groups/data-lost.ts';
import {groupEmpty} from './groups/empty.ts';
import {groupFallingBehind} from './groups/falling-behind.ts';
import {groupNoCommit} from './groups/no-commit.ts';
import {groupRebalancing} from './groups/rebalancing.ts';
import {groupRetentionDanger} from './groups/retention-danger.ts';
import {groupRewound} from './groups/rewound.ts';
import {groupStalled} from './groups/stalled.ts';
import {groupStopped} from './groups/stopped.ts';
import {belowMinInsync} from './partitions/below-min-insync.ts';
import {leaderNotPreferred} from './partitions/leader-not-preferred.ts';
import {leaderSilent} from './partitions/leader-silent.ts';
import {leaderless} from './partitions/leaderless.ts';
import {severalElections} from './partitions/several-elections.ts';
import {underReplicated} from './partitions/under-replicated.ts';

export {healthSentence, isReady, notReady} from './health.ts';

/** Every rule, causes before their effects: of two findings as bad as each other the first is told. */
export const rules: readonly Rule[] = [
  startFailure,
  clusterSilent,
  quorumDown,
  noController,
  brokerStopped,
  brokerKilledUnnoticed,
  brokerPaused,
  brokerHung,
  listenerUnresolvable,
  brokerUnreachable,
  brokerUnregistered,
  brokerGone,
  leaderless,
  coordinatorUnavailable,
  belowMinInsync,
  leaderSilent,
  underReplicated,
  engineSilent,
  containerExited,
  containerMissing,
  containerRestarting,
  containerUnhealthy,
  workerUnreachable,
  postgresUnread,
  slotLost,
  connectorFailed,
  taskFailed,
  connectorUnassigned,
  slotInactive,
  slotUnused,
  groupDataLost,
  groupStalled,
  groupStopped,
  groupFallingBehind,
  groupBeyondEnd,
  groupRetentionDanger,
  groupRewound,
  groupRebalancing,
  notAuthorised,
  leaderNotPreferred,
  severalElections,
  groupNoCommit,
  groupEmpty,
];

const order: Readonly<Record<Severity, number>> = {critical: 0, warning: 1, info: 2};

/** Everything that is wrong in a picture: the worst first, causes before their effects. */
export const findingsOf = (picture: Picture): readonly Finding[] =>
  rules
    .flatMap(rule =>
      rule
        .find(picture)
        .map((found): Finding => ({also: [], concept: rule.concept, ...found, id: rule.id, rule: rule.rule})),
    )
    .sort((a, b) => order[a.severity] - order[b.severity]);

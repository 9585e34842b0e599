import {
  type Connection,
  heartbeatV4,
  joinGroupV9,
  leaveGroupV5,
  syncGroupV5,
  Writer,
} from '@platformatic/kafka';
import type {Clock} from '../../clock.ts';
import type {Admin} from './admin.ts';
import {answer} from './answer.ts';
import type {WorkerSettings} from './settings.ts';
import type {Switch} from './switch.ts';
import type {WorkerLog} from './worker-log.ts';

/*
 * Connect's embedded protocol, version 2 ("sessioned"), as the members of a group of workers exchange it:
 *
 * subscription  version INT16, url STRING, config_offset INT64, allocation NULLABLE_BYTES
 * assignment    version INT16, error INT16, leader STRING, leader_url STRING, config_offset INT64,
 *               assigned [connector STRING, [task INT32]], revoked [connector STRING, [task INT32]], delay INT32
 */

/** A distributed worker's place in its group. */
export interface Membership {
  /** Leaves the group; resolves when it has, or could not. */
  leave(): Promise<void>;
}

export interface MembershipOptions {
  readonly settings: WorkerSettings;
  readonly admin: Admin;
  readonly clock: Clock;
  readonly log: WorkerLog;
  readonly thawed: Switch;
  readonly killed: AbortSignal;
}

const sessionTimeout = 10_000;
const rebalanceTimeout = 60_000;
const heartbeatEvery = 3000;
const retryWait = 1000;
const memberIdRequired = 79;
const none = 0;
const protocol = 'sessioned';
const protocolVersion = 2;

const subscription = (url: string): Buffer =>
  Writer.create().appendInt16(protocolVersion).appendString(url, false).appendInt64(-1n).appendInt32(-1)
    .buffer;

/** What each worker is given to do is not told by it: a worker of the lab runs all that it knows. */
const assignment = (leader: string, url: string): Buffer =>
  Writer.create()
    .appendInt16(protocolVersion)
    .appendInt16(none)
    .appendString(leader, false)
    .appendString(url, false)
    .appendInt64(-1n)
    .appendInt32(0)
    .appendInt32(0)
    .appendInt32(0).buffer;

/** Joins the group of the distributed workers, and stays in it, whatever becomes of its coordinator. */
export const joinGroup = ({settings, admin, clock, log, thawed, killed}: MembershipOptions): Membership => {
  const {group, id} = settings;
  const url = `http://${id}/`;
  const label = `[Worker clientId=connect-${id}, groupId=${group}]`;
  const logger = 'runtime.distributed.WorkerCoordinator';
  const leaving = new AbortController();
  const {signal} = leaving;
  killed.addEventListener('abort', () => leaving.abort(), {once: true});
  let memberId = '';

  const join = async (connection: Connection): Promise<number> => {
    for (;;) {
      const joined = await answer(
        joinGroupV9.api.async(
          connection,
          group,
          sessionTimeout,
          rebalanceTimeout,
          memberId,
          null,
          'connect',
          [{name: protocol, metadata: subscription(url)}],
        ),
      );
      if (joined.errorCode === memberIdRequired && joined.memberId !== memberId) {
        memberId = joined.memberId;
        continue;
      }
      if (joined.errorCode !== none) {
        memberId = '';
        throw new Error(`JoinGroup failed: error ${joined.errorCode}`);
      }
      memberId = joined.memberId;
      const {generationId, leader} = joined;
      log.info(
        `${label} Successfully joined group with generation Generation{generationId=${generationId}, memberId='${memberId}', protocol='${protocol}'}`,
        logger,
      );
      const shares =
        leader === memberId
          ? joined.members.map(member => ({memberId: member.memberId, assignment: assignment(leader, url)}))
          : [];
      const synced = await answer(
        syncGroupV5.api.async(connection, group, generationId, memberId, null, 'connect', protocol, shares),
      );
      if (synced.errorCode === none) return generationId;
    }
  };

  const stay = async (connection: Connection): Promise<void> => {
    let generation = await join(connection);
    while (!signal.aborted) {
      await clock.sleep(heartbeatEvery, signal).catch(() => {});
      await thawed.untilOn(signal);
      if (signal.aborted) break;
      const {errorCode} = await answer(heartbeatV4.api.async(connection, group, generation, memberId));
      if (errorCode !== none) generation = await join(connection);
    }
    if (!killed.aborted) await answer(leaveGroupV5.api.async(connection, group, [{memberId}]));
  };

  const over = (async () => {
    while (!signal.aborted) {
      try {
        await admin.withCoordinator(group, stay);
      } catch (error) {
        if (signal.aborted) return;
        log.info(`${label} Group coordinator is unavailable or invalid: ${String(error)}`, logger);
        await clock.sleep(retryWait, signal).catch(() => {});
      }
    }
  })();

  return {
    async leave() {
      leaving.abort();
      await over;
    },
  };
};

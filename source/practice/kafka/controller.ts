import type {Context} from './api.ts';
import {codes} from './codes.ts';
import {type Refusal, refuse} from './refusal.ts';
import {timeOut} from './wait.ts';

const notController = 'This is not the correct controller for this cluster.';

/**
 * What keeps a change from being made that only the controller makes; null where nothing does. With ZooKeeper only
 * the controller itself takes it; with KRaft every broker passes it on. While the quorum is down the client waits its
 * whole time for nothing.
 */
export const controllerRefusal = async (
  timeoutMs: number,
  {cluster, broker, signal}: Context,
): Promise<Refusal | null> => {
  if (cluster.options.mode === 'zookeeper' && cluster.controller !== broker)
    return refuse(codes.NOT_CONTROLLER, notController);
  return quorumRefusal(timeoutMs, {cluster, signal});
};

/** The same for a change that any broker makes. */
export const quorumRefusal = async (
  timeoutMs: number,
  {cluster, signal}: Pick<Context, 'cluster' | 'signal'>,
): Promise<Refusal | null> => {
  if (cluster.isQuorumUp) return null;
  await timeOut(timeoutMs, cluster.clock, signal);
  return refuse(codes.REQUEST_TIMED_OUT);
};

/** How long a change waits for the quorum whose request names no time (ms). */
export const usualTimeoutMs = 30_000;

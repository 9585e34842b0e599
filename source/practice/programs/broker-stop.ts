import type {BrokerOptions, BrokerOutput} from './broker-output.ts';
import type {Steps} from './steps.ts';

/** How long it takes (ms) until others lead, from there until Metadata names the broker no more, and until it has ended. */
const times = {
  zookeeper: {handOver: 350, leave: 300, end: 150},
  kraft: {handOver: 200, leave: 2100, end: 500},
} as const;
/** `controlled.shutdown.max.retries`, and `controlled.shutdown.retry.backoff.ms`. */
const tries = 3;
const backoff = 5000;

/**
 * Ends a broker as its JVM does at SIGTERM (controlled shutdown): others lead first, then it leaves the cluster, then it
 * ends. While nobody decides it waits for that, whatever its patience: the engine's is over before. With ZooKeeper the
 * last broker tries three times to be rid of what it leads. Resolves when it has ended, or somebody else has ended it.
 */
export const stopBroker = async (
  {cluster, id}: BrokerOptions,
  output: BrokerOutput,
  own: Steps,
): Promise<void> => {
  const {control, options} = cluster;
  const {handOver, leave, end} = times[options.mode];
  output.isTold();
  for (let left = tries - 1; ; left -= 1) {
    if (!(await own.until(() => cluster.isQuorumUp, Number.POSITIVE_INFINITY))) return;
    if (!(await own.wait(handOver))) return;
    const kept = control.handOver(id);
    if (kept === 0) break;
    output.keeps(kept, left);
    if (left === 0) break;
    if (!(await own.wait(backoff))) return;
  }
  if (!(await own.wait(leave))) return;
  await control.stop(id);
  if (await own.wait(end)) output.ends();
};

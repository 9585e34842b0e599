import {createDoor} from '../kafka/server.ts';
import type {BrokerOptions, BrokerOutput} from './broker-output.ts';
import type {Steps} from './steps.ts';

/** How long a JVM takes from its start to its registration (ms); the first of all, when the lab begins, does not. */
const startTime = 2500;
const firstStartTime = 300;
/** `zookeeper.connection.timeout.ms`, after which a broker gives up (ms). */
const connectionTimeout = 18_000;
/** How long a broker waits before it asks a KRaft controller again to be registered (ms). */
const registerAgain = 2000;

/**
 * Starts a broker as its JVM does: it waits for the quorum, and for the end of the session that it had when it was
 * killed. With ZooKeeper it cannot wait for that, and ends. Resolves with its exit code where it ended, null where it is
 * up or somebody else has ended it meanwhile.
 */
export const startBroker = async (
  {cluster, id, port}: BrokerOptions,
  output: BrokerOutput,
  own: Steps,
): Promise<number | null> => {
  const isThere = (): boolean => cluster.brokers.has(id);
  const isRegistered = (): boolean => cluster.brokers.get(id)?.isRegistered ?? false;
  output.begins();
  const halfway = (isThere() ? startTime : firstStartTime) / 2;
  if (!(await own.wait(halfway))) return null;
  if (!(await own.until(() => cluster.isQuorumUp, connectionTimeout))) {
    if (own.isEnded) return null;
    output.findsNoQuorum();
    return 1;
  }
  if (!(await own.wait(halfway))) return null;
  if (isRegistered() && cluster.options.mode === 'zookeeper') {
    output.findsItself();
    return 1;
  }
  while (isRegistered()) {
    output.isTakenForAnother();
    if (!(await own.wait(registerAgain))) return null;
  }
  if (isThere()) await cluster.control.start(id);
  else await cluster.control.add({id, door: createDoor(cluster, id), host: 'localhost', port});
  if (own.isEnded) {
    await cluster.control.kill(id);
    return null;
  }
  output.isUp();
  return null;
};

import type {Program, ProgramHost} from '../docker/program.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {createDoor} from '../kafka/server.ts';
import {logLine} from './log-line.ts';
import {createSteps, type Steps} from './steps.ts';

export interface BrokerOptions {
  readonly cluster: Cluster;
  readonly id: number;
  /** Of 127.0.0.1, as clients of this machine reach it. */
  readonly port: number;
}

/** How long a JVM takes from its start to its registration (ms); the first of all, when the lab begins, does not. */
const startTime = 2500;
const firstStartTime = 300;
/** `zookeeper.connection.timeout.ms`, after which a broker gives up (ms). */
const connectionTimeout = 18_000;
/** How long a JVM that obeys SIGTERM takes to end, after it has handed over (ms). */
const endTime = 700;
const terminated = 143;

/** The bytes that a broker holds in the partitions that it has replicas of, and the records that were ever written. */
const held = ({topics}: Cluster, id: number): {bytes: number; records: number} => {
  let [bytes, records] = [0, 0];
  for (const {partitions} of topics.values())
    for (const partition of partitions)
      if (partition.replicas.includes(id)) {
        bytes += partition.log.bytes;
        if (partition.leader === id) records += partition.log.end;
      }
  return {bytes, records};
};

/** A broker of the lab as the process of its container: it starts, refuses to start, and ends as a real one does. */
export const brokerProgram = ({cluster, id, port}: BrokerOptions): Program => {
  const {clock, options} = cluster;
  const isZookeeper = options.mode === 'zookeeper';
  const isThere = (): boolean => cluster.brokers.has(id);
  let steps: Steps | undefined;
  let load = {at: clock.now(), records: 0, cores: 0.02};

  const begin = async (host: ProgramHost, own: Steps): Promise<void> => {
    const say = (level: 'INFO' | 'ERROR', text: string, logger = 'kafka.server.KafkaServer'): void =>
      host.log(logLine(clock.now(), level, text, logger));
    host.log('===> Configuring ...');
    host.log('===> Launching kafka ... ');
    say(
      'INFO',
      isZookeeper
        ? 'Connecting to zookeeper on zookeeper:2181'
        : 'Waiting for controller quorum voters futures',
    );
    const halfway = (isThere() ? startTime : firstStartTime) / 2;
    if (!(await own.wait(halfway))) return;
    if (!(await own.until(() => cluster.isQuorumUp, connectionTimeout))) {
      if (own.isEnded) return;
      say('ERROR', 'Fatal error during KafkaServer startup. Prepare to shutdown');
      host.log(
        isZookeeper
          ? 'kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING'
          : 'java.util.concurrent.TimeoutException: Unable to register with the controller quorum',
      );
      host.exit(1);
      return;
    }
    if (!(await own.wait(halfway))) return;
    if (isZookeeper && cluster.brokers.get(id)?.isRegistered) {
      say(
        'ERROR',
        `Error while creating ephemeral at /brokers/ids/${id}, node already exists and owner does not match current session`,
        'kafka.zk.KafkaZkClient$CheckedEphemeral',
      );
      say('ERROR', `[KafkaServer id=${id}] Fatal error during KafkaServer startup. Prepare to shutdown`);
      host.log('org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists');
      host.exit(1);
      return;
    }
    if (isThere()) await cluster.control.start(id);
    else await cluster.control.add({id, door: createDoor(cluster, id), host: 'localhost', port});
    if (own.isEnded) {
      await cluster.control.kill(id);
      return;
    }
    say(
      'INFO',
      `Registered broker ${id} at path /brokers/ids/${id} with addresses: PLAINTEXT://kafka${id}:9092,PLAINTEXT_HOST://localhost:${port}`,
      'kafka.zk.KafkaZkClient',
    );
    say('INFO', `[KafkaServer id=${id}] started`);
  };

  const isUp = (): boolean => cluster.brokers.get(id)?.run === 'up';

  return {
    async start(host) {
      const own = createSteps(clock);
      steps = own;
      void begin(host, own).catch(error => {
        host.log(
          logLine(
            clock.now(),
            'ERROR',
            `Fatal error during KafkaServer startup: ${String(error)}`,
            'kafka.server.KafkaServer',
          ),
          'stderr',
        );
        host.exit(1);
      });
    },
    async stop() {
      steps?.end();
      if (isThere() && isUp()) await cluster.control.stop(id);
      await clock.sleep(endTime).catch(() => {});
      return terminated;
    },
    async kill() {
      steps?.end();
      if (isThere()) await cluster.control.kill(id);
    },
    pause() {
      if (isUp()) cluster.control.pause(id);
    },
    unpause() {
      if (cluster.brokers.get(id)?.run === 'paused') void cluster.control.start(id);
    },
    check: async () => ({isHealthy: isUp(), output: ''}),
    usage() {
      const {bytes, records} = held(cluster, id);
      const seconds = Math.max(0.001, (clock.now() - load.at) / 1000);
      if (seconds >= 0.5)
        load = {at: clock.now(), records, cores: 0.02 + (records - load.records) / seconds / 20_000};
      return {
        cores: isUp() ? Math.min(1, load.cores) : 0.5,
        memoryBytes: 340 * 1024 * 1024 + bytes,
        receivedBytes: bytes,
        sentBytes: bytes,
      };
    },
  };
};

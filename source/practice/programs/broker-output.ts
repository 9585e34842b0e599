import type {ProgramHost} from '../docker/program.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {logLine} from './log-line.ts';

/** A broker of the lab. */
export interface BrokerOptions {
  readonly cluster: Cluster;
  readonly id: number;
  /** Of 127.0.0.1, as clients of this machine reach it. */
  readonly port: number;
}

/**
 * What a broker writes while it starts and ends: of the many lines of a real one those that people and programs look
 * for, as Kafka 3.9 with ZooKeeper and Kafka 4 with KRaft write them.
 */
export interface BrokerOutput {
  begins(): void;
  /** Nobody decides: it gives up. */
  findsNoQuorum(): void;
  /** ZooKeeper still has the node of its last life: it gives up. */
  findsItself(): void;
  /** The controller still counts its last life as alive: it tries again. */
  isTakenForAnother(): void;
  /** It cannot go on for any other reason. */
  fails(error: unknown): void;
  isUp(): void;
  /** It was told to end. */
  isTold(): void;
  /** So many partitions have nobody else to lead them, and it tries again, or gives that up. */
  keeps(partitions: number, triesLeft: number): void;
  ends(): void;
}

export const outputOf = ({cluster, id, port}: BrokerOptions, host: ProgramHost): BrokerOutput => {
  const isZookeeper = cluster.options.mode === 'zookeeper';
  const server = `[${isZookeeper ? 'KafkaServer' : 'BrokerServer'} id=${id}]`;
  const logger = `kafka.server.${isZookeeper ? 'KafkaServer' : 'BrokerServer'}`;
  const say = (level: 'INFO' | 'WARN' | 'ERROR', text: string, from = logger): void =>
    host.log(logLine(cluster.clock.now(), level, text, from));
  const lives = (text: string): void =>
    say(
      'INFO',
      `[BrokerLifecycleManager id=${id}] ${text}`,
      'org.apache.kafka.server.BrokerLifecycleManager',
    );
  const fatal = (): void => say('ERROR', `${server} Fatal error during startup. Prepare to shutdown`);
  return {
    begins() {
      host.log('===> Configuring ...');
      host.log('===> Launching kafka ... ');
      if (isZookeeper) say('INFO', 'Connecting to zookeeper on zookeeper:2181');
      else say('INFO', `${server} Transition from SHUTDOWN to STARTING`);
    },
    findsNoQuorum() {
      fatal();
      host.log(
        isZookeeper
          ? 'kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING'
          : 'java.util.concurrent.TimeoutException: Unable to register with the controller quorum',
      );
    },
    findsItself() {
      say(
        'ERROR',
        `Error while creating ephemeral at /brokers/ids/${id}, node already exists and owner does not match current session`,
        'kafka.zk.KafkaZkClient$CheckedEphemeral',
      );
      fatal();
      host.log('org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists');
    },
    isTakenForAnother: () =>
      lives(
        `Unable to register broker ${id} because the controller returned error DUPLICATE_BROKER_REGISTRATION`,
      ),
    fails(error) {
      fatal();
      host.log(String(error), 'stderr');
    },
    isUp() {
      if (isZookeeper) {
        say(
          'INFO',
          `Registered broker ${id} at path /brokers/ids/${id} with addresses: PLAINTEXT://kafka${id}:9092,PLAINTEXT_HOST://localhost:${port}`,
          'kafka.zk.KafkaZkClient',
        );
        say('INFO', `${server} started`);
        return;
      }
      lives(`Successfully registered broker ${id}`);
      lives('The broker has been unfenced. Transitioning from RECOVERY to RUNNING.');
      say('INFO', `${server} Transition from STARTING to STARTED`);
      say('INFO', `[KafkaRaftServer nodeId=${id}] Kafka Server started`, 'kafka.server.KafkaRaftServer');
    },
    isTold() {
      say(
        'INFO',
        'Terminating process due to signal SIGTERM',
        'org.apache.kafka.common.utils.LoggingSignalHandler',
      );
      if (isZookeeper) {
        say('INFO', `${server} shutting down`);
        say('INFO', `${server} Starting controlled shutdown`);
        return;
      }
      say('INFO', `${server} Transition from STARTED to SHUTTING_DOWN`);
      lives('Beginning controlled shutdown.');
    },
    keeps(partitions, triesLeft) {
      say('INFO', `${server} Remaining partitions to move: ${partitions}`);
      say(
        'WARN',
        triesLeft > 0
          ? `${server} Retrying controlled shutdown after the previous attempt failed...`
          : `${server} Proceeding to do an unclean shutdown as all the controlled shutdown attempts failed`,
      );
    },
    ends: () => say('INFO', `${server} shut down completed`),
  };
};

import type {Program} from '../docker/program.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {logLine} from './log-line.ts';
import {createSteps, type Steps} from './steps.ts';

/** How long it takes to start (ms); the first time, when the lab begins, it takes less. */
const startTime = 800;
const firstStartTime = 100;
const endTime = 300;

/** ZooKeeper, or the controller of a KRaft cluster: while it is away nothing is elected, made or noticed. */
export const quorumProgram = (cluster: Cluster): Program => {
  const {clock, options} = cluster;
  const isZookeeper = options.mode === 'zookeeper';
  const logger = isZookeeper
    ? 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
    : 'kafka.server.KafkaRaftServer';
  let steps: Steps | undefined;
  const away = (): void => {
    steps?.end();
    cluster.control.stopQuorum();
  };
  return {
    async start(host) {
      const own = createSteps(clock);
      steps = own;
      host.log('===> Launching ... ');
      void own.wait(cluster.brokers.size > 0 ? startTime : firstStartTime).then(isOn => {
        if (!isOn) return;
        cluster.control.startQuorum();
        host.log(
          logLine(
            clock.now(),
            'INFO',
            isZookeeper
              ? 'binding to port 0.0.0.0/0.0.0.0:2181'
              : '[KafkaRaftServer nodeId=1000] Kafka Server started',
            logger,
          ),
        );
      });
    },
    async stop() {
      away();
      await clock.sleep(endTime).catch(() => {});
      return 143;
    },
    kill: async () => away(),
    pause: () => cluster.control.stopQuorum(),
    unpause: () => cluster.control.startQuorum(),
    check: async () => ({isHealthy: cluster.isQuorumUp, output: ''}),
    usage: () => ({cores: 0.01, memoryBytes: 110 * 1024 * 1024, receivedBytes: 0, sentBytes: 0}),
  };
};

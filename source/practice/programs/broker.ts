import type {Program} from '../docker/program.ts';
import type {Cluster} from '../kafka/cluster.ts';
import {type BrokerOptions, type BrokerOutput, outputOf} from './broker-output.ts';
import {startBroker} from './broker-start.ts';
import {stopBroker} from './broker-stop.ts';
import {createSteps, type Steps} from './steps.ts';

/** The exit code of a JVM that obeyed SIGTERM. */
const terminated = 143;
/** How long one takes that had not come far (ms). */
const endTime = 300;

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
export const brokerProgram = (broker: BrokerOptions): Program => {
  const {cluster, id} = broker;
  const {clock} = cluster;
  const isThere = (): boolean => cluster.brokers.has(id);
  const isUp = (): boolean => cluster.brokers.get(id)?.run === 'up';
  let steps: Steps | undefined;
  let output: BrokerOutput | undefined;
  let load = {at: clock.now(), records: 0, cores: 0.02};

  /** What it does from now on; what it did before is over. */
  const next = (): Steps => {
    steps?.end();
    steps = createSteps(clock);
    return steps;
  };

  return {
    async start(host) {
      const says = outputOf(broker, host);
      output = says;
      void startBroker(broker, says, next())
        .catch(error => {
          says.fails(error);
          return 1;
        })
        .then(code => {
          if (code !== null) host.exit(code);
        });
    },
    async stop() {
      const own = next();
      if (isUp() && output) await stopBroker(broker, output, own);
      else await own.wait(endTime);
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

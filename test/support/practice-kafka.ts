import {systemClock} from '../../source/clock.ts';
import {Cluster} from '../../source/practice/kafka/cluster.ts';
import type {ClusterOptions} from '../../source/practice/kafka/options.ts';
import {createDoor} from '../../source/practice/kafka/server.ts';

export interface KafkaOptions extends Partial<ClusterOptions> {
  /** How many brokers, with the ids 1, 2, …; 2 without it. */
  readonly brokers?: number;
  /** Ports by broker id; a free one for those that are not named. */
  readonly ports?: Readonly<Record<number, number>>;
  /** The name of the host that Metadata gives; brokers listen on 127.0.0.1 whatever it says. */
  readonly host?: string;
}

/** Starts brokers that share one cluster. `close` ends them and everything about them. */
export const startKafka = async (options: KafkaOptions = {}): Promise<Cluster> => {
  const {brokers = 2, ports = {}, host = '127.0.0.1', mode = 'zookeeper', configs, ...rest} = options;
  const cluster = new Cluster({
    mode,
    clusterId: 'PracticeLabPracticeLab',
    clock: systemClock,
    sessionTimeoutMs: mode === 'zookeeper' ? 18_000 : 9_000,
    initialRebalanceDelayMs: 3_000,
    maxLogBytes: 128 * 1024 * 1024,
    maxRequestBytes: 16 * 1024 * 1024,
    ...rest,
    configs: {
      'log.dirs': '/var/lib/kafka/data',
      'offsets.topic.replication.factor': String(Math.min(3, brokers)),
      ...configs,
    },
  });
  try {
    for (let id = 1; id <= brokers; id += 1)
      await cluster.control.add({id, door: createDoor(cluster, id), host, port: ports[id] ?? 0});
  } catch (error) {
    await cluster.close();
    throw error;
  }
  return cluster;
};

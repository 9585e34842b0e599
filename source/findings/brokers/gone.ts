import {underReplicatedPartitions} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {ago, broker, brokersIn, partitionsOf, plural} from '../subjects.ts';

/** A broker that was there, or holds replicas, and of which nothing is left. */
export const brokerGone: Rule = {
  id: 'broker-gone',
  rule: 'A broker that holds replicas or was seen before is not in Metadata, does not answer, and has no container here.',
  concept:
    'Replica lists go on naming a broker that has left, and its replicas come back with it. Nothing else brings those partitions to full strength but a reassignment to other brokers.',
  find: picture =>
    brokersIn(picture, 'gone').map((each): Found => {
      const held = partitionsOf(picture).filter(({partition}) => partition.replicas.includes(each.id));
      const seen = picture.world.seenBrokers.get(each.id);
      return {
        // A broker that left nothing behind was taken out of the cluster, as it seems.
        severity: held.length > 0 ? 'critical' : 'info',
        subject: broker(each.id),
        sentence: `Broker ${each.id} is gone: not in Metadata, not answering, without a container here${held.length === 0 ? ', and holds no replica' : `; ${plural(held.length, 'partition')} name it as a replica`}.`,
        figures: [
          ['last in Metadata', seen ? ago(seen.at, picture.now).trim() : 'never seen'],
          ['last address', seen ? `${seen.host}:${seen.port}` : '-'],
          ['replicas', String(held.length)],
        ],
        commands: [underReplicatedPartitions(picture)],
      };
    }),
};

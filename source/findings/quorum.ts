import {command, docker} from './command-lines.ts';
import type {Rule} from './finding.ts';
import {isDown, quorumContainers} from './subjects.ts';

/** ZooKeeper or the KRaft controller does not run: nothing will be elected. */
export const quorumDown: Rule = {
  id: 'quorum-down',
  find: picture =>
    quorumContainers(picture)
      .filter(isDown)
      .map(container => {
        const isController = container.nodeRole === 'controller';
        const what = isController ? 'The KRaft controller' : 'ZooKeeper';
        return {
          id: isController ? 'controller-down' : 'zookeeper-down',
          severity: 'critical' as const,
          subject: {kind: 'container' as const, id: container.name},
          sentence: `${what} is ${container.state}: producing and consuming go on, but no leader is elected, no topic is created, and a broker that dies now stays named as leader.`,
          rule: 'The container that decides on elections does not run.',
          figures: [
            ['container', container.name],
            ['state', container.state],
            ['exit code', String(container.exitCode ?? '-')],
          ],
          concept:
            "ZooKeeper, or the controllers of a KRaft cluster, hold the cluster's metadata and decide on its changes: membership, leaders, topics. Brokers serve what they have without them, from the metadata that they know.",
          commands: [
            docker('start', container.name, 'starts it again'),
            command(`kafka-lab start ${container.name}`, 'the same with this program'),
          ],
        };
      }),
};

import {lastLines, revive} from '../command-lines.ts';
import type {Rule} from '../finding.ts';
import {ago, container, quorumDown as downOf, endOf, verb} from '../subjects.ts';

/** ZooKeeper or the KRaft controllers do not run: nothing will be elected. */
export const quorumDown: Rule = {
  id: 'quorum-down',
  rule: 'The container of ZooKeeper, or of so many KRaft controllers that no majority is left, does not run.',
  concept:
    'ZooKeeper, or the controllers of a KRaft cluster, keep what the cluster knows of itself and decide on its changes: who is a member, who leads, which topics there are. Without them brokers go on serving what they have, and nothing changes.',
  find: picture => {
    const down = downOf(picture);
    const [first] = down;
    if (!first) return [];
    const isController = first.nodeRole === 'controller' || first.name === 'controller';
    const names = down.map(({name}) => name).join(', ');
    const what = isController
      ? `The KRaft controller${down.length > 1 ? 's' : ''} (${names})`
      : `ZooKeeper (${names})`;
    const state =
      first.state === 'paused'
        ? 'paused'
        : `${first.state === 'missing' ? 'missing' : 'down'} (${endOf(first)})`;
    return [
      {
        severity: 'critical',
        subject: container(first.name),
        also: down.map(({name}) => container(name)),
        sentence: `${what} ${verb(down.length, 'is', 'are')} ${state}: producing and consuming go on, but no leader is elected, no topic is made, and a broker that dies now stays named as leader.`,
        figures: down.map(
          each => [each.name, `${each.state}, ${endOf(each)}${ago(each.finishedAt, picture.now)}`] as const,
        ),
        commands: [
          ...down.flatMap(({name}) => revive(picture, name)),
          ...(first.state === 'missing' ? [] : [lastLines(picture, first.name)]),
        ],
      },
    ];
  },
};

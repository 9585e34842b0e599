import type {Broker} from '../../model/broker.ts';
import type {Picture} from '../../model/picture.ts';
import {known} from '../../model/reading.ts';
import {lastLines, revive, underReplicatedPartitions} from '../command-lines.ts';
import type {Found, Rule} from '../finding.ts';
import {startFailureOf} from '../start-failures.ts';
import {
  ago,
  alsoHome,
  broker,
  brokersIn,
  containerNamed,
  endOf,
  homeOf,
  partitionsOf,
  plural,
} from '../subjects.ts';

/** Whether Metadata still names a broker whose container has ended, and was read after that. */
export const isUnnoticed = (picture: Picture, stopped: Broker): boolean => {
  const {metadata} = picture.world;
  const finished = containerNamed(picture, stopped.container)?.finishedAt ?? 0;
  const isRead = metadata.state === 'ready' || metadata.state === 'partial';
  return isRead && metadata.at >= finished && known(stopped.isRegistered) === true;
};

/** What the cluster misses without a broker. */
const effectOf = (picture: Picture, {id}: Broker): string => {
  const held = partitionsOf(picture).filter(({partition}) => partition.replicas.includes(id));
  const leaderless = held.filter(({partition}) => partition.leader === null).length;
  const under = held.filter(({partition}) => partition.leader !== null && !partition.isr.includes(id)).length;
  const effects = [
    ...(leaderless > 0 ? [`${plural(leaderless, 'partition')} without leader`] : []),
    ...(under > 0 ? [`${plural(under, 'partition')} under-replicated`] : []),
  ];
  return effects.length === 0 ? '' : `: ${effects.join(', ')}`;
};

/** A broker whose container does not run, and that the cluster has noticed. */
export const brokerStopped: Rule = {
  id: 'broker-stopped',
  rule: 'The container of a broker does not run.',
  concept:
    "A broker that ends gracefully hands its partitions to other in-sync replicas first; one that is killed leaves that to the controller, which acts only when the broker's session has ended. Until it is back its replicas are out of sync.",
  find: picture =>
    brokersIn(picture, 'stopped')
      .filter(each => !isUnnoticed(picture, each))
      .map((each): Found => {
        const home = containerNamed(picture, each.container);
        const failure = home && startFailureOf(home);
        const name = homeOf(each);
        return {
          severity: 'critical',
          subject: broker(each.id),
          also: alsoHome(each),
          sentence: `Broker ${each.id} is stopped (${home ? endOf(home) : 'no container'})${effectOf(picture, each)}.`,
          figures: [
            ['container', name],
            ['state', home?.state ?? '-'],
            ['ended', home?.finishedAt ? `${ago(home.finishedAt, picture.now).trim()}, ${endOf(home)}` : '-'],
            ['leads', String(known(each.leaders) ?? '?')],
            ['replicas', String(known(each.replicas) ?? '?')],
            ...(failure ? [['could not start because', failure.cause] as const] : []),
          ],
          commands: [...revive(picture, name), lastLines(picture, name), underReplicatedPartitions(picture)],
        };
      }),
};

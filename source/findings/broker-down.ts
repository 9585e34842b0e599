import type {Broker} from '../model/broker.ts';
import {isUnknown} from '../model/reading.ts';
import {command, docker, kafkaTool} from './command-lines.ts';
import type {Finding, Rule} from './finding.ts';
import {startFailureOf} from './start-failures.ts';
import {brokersIn, containerNamed, partitionsOf, plural, sessionTime} from './subjects.ts';

const concept =
  "A broker that ends gracefully hands its partitions to other in-sync replicas first; one that is killed leaves that to the controller, which acts only when the broker's session has ended. Until it is back, its replicas are out of sync.";

/** What the broker's absence does, in figures. */
const effects = (broker: Broker, leaderless: number, underReplicated: number): string =>
  [
    ...(leaderless > 0 ? [`${plural(leaderless, 'partition')} without leader`] : []),
    ...(underReplicated > 0 ? [`${plural(underReplicated, 'partition')} under-replicated`] : []),
  ].join(', ') || `it held ${isUnknown(broker.replicas) ? 'an unknown number of' : broker.replicas} replicas`;

/** A broker whose container does not run. */
export const brokerDown: Rule = {
  id: 'broker-exited',
  find: picture =>
    brokersIn(picture, 'stopped').map((broker): Finding => {
      const container = containerNamed(picture, broker.container);
      const held = partitionsOf(picture).filter(({partition}) => partition.replicas.includes(broker.id));
      const leaderless = held.filter(({partition}) => partition.leader === null).length;
      const under = held.filter(({partition}) => !partition.isr.includes(broker.id)).length;
      const isNamed = broker.isRegistered === true;
      const code = container?.exitCode ?? null;
      const how = container?.isOutOfMemory
        ? 'ran out of memory'
        : code === 137
          ? 'was killed (exit code 137)'
          : code === null
            ? 'does not run'
            : `ended with exit code ${code}`;
      const failure = container && startFailureOf(container);
      const name = container?.name ?? `kafka${broker.id}`;
      return {
        id: isNamed
          ? 'broker-killed-unnoticed'
          : container?.isOutOfMemory
            ? 'broker-out-of-memory'
            : 'broker-exited',
        severity: 'critical',
        subject: {kind: 'broker', id: String(broker.id)},
        sentence: `Broker ${broker.id} is stopped: ${name} ${how}${
          isNamed
            ? `, and Kafka has not noticed yet (it goes on naming it for ${sessionTime(picture)})`
            : `; ${effects(broker, leaderless, under)}`
        }.`,
        rule: isNamed
          ? 'The container of a broker does not run, and Metadata still names it as a live broker.'
          : 'The container of a broker does not run.',
        figures: [
          ['container', name],
          ['state', container?.state ?? 'none'],
          ['exit code', String(code ?? '-')],
          ['in Metadata', isNamed ? 'yes' : 'no'],
          ['partitions without leader', String(leaderless)],
          ['partitions that miss it', String(under)],
          ...(failure ? [['could not start', failure.cause] as const, ['cure', failure.cure] as const] : []),
        ],
        concept,
        commands: [
          docker('start', name, 'starts it again'),
          command(`kafka-lab start ${name}`, 'the same with this program'),
          docker('logs --tail 50', name, 'shows why it ended'),
          kafkaTool(
            picture,
            'kafka-topics',
            '--describe --under-replicated-partitions',
            'lists the partitions that miss a replica',
          ),
        ],
      };
    }),
};
